//! Failed runs were deleted by the CronJob's history limit.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::{Confidence, Role, Severity};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "evidence-lost-to-history-limit",
    code: "SE515",
    severity: Severity::Low,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        let failed = |job: &str| {
            facts.events.iter().any(|event| {
                event.reason == "SawCompletedJob"
                    && event.message == format!("Saw completed job: {job}, condition: Failed")
            })
        };
        let told = facts.cron_events().filter(|event| {
            event.reason == "SuccessfulDelete" && event.message.strip_prefix("Deleted job ").is_some_and(&failed)
        });
        let limit = facts
            .cron_job
            .as_ref()
            .and_then(|cron_job| cron_job.failed_history.as_ref())
            .map_or(1, |limit| limit.value);
        found.extend(
            support::of_events(&DIAGNOSTIC, told, Confidence::Certain, |event, _| {
                let message = format!("failed runs were deleted by failedJobsHistoryLimit {limit}: {}", event.message);
                (message, "raise failedJobsHistoryLimit to see whether they all fail alike".to_owned())
            })
            .map(|finding| finding.role(Role::Contributing)),
        );
    },
    ..Diagnostic::NEW
};
