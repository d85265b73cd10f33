//! A PersistentVolumeClaim of the pod has no volume.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::Severity;
use crate::facts::Event;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "volume-claim-unbound",
    code: "SE217",
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
                    "pod {} waits for a claim without a volume: {}",
                    event.name,
                    support::first_sentence(&event.message)
                )
            },
            HELP,
        ));
    },
    ..Diagnostic::NEW
};

const HELP: &str = "look at the claim (kubectl describe pvc): its storage class may not exist, its provisioner may fail, or its volume may be in another zone";

/// Whether the event says this.
fn is_about(event: &Event) -> bool {
    event.reason == "FailedScheduling"
        && (event.message.contains("unbound immediate PersistentVolumeClaims")
            || event.message.contains("didn't find available persistent volumes")
            || event.message.contains("volume node affinity conflict"))
}
