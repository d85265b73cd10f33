//! A volume of the pod cannot be mounted.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::Severity;
use crate::facts::Event;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "volume-mount-failed",
    code: "SE206",
    severity: Severity::High,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        found.extend(support::pending_told(
            &DIAGNOSTIC,
            facts,
            is_about,
            |event| format!("pod {} waits for a volume: {}", event.name, event.message),
            HELP,
        ));
    },
    ..Diagnostic::NEW
};

const HELP: &str =
    "create the object the volume points at, or correct its name; mounting is tried again every two minutes at most";

/// Whether the event says this.
fn is_about(event: &Event) -> bool {
    event.reason == "FailedMount" || event.reason == "FailedMapVolume"
}
