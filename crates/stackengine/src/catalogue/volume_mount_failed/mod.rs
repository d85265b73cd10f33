//! A volume of the pod cannot be mounted.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::{Confidence, Severity};
use crate::facts::Event;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "volume-mount-failed",
    code: "SE206",
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
            let message = format!("pod {} waits for a volume: {}", event.name, event.message);
            (message, "create the object the volume points at, or correct its name; mounting is tried again every two minutes at most".to_owned())
        }));
    },
};

/// Whether the event says this.
fn is_about(event: &Event) -> bool {
    event.reason == "FailedMount" || event.reason == "FailedMapVolume"
}
