//! No node has the resources the pod asks for.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::Severity;
use crate::facts::Event;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "unschedulable-resources",
    code: "SE208",
    severity: Severity::High,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        found.extend(support::pending_told(
            &DIAGNOSTIC,
            facts,
            is_about,
            |event| format!("pod {} fits on no node: {}", event.name, support::first_sentence(&event.message)),
            HELP,
        ));
    },
    ..Diagnostic::NEW
};

const HELP: &str = "compare the requests with what the nodes can give (kubectl describe nodes), lower them to what the program needs, or add a node; the Job waits for ever otherwise";

/// Whether the event says this.
fn is_about(event: &Event) -> bool {
    event.reason == "FailedScheduling"
        && (event.message.contains("Insufficient ") || event.message.contains("Too many pods"))
        && !event.message.contains("persistentvolumeclaim")
}
