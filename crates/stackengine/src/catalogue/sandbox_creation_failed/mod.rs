//! The node could not set up the pod itself: network or runtime.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::Severity;
use crate::facts::Event;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "sandbox-creation-failed",
    code: "SE219",
    severity: Severity::High,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        found.extend(support::pending_told(
            &DIAGNOSTIC,
            facts,
            is_about,
            |event| format!("the node could not set up pod {}: {}", event.name, event.message),
            HELP,
        ));
    },
    ..Diagnostic::NEW
};

const HELP: &str = "this is the node's fault, not the Job's: look at its network plugin and runtime, or let the pod run on another node";

/// Whether the event says this.
fn is_about(event: &Event) -> bool {
    event.reason == "FailedCreatePodSandBox" || event.reason == "NetworkNotReady"
}
