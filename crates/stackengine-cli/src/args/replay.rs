//! What `replay` accepts.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

const EXAMPLES: &str = "\
Examples:
  stackengine replay job.yaml --attempt 1@15s                      every run exits with 1 after 15 s
  stackengine replay job.yaml --attempt 1@15s --attempt 0@12s      the second run does it
  stackengine replay job.yaml --attempt 137@40s:OOMKilled
  stackengine replay job.yaml --attempt index=2:1@3s --attempt 0@5s
  stackengine replay job.yaml --attempt hang --format svg > hang.svg
  stackengine replay cronjob.yaml --attempt 0@90s --until 3d --start 2026-03-28T00:00:00Z

Reasons beside OOMKilled: Evicted, EvictedStorage, Deleted, Drained, Preempted happen to the whole pod.";

const STATUS: &str = "\
Exit status:
  0  it was played, whatever came of it
  2  wrong usage, or a manifest or behaviour that cannot be played: the field and the reason are on standard error";

#[derive(Debug, Args)]
#[command(after_help = STATUS, after_long_help = format!("{EXAMPLES}\n\n{STATUS}"))]
pub(crate) struct ReplayArgs {
    /// The manifest, or `-` for standard input
    #[arg(value_name = "MANIFEST")]
    pub(crate) manifest: PathBuf,
    /// How a run ends; once for each run in their order, the last one repeats
    ///
    /// EXIT is the exit code, DURATION the time that the run takes (`15s`, `2m`, `never`), REASON what stands beside the
    /// code in its status. With `index=N:` for that index alone, with `container=NAME:` for that container; else for every
    /// regular container. `hang` never ends.
    #[arg(
        long = "attempt",
        value_name = "[index=N:][container=NAME:]EXIT@DURATION[:REASON]",
        allow_hyphen_values = true
    )]
    pub(crate) attempts: Vec<String>,
    /// More about what happens: signals, probes, hooks, hold-ups, disturbances, in a YAML file
    #[arg(long, value_name = "FILE")]
    pub(crate) behaviour: Option<PathBuf>,
    /// For how long it is played at most [default: 7d; the schedule of a CronJob for 1d]
    #[arg(long, value_name = "DURATION")]
    pub(crate) until: Option<String>,
    /// The version whose rules hold: 1.29 to 1.36
    #[arg(long, value_name = "1.NN", default_value = "1.36")]
    pub(crate) kubernetes: String,
    /// When the schedule of a CronJob is looked at from
    #[arg(long, value_name = "TIME", default_value = "2026-01-01T00:00:00Z")]
    pub(crate) start: String,
    /// Which Job or CronJob, where the manifest has several
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// The rules alone, without the delays of a cluster
    #[arg(long)]
    pub(crate) ideal: bool,
    /// Every behaviour of so many runs of each index: how it may end, and the worst story
    ///
    /// Each run may end well, fail, be killed for memory, be evicted and end with 0, or hang; --attempt gives other
    /// outcomes to choose from.
    #[arg(long, value_name = "RUNS", num_args = 0..=1, default_missing_value = "4")]
    pub(crate) exhaustive: Option<u32>,
    /// What to print
    #[arg(long, short = 'o', value_enum, default_value_t = ReplayFormat::Text)]
    pub(crate) format: ReplayFormat,
    /// Columns of a line of text; 0 never breaks one [default: the terminal's, else 100]
    #[arg(long, value_name = "N")]
    pub(crate) width: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReplayFormat {
    /// For people at a terminal
    Text,
    /// For programs: version 1, see schema/replay.v1.json
    Json,
    /// A drawing
    Svg,
}
