//! Every node that would fit has a taint that the pod does not tolerate.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::Severity;
use crate::facts::Event;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "unschedulable-taints",
    code: "SE216",
    severity: Severity::High,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        found.extend(support::pending_told(
            &DIAGNOSTIC,
            facts,
            is_about,
            |event| format!("pod {} tolerates no node: {}", event.name, support::first_sentence(&event.message)),
            HELP,
        ));
    },
    ..Diagnostic::NEW
};

const HELP: &str = "add the toleration if the Job is meant for such nodes; a not-ready taint means that the node itself must be mended";

/// Whether the event says this.
fn is_about(event: &Event) -> bool {
    event.reason == "FailedScheduling"
        && (event.message.contains("untolerated taint") || event.message.contains("had taint"))
        && !event.message.contains("Insufficient ")
        && !event.message.contains("didn't match")
}
