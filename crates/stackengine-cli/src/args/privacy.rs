//! What `redact` and `restore` accept, and `diagnose --redact`.

use std::path::PathBuf;

use clap::builder::NonEmptyStringValueParser;
use clap::{Args, ValueEnum};
use stackengine::redact::Options;

const REDACT_EXAMPLES: &str = "\
Examples:
  kubectl describe pod web | stackengine redact
  stackengine redact incident/ --vault incident.vault --output shared/
  stackengine redact incident/ --report                     what was masked, without the values
  stackengine restore answer.md --vault incident.vault

The vault holds every value that was masked: whoever reads it reads them. Nothing is written unless it is named.";

const REDACT_STATUS: &str = "\
Exit status:
  0  everything was redacted
  2  wrong usage, nothing that can be read, a vault that cannot be used, or a value that would have been left: nothing
     was printed
  3  part of the input was not read, and standard error says which";

const RESTORE_STATUS: &str = "\
Exit status:
  0  every placeholder was put back
  1  something was left as it is, and standard error says why
  2  wrong usage, input that cannot be read, or a vault that cannot be used";

#[derive(Debug, Args)]
#[command(after_help = REDACT_STATUS, after_long_help = format!("{REDACT_EXAMPLES}\n\n{REDACT_STATUS}"))]
pub(crate) struct RedactArgs {
    /// Files and folders, or `-` for standard input; standard input alone where none is given
    ///
    /// Anything that diagnose reads. One text is printed as it is, several below a line `==> NAME <==` each.
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) masking: MaskingArgs,
    /// Print what was masked, by class and rule and without the values, instead of the text
    #[arg(
        long,
        value_enum,
        value_name = "FORMAT",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "text"
    )]
    pub(crate) report: Option<ReportFormat>,
    /// Write each text into this folder, under its own name, instead of printing it
    #[arg(long, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
    /// Replace files in the folder of --output
    #[arg(long, requires = "output")]
    pub(crate) overwrite: bool,
    /// Print a unified diff: it shows the values, for nobody but you
    #[arg(long, conflicts_with_all = ["report", "output"])]
    pub(crate) diff: bool,
}

#[derive(Debug, Args)]
#[command(after_help = RESTORE_STATUS)]
pub(crate) struct RestoreArgs {
    /// A file, or `-` for standard input
    #[arg(value_name = "PATH", default_value = "-", hide_default_value = true)]
    pub(crate) path: PathBuf,
    /// The vault that `redact` wrote
    #[arg(long, value_name = "FILE")]
    pub(crate) vault: PathBuf,
    /// The file whose first line opens the vault
    #[arg(long, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
}

/// How values are found, and where they are kept.
#[derive(Debug, Args)]
pub(crate) struct MaskingArgs {
    /// Keep what was masked in this file, so that it can be put back; one that is there is extended
    #[arg(long, value_name = "FILE", help_heading = "Masking")]
    pub(crate) vault: Option<PathBuf>,
    /// Seal the vault with the first line of this file
    #[arg(long, value_name = "FILE", requires = "vault", help_heading = "Masking")]
    pub(crate) passphrase_file: Option<PathBuf>,
    /// Leave accounts, subscriptions, users and e-mail addresses as they are
    #[arg(long, help_heading = "Masking")]
    pub(crate) no_identifiers: bool,
    /// Leave hosts, IP addresses, registries and buckets as they are
    #[arg(long, help_heading = "Masking")]
    pub(crate) no_places: bool,
    /// Mask whatever looks as if made by chance, too
    #[arg(long, help_heading = "Masking")]
    pub(crate) strict: bool,
    /// Mask the hosts below this domain
    #[arg(long, value_name = "D", value_parser = NonEmptyStringValueParser::new(), help_heading = "Masking")]
    pub(crate) domain: Vec<String>,
    /// Mask this text wherever it stands
    #[arg(long, value_name = "TEXT", value_parser = NonEmptyStringValueParser::new(), help_heading = "Masking")]
    pub(crate) mask: Vec<String>,
    /// Never mask this text
    #[arg(long, value_name = "TEXT", value_parser = NonEmptyStringValueParser::new(), help_heading = "Masking")]
    pub(crate) keep: Vec<String>,
}

impl MaskingArgs {
    /// Whether anything was asked for.
    pub(crate) fn is_default(&self) -> bool {
        let Self { vault, passphrase_file, no_identifiers, no_places, strict, domain, mask, keep } = self;
        let said = *no_identifiers || *no_places || *strict;
        let named = [domain, mask, keep].iter().any(|texts| !texts.is_empty());
        vault.is_none() && passphrase_file.is_none() && !said && !named
    }

    /// The same for the engine.
    pub(crate) fn options(&self) -> Options {
        let bytes = |texts: &[String]| texts.iter().map(|text| text.clone().into_bytes()).collect();
        Options {
            identifiers: !self.no_identifiers,
            places: !self.no_places,
            strict: self.strict,
            domains: self.domain.clone(),
            mask: bytes(&self.mask),
            keep: bytes(&self.keep),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// For people at a terminal
    Text,
    /// For programs: version 1, see schema/redact.v1.json
    Json,
}
