//! A volume cannot be attached to the node.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::Severity;
use crate::facts::Event;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "volume-attach-failed",
    code: "SE218",
    severity: Severity::High,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        found.extend(support::pending_told(
            &DIAGNOSTIC,
            facts,
            is_about,
            |event| format!("pod {} waits for a volume that cannot be attached: {}", event.name, event.message),
            HELP,
        ));
    },
    ..Diagnostic::NEW
};

const HELP: &str = "for Multi-Attach, find the pod that still holds the volume and let it end; a ReadWriteOnce volume cannot serve parallel pods on several nodes";

/// Whether the event says this.
fn is_about(event: &Event) -> bool {
    event.reason == "FailedAttachVolume"
}
