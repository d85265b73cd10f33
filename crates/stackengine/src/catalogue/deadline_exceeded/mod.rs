//! The Job's activeDeadlineSeconds passed.

use crate::catalogue::Diagnostic;
use crate::diagnosis::{Confidence, Finding, Severity};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "deadline-exceeded",
    code: "SE502",
    severity: Severity::High,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        let told = facts.job_events().filter(|event| event.reason == "DeadlineExceeded");
        let by_condition = facts.job.as_ref().and_then(|job| {
            job.conditions.iter().find(|condition| condition.reason.as_deref() == Some("DeadlineExceeded"))
        });
        let places: Vec<_> =
            by_condition.map(|condition| condition.place).into_iter().chain(told.map(|event| event.place)).collect();
        if places.is_empty() {
            return;
        }
        let limit = facts.job.as_ref().and_then(|job| job.spec.active_deadline.as_ref());
        let after = limit.map(|limit| format!(" after {} s", limit.value)).unwrap_or_default();
        let message =
            format!("the Job was stopped at its deadline{after}; its pods and their exit codes were deleted with it");
        let finding = Finding::new(&DIAGNOSTIC, Confidence::Certain, message)
            .help("find out whether the work hung or is only slower than the deadline allows; activeDeadlineSeconds counts retries and waiting too")
            .cite(places.into_iter().chain(limit.map(|limit| limit.place)));
        found.push(finding);
    },
    ..Diagnostic::NEW
};
