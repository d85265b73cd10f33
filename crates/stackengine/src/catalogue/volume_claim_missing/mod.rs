//! The pod needs a PersistentVolumeClaim that does not exist.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::Severity;
use crate::facts::Event;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "volume-claim-missing",
    code: "SE207",
    severity: Severity::High,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        found.extend(support::pending_told(
            &DIAGNOSTIC,
            facts,
            is_about,
            |event| {
                format!(
                    "pod {} cannot be scheduled: PersistentVolumeClaim {} does not exist",
                    event.name,
                    support::quoted(&event.message).unwrap_or("(unnamed)")
                )
            },
            HELP,
        ));
    },
    ..Diagnostic::NEW
};

const HELP: &str = "create the claim in the same namespace, or correct claimName";

/// Whether the event says this.
fn is_about(event: &Event) -> bool {
    event.reason == "FailedScheduling"
        && event.message.contains("persistentvolumeclaim")
        && event.message.contains("not found")
}
