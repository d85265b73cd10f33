//! Every node that would fit has a taint that the pod does not tolerate.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::{Confidence, Severity};
use crate::facts::Event;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "unschedulable-taints",
    code: "SE216",
    severity: Severity::High,
    since: "0.1.0",
    page: include_str!("page.md"),
    explains: &[],
    detect: |facts, found| {
        let told = facts
            .events
            .iter()
            .filter(|event| event.kind == "Pod" && is_about(event) && support::is_pending(facts, event));
        found.extend(support::of_events(&DIAGNOSTIC, told, Confidence::Certain, |event, _count| {
            let message = format!("pod {} tolerates no node: {}", event.name, support::first_sentence(&event.message));
            (message, "add the toleration if the Job is meant for such nodes; a not-ready taint means that the node itself must be mended".to_owned())
        }));
    },
};

/// Whether the event says this.
fn is_about(event: &Event) -> bool {
    event.reason == "FailedScheduling"
        && (event.message.contains("untolerated taint") || event.message.contains("had taint"))
        && !event.message.contains("Insufficient ")
        && !event.message.contains("didn't match")
}
