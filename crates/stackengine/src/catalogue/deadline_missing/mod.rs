//! Nothing ends the Job if its work hangs.

use crate::catalogue::Diagnostic;
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::repair::{Fix, RunSeconds, Safety};
use crate::yaml::Node;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "deadline-missing",
    code: "SE701",
    severity: Severity::Medium,
    page: include_str!("page.md"),
    check: |workload, found| {
        let forbids = workload.at("spec.concurrencyPolicy").and_then(Node::as_str) == Some("Forbid");
        if workload.job("activeDeadlineSeconds").is_some() {
            return;
        }
        let (severity, then) = match forbids {
            true => (Severity::High, "runs for ever, and with concurrencyPolicy Forbid no later run starts"),
            false => (Severity::Medium, "runs for ever"),
        };
        let path = workload.job_path("activeDeadlineSeconds");
        let message = format!("nothing limits how long the Job may run: one that hangs, or cannot start, {then}");
        let help = "set activeDeadlineSeconds to about twice the longest run you have seen";
        found.push(Lint::new(&DIAGNOSTIC, workload, path, message).help(help).severity(severity));
    },
    repair: |workload, _, observed| {
        let path = workload.job_path("activeDeadlineSeconds");
        let Some(seconds) = observed.run_seconds.p99() else {
            return Some(
                Fix::new(Safety::DisplayOnly, "set activeDeadlineSeconds")
                    .note("only you know how long a good run takes; --evidence takes it from runs that were seen"),
            );
        };
        // The deadline holds for all attempts together, and for the pauses between them.
        let retries = workload.job("backoffLimit").and_then(Node::as_int).unwrap_or(0);
        let pauses = back_off_seconds(retries);
        let twice = seconds.saturating_mul(2);
        let deadline = if pauses >= twice { twice.saturating_add(pauses) } else { twice };
        let mut note = format!("twice the 99th percentile ({seconds} s) of {}", seen(&observed.run_seconds));
        if deadline > twice {
            note.push_str(&format!(", and the {pauses} s that {retries} retries wait"));
        }
        Some(
            Fix::new(Safety::Unsafe, format!("set activeDeadlineSeconds to {deadline}")).note(note).set(path, deadline),
        )
    },
    ..Diagnostic::NEW
};

fn seen(runs: &RunSeconds) -> String {
    match (runs.count(), runs.completed) {
        (1, true) => "1 observed run".to_owned(),
        (n, true) => format!("{n} observed runs"),
        (1, false) => "1 observed run that failed; none was seen to complete".to_owned(),
        (n, false) => format!("{n} observed runs that failed; none was seen to complete"),
    }
}

/// What the Job controller waits before so many retries: 10 s, doubled each time, 10 min at most.
///
/// Source: `DefaultJobPodFailureBackOff` and `MaxJobPodFailureBackOff` in `pkg/controller/job/job_controller.go`.
fn back_off_seconds(retries: i64) -> i64 {
    let delay = |retry: i64| if retry < 6 { 10_i64 << retry } else { 600 };
    (0..retries.clamp(0, 100)).map(delay).sum()
}
