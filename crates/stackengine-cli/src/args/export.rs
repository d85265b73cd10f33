//! What `export` accepts.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use clap::{Args, ValueEnum};
use stackengine::prevent::{Enforcement, Target};

use super::manifests::{LeastSeverity, LevelChoice};

const EXAMPLES: &str = "\
Examples:
  stackengine export prometheus --out monitoring/
  stackengine export prometheus --prove
  stackengine export github-actions --out .
  stackengine export checkov > .checkov.yaml";

const STATUS: &str = "\
Exit status:
  0  everything was made
  1  with --prove: a case did not come out as it must
  2  wrong usage, a file in the way that is not ours, or a file that could not be written
  3  with --prove: the program that runs the cases is not there";

#[derive(Debug, Args)]
#[command(after_help = STATUS, after_long_help = format!("{EXAMPLES}\n\n{STATUS}"))]
pub(crate) struct ExportArgs {
    /// What the files are for
    #[arg(value_name = "TARGET", value_parser = targets())]
    pub(crate) target: Target,
    /// The folder to write into; without it a single file goes to standard output
    #[arg(long, value_name = "FOLDER")]
    pub(crate) out: Option<PathBuf>,
    /// Replace files that stackengine did not make, too
    #[arg(long, requires = "out")]
    pub(crate) force: bool,
    /// Only these: names, codes, or checks of other tools (CKV_K8S_13, kube-linter:latest-tag)
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub(crate) only: Vec<String>,
    /// Only these families: 6 or 6xx what the API server refuses, 7xx what will fail, hang or lie, 8xx hardening
    #[arg(long, value_name = "FAMILY", value_delimiter = ',', value_parser = family)]
    pub(crate) family: Vec<u8>,
    /// How far manifests must go: that they run, end and tell the truth, or hardening as well
    #[arg(long, value_enum, value_name = "LEVEL", default_value_t = LevelChoice::Hardened)]
    pub(crate) level: LevelChoice,
    /// The least severity that is exported
    #[arg(long, value_enum, value_name = "SEVERITY", default_value_t = LeastSeverity::Low)]
    pub(crate) severity: LeastSeverity,
    /// What happens where a policy is violated
    #[arg(long, value_enum, value_name = "WHAT", default_value_t = EnforcementChoice::Deny)]
    pub(crate) enforcement: EnforcementChoice,
    /// A number or a name that is your choice; once for each
    #[arg(long = "param", value_name = "NAME=VALUE", value_parser = parameter)]
    pub(crate) parameters: Vec<(String, String)>,
    /// Run what is exported against its cases and print the table, instead of the files
    #[arg(long)]
    pub(crate) prove: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum EnforcementChoice {
    /// The object is refused
    Deny,
    /// It is accepted, and whoever sent it is told
    Warn,
    /// It is accepted, and the violation is written down
    Audit,
}

impl From<EnforcementChoice> for Enforcement {
    fn from(choice: EnforcementChoice) -> Self {
        match choice {
            EnforcementChoice::Deny => Self::Deny,
            EnforcementChoice::Warn => Self::Warn,
            EnforcementChoice::Audit => Self::Audit,
        }
    }
}

/// The names of the targets, so that completions know them.
fn targets() -> impl clap::builder::TypedValueParser<Value = Target> {
    let names = PossibleValuesParser::new(Target::ALL.iter().map(|target| target.name()));
    names.try_map(|name| Target::find(&name).ok_or("no such target"))
}

/// `7`, `7xx` or `SE7`.
fn family(text: &str) -> Result<u8, String> {
    let digit = text.trim_start_matches("SE").trim_end_matches(['x', 'X']);
    match digit.parse() {
        Ok(digit @ 1..=9) => Ok(digit),
        _ => Err("not a family such as 7xx: they go from 1xx to 9xx".to_owned()),
    }
}

fn parameter(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("not of the form NAME=VALUE")?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_have_a_digit() {
        assert_eq!([family("7"), family("7xx"), family("SE8")], [Ok(7), Ok(7), Ok(8)]);
        assert!(family("0").is_err() && family("xx").is_err() && family("77").is_err());
    }
}
