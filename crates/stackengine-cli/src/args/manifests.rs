//! What `check` and `fix` accept.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use stackengine::diagnosis::Severity;
use stackengine::repair::Level;
use stackengine_policy::TIME_LIMIT;

const CHECK_EXAMPLES: &str = "\
Examples:
  stackengine check deploy/                 every *.yaml, *.yml and *.json below the folder
  helm template . | stackengine check -
  stackengine check . --format sarif > stackengine.sarif
  stackengine check . --baseline .stackengine-baseline.json --write-baseline

To say that a finding is meant, write beside it, or on a line of its own above it:
  # stackengine: ignore[deadline-missing] the batch window ends it
On the first line of an object it holds for the object, on `- name:` for that container.";

const FIX_EXAMPLES: &str = "\
Examples:
  stackengine fix job.yaml > fixed.yaml
  stackengine fix deploy/ --diff | git apply
  stackengine fix deploy/ --write
  stackengine fix deploy/ --write --level hardened --unsafe
  stackengine fix job.yaml --unsafe --evidence incident/     numbers from what was seen";

const STATUS: &str = "\
Exit status:
  0  nothing was found
  1  something was found, or is left after the repair; with --diff, where the files still have findings
  2  wrong usage, or nothing that was named can be read
  3  nothing was found, but something was not analysed, and the output says what";

#[derive(Debug, Args)]
#[command(after_help = STATUS, after_long_help = format!("{CHECK_EXAMPLES}\n\n{STATUS}"))]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    pub(crate) common: ManifestArgs,
    /// Your own policies, too: *.rego files, Gatekeeper's templates and constraints, ValidatingAdmissionPolicies, or
    /// folders of them
    ///
    /// Rego: every rule called deny, violation or warn, in the syntax of today or of Gatekeeper. What is denied is of
    /// severity high, a warning medium, an audit low.
    #[arg(long, value_name = "PATH")]
    pub(crate) policy: Vec<PathBuf>,
    /// Milliseconds that one policy may think about one object
    #[arg(long, value_name = "MS", default_value_t = TIME_LIMIT.as_secs() * 1000, requires = "policy")]
    pub(crate) policy_time: u64,
    /// The least severity that is shown and counts [default: low]
    #[arg(long, value_enum, value_name = "SEVERITY")]
    pub(crate) severity: Option<LeastSeverity>,
    /// What to print
    #[arg(long, short = 'o', value_enum, default_value_t = CheckFormat::Text)]
    pub(crate) format: CheckFormat,
    /// Write what is found into the file of --baseline; from then on it does not count
    #[arg(long, requires = "baseline")]
    pub(crate) write_baseline: bool,
    /// Show what is suppressed, too
    #[arg(long)]
    pub(crate) show_suppressed: bool,
    /// Columns of a line of text; 0 never breaks one [default: the terminal's, else 100]
    #[arg(long, value_name = "N")]
    pub(crate) width: Option<usize>,
}

#[derive(Debug, Args)]
#[command(after_help = STATUS, after_long_help = format!("{FIX_EXAMPLES}\n\n{STATUS}"))]
pub(crate) struct FixArgs {
    #[command(flatten)]
    pub(crate) common: ManifestArgs,
    /// Apply fixes that change the behaviour, too
    #[arg(long = "unsafe")]
    pub(crate) apply_unsafe: bool,
    /// Print a unified diff and change nothing
    #[arg(long, conflicts_with = "write")]
    pub(crate) diff: bool,
    /// Play the old and the new manifest out, and say what the change does
    ///
    /// Under the behaviour that --evidence shows, and under failures, hangs, kills and evictions that every Job meets.
    #[arg(long)]
    pub(crate) prove: bool,
    /// Replace the files
    #[arg(long)]
    pub(crate) write: bool,
    /// What to print: the manifest or diff with a report on standard error, or the report alone as JSON
    #[arg(long, short = 'o', value_enum, default_value_t = FixFormat::Text)]
    pub(crate) format: FixFormat,
}

/// What both accept.
#[derive(Debug, Args)]
pub(crate) struct ManifestArgs {
    /// Files and folders, or `-` for standard input
    ///
    /// Folders give the *.yaml, *.yml and *.json files below them, without hidden ones and those that .gitignore or
    /// .ignore leave out. A file that is named is always read.
    #[arg(value_name = "PATH", required = true)]
    pub(crate) paths: Vec<PathBuf>,
    /// How far manifests must go: that they run, end and tell the truth, or hardening as well
    /// [default: hardened for check, basic for fix]
    #[arg(long, value_enum, value_name = "LEVEL")]
    pub(crate) level: Option<LevelChoice>,
    /// Only these: names, codes, or checks of other tools (CKV_K8S_13, kube-linter:latest-tag)
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub(crate) only: Vec<String>,
    /// Not these
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub(crate) skip: Vec<String>,
    /// What an incident shows of these workloads: files, folders or `-`, as for diagnose; numbers come from it
    ///
    /// Run times give a deadline, a kill for memory a larger limit, the digest that ran a fixed image.
    #[arg(long, value_name = "PATH")]
    pub(crate) evidence: Vec<PathBuf>,
    /// The configuration, instead of the nearest .stackengine.yaml above each file
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// What was found before and does not count
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,
    /// Let no comment, annotation or configuration suppress anything
    #[arg(long)]
    pub(crate) no_suppressions: bool,
    /// Read what .gitignore and .ignore leave out, too
    #[arg(long)]
    pub(crate) no_ignore: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LevelChoice {
    /// It runs, ends, and tells the truth
    Basic,
    /// It is hardened as well
    Hardened,
}

impl From<LevelChoice> for Level {
    fn from(choice: LevelChoice) -> Self {
        match choice {
            LevelChoice::Basic => Self::Basic,
            LevelChoice::Hardened => Self::Hardened,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LeastSeverity {
    /// Everything
    Low,
    /// What will cost somebody time
    Medium,
    /// What keeps work from being done
    High,
}

impl From<LeastSeverity> for Severity {
    fn from(choice: LeastSeverity) -> Self {
        match choice {
            // What is merely good to know is shown with the rest.
            LeastSeverity::Low => Self::Info,
            LeastSeverity::Medium => Self::Medium,
            LeastSeverity::High => Self::High,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    /// For people at a terminal
    Text,
    /// For programs: version 1, see schema/check.v1.json
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// JUnit XML, for pipelines
    Junit,
    /// Annotations of GitHub Actions
    Github,
    /// For a pull request or a summary
    Markdown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FixFormat {
    /// The manifest or the diff; the report goes to standard error
    Text,
    /// The report: version 1, see schema/fix.v1.json
    Json,
}
