//! How the deadline of a Job is set.

use super::limits::{Number, back_off_seconds, number};
use crate::manifest::Workload;
use crate::repair::{Fix, Observed, RunSeconds, Safety};

/// Sets the deadline from observed runs, or leaves it to the owner.
pub(in crate::catalogue) fn deadline_fix(workload: &Workload<'_>, observed: &Observed) -> Fix {
    let Some(seconds) = observed.run_seconds.p99() else {
        return Fix::new(Safety::DisplayOnly, "set activeDeadlineSeconds")
            .note("only you know how long a good run takes; --evidence takes it from runs that were seen");
    };
    // The deadline holds for all attempts together, and for the pauses between them.
    let retries = match number(workload, "backoffLimit") {
        Number::Is(limit) => limit,
        _ => 0,
    };
    let pauses = back_off_seconds(workload, retries);
    let twice = seconds.saturating_mul(2);
    let deadline = if pauses >= twice { twice.saturating_add(pauses) } else { twice };
    let mut note = format!("twice the 99th percentile ({seconds} s) of {}", seen(&observed.run_seconds));
    if deadline > twice {
        note.push_str(&format!(", and the {pauses} s that {retries} retries wait"));
    }
    Fix::new(Safety::Unsafe, format!("set activeDeadlineSeconds to {deadline}"))
        .note(note)
        .set(workload.job_path("activeDeadlineSeconds"), deadline)
}

fn seen(runs: &RunSeconds) -> String {
    match (runs.count(), runs.completed) {
        (1, true) => "1 observed run".to_owned(),
        (n, true) => format!("{n} observed runs"),
        (1, false) => "1 observed run that failed; none was seen to complete".to_owned(),
        (n, false) => format!("{n} observed runs that failed; none was seen to complete"),
    }
}
