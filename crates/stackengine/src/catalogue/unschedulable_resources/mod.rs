//! No node has the resources the pod asks for.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::{Confidence, Severity};
use crate::facts::Event;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "unschedulable-resources",
    code: "SE208",
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
            let message = format!("pod {} fits on no node: {}", event.name, support::first_sentence(&event.message));
            (message, "compare the requests with what the nodes can give (kubectl describe nodes), lower them to what the program needs, or add a node; the Job waits for ever otherwise".to_owned())
        }));
    },
};

/// Whether the event says this.
fn is_about(event: &Event) -> bool {
    event.reason == "FailedScheduling"
        && (event.message.contains("Insufficient ") || event.message.contains("Too many pods"))
        && !event.message.contains("persistentvolumeclaim")
}
