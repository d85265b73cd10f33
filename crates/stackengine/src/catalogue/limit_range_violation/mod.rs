//! The namespace's LimitRange refuses the Job's pods.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::{Confidence, Severity};
use crate::facts::Event;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "limit-range-violation",
    code: "SE211",
    severity: Severity::High,
    since: "0.1.0",
    page: include_str!("page.md"),
    explains: &[],
    detect: |facts, found| {
        if facts
            .pods
            .iter()
            .any(|pod| pod.meta.origin.is_some() && !pod.containers.is_empty() && pod.meta.deleted.is_none())
        {
            return;
        }
        let told = facts.job_events().filter(|event| event.reason == "FailedCreate" && is_about(event));
        found.extend(support::of_events(&DIAGNOSTIC, told, Confidence::Certain, |event, count| {
            let tries = format!("{count} attempt{}", support::plural(count));
            let message = format!("no pod was created in {tries}: {}", support::after(&event.message, "is forbidden: "));
            (message, "bring requests and limits within the LimitRange (kubectl describe limitrange); requests and limits in a Job's template need a new Job".to_owned())
        }));
    },
};

/// Whether the API server's answer is this one.
fn is_about(event: &Event) -> bool {
    event.message.contains("is forbidden")
        && !event.message.contains("quota")
        && (event.message.contains("usage per ") || event.message.contains("limit to request ratio"))
}
