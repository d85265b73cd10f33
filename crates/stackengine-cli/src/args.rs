//! What the command line accepts.

mod ask;
mod export;
mod key;
mod manifests;
mod privacy;
mod replay;
mod serve;

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

pub(crate) use ask::AskArgs;
pub(crate) use export::ExportArgs;
pub(crate) use key::{KeyArgs, KeyDeed};
pub(crate) use manifests::{CheckArgs, CheckFormat, FixArgs, FixFormat, ManifestArgs};
pub(crate) use privacy::{MaskingArgs, RedactArgs, ReportFormat, RestoreArgs};
pub(crate) use replay::{ReplayArgs, ReplayFormat};
pub(crate) use serve::ServeArgs;

/// Bytes of input that are held at most, unless asked for otherwise.
pub(crate) const MAX_BYTES: u64 = 512 << 20;

const EXIT_STATUS: &str = "\
Exit status:
  0  nothing is wrong
  1  something was found (also where part of the input was not read)
  2  wrong usage, or input that cannot be used: nothing readable; to diagnose, no Job, CronJob or pod in it
  3  nothing was found, but part of the input was not read, or the cause cannot be known from it";

const EXAMPLES: &str = "\
Examples:
  kubectl describe job backup | stackengine diagnose
  stackengine diagnose incident/            every file below the folder, logs too
  stackengine diagnose objects.json app-x7k2p.main.txt --format markdown";

/// Finds out why a Kubernetes Job failed, checks and repairs its manifest, on this machine alone.
#[derive(Debug, Parser)]
#[command(name = "stackengine", version, arg_required_else_help = true, after_help = EXIT_STATUS)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
    /// When to colour the text; `auto` asks the terminal, NO_COLOR and CLICOLOR_FORCE
    #[arg(long, global = true, value_enum, default_value_t = ColorChoice::Auto, value_name = "WHEN")]
    pub(crate) color: ColorChoice,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Evidence in, diagnosis out
    #[command(after_help = EXAMPLES, after_long_help = format!("{EXAMPLES}\n\n{EXIT_STATUS}"))]
    Diagnose(DiagnoseArgs),
    /// Manifests in, findings out
    Check(CheckArgs),
    /// Repair manifests: print them, their diff, or write them
    Fix(FixArgs),
    /// Mask what is private in any text, so that it can be shared
    Redact(RedactArgs),
    /// Put back what was masked
    Restore(RestoreArgs),
    /// Play a Job out in time: what the controllers and the kubelet do about each failure
    Replay(ReplayArgs),
    /// Ask your own language model for a second opinion, over masked text
    Ask(AskArgs),
    /// Keep a key for `ask` in the system's keyring, or take it out
    Key(KeyArgs),
    /// Serve the page on this machine, with a way to a model that runs on it
    Serve(ServeArgs),
    /// Policies, CI files, alerts and dashboards from what the catalogue knows
    Export(ExportArgs),
    /// Explain a diagnostic, an exit code or an error line
    Explain(ExplainArgs),
    /// List every diagnostic, a line each
    Catalogue(CatalogueArgs),
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the manual page
    Man,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct DiagnoseArgs {
    /// Files and folders, or `-` for standard input; standard input alone where none is given
    ///
    /// Any mixture of manifests, `kubectl get -o json|yaml`, `kubectl describe`, tables, events and logs. Folders
    /// are read with everything below them. A log's file name tells whose it is: POD.CONTAINER[.previous].txt.
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// What to print
    #[arg(long, short = 'o', value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
    /// Columns of a line of text; 0 never breaks one [default: the terminal's, else 100]
    #[arg(long, value_name = "N")]
    pub(crate) width: Option<usize>,
    /// Bytes of input that are held at most; of a longer one the beginning and the end are read
    #[arg(long, value_name = "N", default_value_t = MAX_BYTES, hide_default_value = true, value_parser = bytes)]
    pub(crate) max_bytes: u64,
    /// Mask what is private before anything is diagnosed, so that the answer can be shared
    #[arg(long)]
    pub(crate) redact: bool,
    #[command(flatten)]
    pub(crate) masking: MaskingArgs,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ExplainArgs {
    /// A name (out-of-memory), a code (SE101), "exit 137", or a pasted error line
    #[arg(required = true, allow_hyphen_values = true, trailing_var_arg = true)]
    pub(crate) words: Vec<String>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct CatalogueArgs {
    /// What to print
    #[arg(long, short = 'o', value_enum, default_value_t = ListFormat::Text)]
    pub(crate) format: ListFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorChoice {
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people at a terminal
    Text,
    /// For programs: version 1, see schema/diagnose.v1.json
    Json,
    /// For an issue or a chat
    Markdown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    /// A line each
    Text,
    /// An array of objects
    Json,
}

/// `1000`, `64K`, `512M`, `2G`; two bytes are the least that has a beginning and an end.
fn bytes(text: &str) -> Result<u64, String> {
    let digits = text.trim_end_matches(|char: char| char.is_ascii_alphabetic());
    let factor: u64 = match &text[digits.len()..] {
        "" | "B" => 1,
        "K" | "Ki" | "KiB" => 1 << 10,
        "M" | "Mi" | "MiB" => 1 << 20,
        "G" | "Gi" | "GiB" => 1 << 30,
        unit => return Err(format!("unknown unit {unit:?}: use K, M or G")),
    };
    let number: u64 = digits.parse().map_err(|_| "not a number of bytes".to_owned())?;
    // Places in a text are 32 bits wide.
    match number.saturating_mul(factor) {
        0 | 1 => Err("too small: at least 2".to_owned()),
        n if n > u64::from(u32::MAX) => Err("too large: less than 4G".to_owned()),
        n => Ok(n),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::{Args, bytes};

    #[test]
    fn the_command_line_is_consistent() {
        Args::command().debug_assert();
    }

    #[test]
    fn sizes_have_units() {
        assert_eq!([bytes("4096"), bytes("64K"), bytes("2GiB")], [Ok(4096), Ok(65_536), Ok(2 << 30)]);
        assert!(bytes("1").is_err() && bytes("4G").is_err() && bytes("5X").is_err() && bytes("").is_err());
    }
}
