//! Which fields a model may touch: those that a fix of the diagnosed family touches, and what a container runs.
//!
//! One table. What is not in it is never touched, whoever asks.

use super::super::case::Case;
use crate::catalogue::Diagnostic;
use crate::manifest::Workload;
use crate::yaml::{Path, Step};

/// Below what a pattern counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Below {
    /// Each container and init container.
    Container,
    /// The pod's spec.
    Pod,
    /// The Job's spec.
    Job,
    /// The CronJob's spec.
    Cron,
}

/// What may be written there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A whole number between these, both included.
    Number(i64, i64),
    /// Memory, storage or CPU.
    Quantity,
    /// One of these words.
    Word(&'static [&'static str]),
    /// `false` alone.
    No,
    /// An absolute path.
    Folder,
    /// A command: a list of words, or one of its words.
    Command,
    /// A variable: a pair, or the value of one.
    Variable,
}

struct Row {
    below: Below,
    field: &'static str,
    /// The families whose fixes touch it; empty for all.
    families: &'static [u32],
    kind: Kind,
}

const DAY: i64 = 86_400;
const PROBE: Kind = Kind::Number(1, 3600);

const fn row(below: Below, field: &'static str, families: &'static [u32], kind: Kind) -> Row {
    Row { below, field, families, kind }
}

const ROWS: &[Row] = &[
    row(Below::Container, "command", &[], Kind::Command),
    row(Below::Container, "args", &[], Kind::Command),
    row(Below::Container, "env", &[], Kind::Variable),
    row(Below::Container, "resources.limits.memory", &[1, 2, 3, 4, 7], Kind::Quantity),
    row(Below::Container, "resources.requests.memory", &[1, 2, 3, 4, 7], Kind::Quantity),
    row(Below::Container, "resources.limits.cpu", &[1, 2, 3, 5, 7], Kind::Quantity),
    row(Below::Container, "resources.requests.cpu", &[1, 2, 3, 5, 7], Kind::Quantity),
    row(Below::Container, "resources.limits.ephemeral-storage", &[1, 2, 3, 7], Kind::Quantity),
    row(Below::Container, "resources.requests.ephemeral-storage", &[1, 2, 3, 7], Kind::Quantity),
    row(Below::Container, "workingDir", &[1, 2], Kind::Folder),
    row(Below::Container, "imagePullPolicy", &[2], Kind::Word(&["Always", "IfNotPresent"])),
    row(Below::Container, "terminationMessagePolicy", &[1, 4, 7], Kind::Word(&["File", "FallbackToLogsOnError"])),
    row(Below::Container, "livenessProbe.initialDelaySeconds", &[3], PROBE),
    row(Below::Container, "livenessProbe.periodSeconds", &[3], PROBE),
    row(Below::Container, "livenessProbe.timeoutSeconds", &[3], PROBE),
    row(Below::Container, "livenessProbe.failureThreshold", &[3], PROBE),
    row(Below::Container, "startupProbe.initialDelaySeconds", &[3], PROBE),
    row(Below::Container, "startupProbe.periodSeconds", &[3], PROBE),
    row(Below::Container, "startupProbe.timeoutSeconds", &[3], PROBE),
    row(Below::Container, "startupProbe.failureThreshold", &[3], PROBE),
    row(Below::Pod, "restartPolicy", &[1, 3, 4, 5, 7], Kind::Word(&["Never", "OnFailure"])),
    row(Below::Pod, "terminationGracePeriodSeconds", &[3, 7], Kind::Number(1, DAY)),
    row(Below::Pod, "activeDeadlineSeconds", &[3, 5, 7], Kind::Number(1, 30 * DAY)),
    row(Below::Job, "backoffLimit", &[1, 3, 5, 7], Kind::Number(0, 50)),
    row(Below::Job, "backoffLimitPerIndex", &[5], Kind::Number(0, 50)),
    row(Below::Job, "maxFailedIndexes", &[5], Kind::Number(0, 1000)),
    row(Below::Job, "activeDeadlineSeconds", &[1, 3, 4, 5, 7], Kind::Number(1, 30 * DAY)),
    row(Below::Job, "ttlSecondsAfterFinished", &[4, 5, 7], Kind::Number(60, 30 * DAY)),
    row(Below::Job, "completions", &[4, 5, 7], Kind::Number(1, 1000)),
    row(Below::Job, "parallelism", &[4, 5, 7], Kind::Number(1, 100)),
    row(Below::Job, "suspend", &[5], Kind::No),
    row(Below::Cron, "concurrencyPolicy", &[5, 7], Kind::Word(&["Allow", "Forbid", "Replace"])),
    row(Below::Cron, "startingDeadlineSeconds", &[5, 7], Kind::Number(10, DAY)),
    row(Below::Cron, "successfulJobsHistoryLimit", &[5, 7], Kind::Number(1, 20)),
    row(Below::Cron, "failedJobsHistoryLimit", &[5, 7], Kind::Number(1, 20)),
    row(Below::Cron, "suspend", &[5], Kind::No),
];

/// What a path may be used for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Right {
    /// What may be written.
    pub(super) kind: Kind,
    /// The steps behind the field that the table names: `[1]`, `[0].value`.
    pub(super) rest: Path,
}

impl Right {
    /// Whether it is what a container runs: nobody but a person can judge that.
    pub(super) fn is_written_by_a_model(&self) -> bool {
        matches!(self.kind, Kind::Command | Kind::Variable)
    }
}

/// The family in which edits are judged: that of the rules' cause; where they have none, that of the model's.
pub(super) fn judged_family(case: &Case<'_>, chosen: Option<&Diagnostic>) -> Option<u32> {
    case.diagnosis.cause().map(|cause| cause.diagnostic).or(chosen).map(Diagnostic::family)
}

/// The right to touch this path of a workload, if there is one.
pub(super) fn right(workload: &Workload<'_>, path: &Path, family: Option<u32>) -> Option<Right> {
    ROWS.iter()
        .filter(|row| row.families.is_empty() || family.is_some_and(|family| row.families.contains(&family)))
        .find_map(|row| {
            bases(workload, row.below).into_iter().find_map(|base| {
                let rest = path.below(&base)?.below(&Path::parse(row.field))?;
                let deep_enough = match row.kind {
                    Kind::Command => matches!(rest.0.as_slice(), [] | [Step::Index(_)]),
                    Kind::Variable => match rest.0.as_slice() {
                        [] | [Step::Index(_)] => true,
                        [Step::Index(_), Step::Key(key)] => key == "value",
                        _ => false,
                    },
                    _ => rest.0.is_empty(),
                };
                deep_enough.then_some(Right { kind: row.kind, rest })
            })
        })
}

/// Where the fields of a row stand in this workload. A probe that is not there is not made.
fn bases(workload: &Workload<'_>, below: Below) -> Vec<Path> {
    match below {
        Below::Container => {
            workload.containers.iter().map(|container| workload.container_path(container, "")).collect()
        }
        Below::Pod => vec![workload.pod_path("")],
        Below::Job => vec![workload.job_path("")],
        Below::Cron if workload.is_cron_job() => vec![Path::parse("spec")],
        Below::Cron => Vec::new(),
    }
}

/// The rights of a case as lines for the model, by the cause that the rules found.
pub(in super::super) fn rights(case: &Case<'_>) -> Vec<String> {
    let family = judged_family(case, None);
    let may = |row: &&Row| row.families.is_empty() || family.is_none_or(|family| row.families.contains(&family));
    let line = |row: &Row| {
        let below = match row.below {
            Below::Container => "of a container",
            Below::Pod => "of the pod template's spec",
            Below::Job => "of the Job's spec",
            Below::Cron => "of the CronJob's spec",
        };
        let what = match row.kind {
            Kind::Number(least, most) => format!("a number from {least} to {most}"),
            Kind::Quantity => "a quantity, at most 8 times what it is".to_owned(),
            Kind::Word(words) => words.join(" or "),
            Kind::No => "false".to_owned(),
            Kind::Folder => "an absolute path".to_owned(),
            Kind::Command => "a list of words, or [N] for one of them".to_owned(),
            Kind::Variable => "append {name, value}, or set [N].value".to_owned(),
        };
        format!("{} {below}: {what}", row.field)
    };
    ROWS.iter().filter(may).map(line).collect()
}
