//! A run was deleted to make room for the next one.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::{Confidence, Severity};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "cron-run-replaced",
    code: "SE514",
    severity: Severity::Medium,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        let replaces = facts
            .cron_job
            .as_ref()
            .and_then(|cron_job| cron_job.concurrency_policy.as_ref())
            .filter(|policy| policy.value == "Replace");
        let Some(policy) = replaces else { return };
        let finished = |job: &str| {
            facts.events.iter().any(|event| {
                event.reason == "SawCompletedJob" && event.message.starts_with(&format!("Saw completed job: {job},"))
            })
        };
        let told = facts.cron_events().filter(|event| {
            event.reason == "SuccessfulDelete"
                && event.message.strip_prefix("Deleted job ").is_some_and(|job| !finished(job))
        });
        found.extend(
            support::of_events(&DIAGNOSTIC, told, Confidence::Likely, |event, _| {
                let message =
                    format!("a run was cut off by the next one (concurrencyPolicy: Replace): {}", event.message);
                (
                    message,
                    "the runs take longer than the interval: make them faster, rarer, or let them finish (Forbid)"
                        .to_owned(),
                )
            })
            .map(|finding| finding.cite([policy.place])),
        );
    },
    ..Diagnostic::NEW
};
