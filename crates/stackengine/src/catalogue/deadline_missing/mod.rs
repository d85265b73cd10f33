//! Nothing ends the Job if its work hangs.

use crate::catalogue::Diagnostic;
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::repair::{Fix, Safety};
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
        Some(match observed.p99_run_seconds() {
            Some(seconds) => {
                let deadline = seconds.saturating_mul(2).max(1);
                let n_runs = observed.run_seconds.len();
                let note = format!("twice the 99th percentile ({seconds} s) of {n_runs} observed runs");
                Fix::new(Safety::Unsafe, format!("set activeDeadlineSeconds to {deadline}"))
                    .note(note)
                    .set(path, deadline)
            }
            None => Fix::new(Safety::DisplayOnly, "set activeDeadlineSeconds")
                .note("only you know how long a good run takes; with --evidence it is taken from observed runs"),
        })
    },
    ..Diagnostic::NEW
};
