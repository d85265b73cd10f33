//! A volume cannot be attached to the node.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::{Confidence, Severity};
use crate::facts::Event;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "volume-attach-failed",
    code: "SE218",
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
            let message = format!("pod {} waits for a volume that cannot be attached: {}", event.name, event.message);
            (message, "for Multi-Attach, find the pod that still holds the volume and let it end; a ReadWriteOnce volume cannot serve parallel pods on several nodes".to_owned())
        }));
    },
};

/// Whether the event says this.
fn is_about(event: &Event) -> bool {
    event.reason == "FailedAttachVolume"
}
