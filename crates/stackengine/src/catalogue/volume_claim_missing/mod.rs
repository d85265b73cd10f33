//! The pod needs a PersistentVolumeClaim that does not exist.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::{Confidence, Severity};
use crate::facts::Event;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "volume-claim-missing",
    code: "SE207",
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
            let message = format!(
                "pod {} cannot be scheduled: PersistentVolumeClaim {} does not exist",
                event.name,
                support::quoted(&event.message).unwrap_or("(unnamed)")
            );
            (message, "create the claim in the same namespace, or correct claimName".to_owned())
        }));
    },
};

/// Whether the event says this.
fn is_about(event: &Event) -> bool {
    event.reason == "FailedScheduling"
        && event.message.contains("persistentvolumeclaim")
        && event.message.contains("not found")
}
