//! An admission webhook or policy refuses the Job's pods.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::{Confidence, Severity};
use crate::facts::Event;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "admission-denied",
    code: "SE215",
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
            let message =
                format!("no pod was created in {tries}: {}", support::after(&event.message, "Error creating: "));
            (
                message,
                "read the policy's message and follow it; a webhook that cannot be called at all must be mended first"
                    .to_owned(),
            )
        }));
    },
};

/// Whether the API server's answer is this one.
fn is_about(event: &Event) -> bool {
    event.message.contains("admission webhook")
        || event.message.contains("ValidatingAdmissionPolicy")
        || event.message.contains("failed calling webhook")
}
