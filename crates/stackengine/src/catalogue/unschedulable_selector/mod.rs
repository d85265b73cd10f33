//! No node has the labels the pod asks for.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::Severity;
use crate::facts::Event;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "unschedulable-selector",
    code: "SE209",
    severity: Severity::High,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        found.extend(support::pending_told(
            &DIAGNOSTIC,
            facts,
            is_about,
            |event| format!("pod {} is allowed on no node: {}", event.name, support::first_sentence(&event.message)),
            HELP,
        ));
    },
    ..Diagnostic::NEW
};

const HELP: &str = "compare nodeSelector and affinity with the labels that nodes have (kubectl get nodes --show-labels), and correct the one that is wrong";

/// Whether the event says this.
fn is_about(event: &Event) -> bool {
    event.reason == "FailedScheduling"
        && (event.message.contains("didn't match Pod's node affinity")
            || event.message.contains("didn't match node selector")
            || event.message.contains("node(s) didn't match pod affinity")
            || event.message.contains("didn't match pod topology spread"))
        && !event.message.contains("Insufficient ")
}
