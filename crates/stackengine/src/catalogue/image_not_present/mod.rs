//! An image that must not be pulled is not on the node.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::Severity;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "image-not-present",
    code: "SE203",
    severity: Severity::High,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        let what = support::WaitsFor { reasons: &["ErrImageNeverPull"], about: is_about, must_be_told: false };
        support::waiting(&DIAGNOSTIC, facts, found, &what, |waiting| {
            let message = format!(
                "the image{} of {} in pod {}{} is not on the node, and imagePullPolicy: Never forbids to pull it",
                waiting.image, waiting.container, waiting.pod, waiting.others
            );
            (message, "load the image onto the node, or set imagePullPolicy: IfNotPresent".to_owned())
        });
    },
    ..Diagnostic::NEW
};

/// The kubelet's reason and its words.
fn is_about(reason: &str, message: &str) -> bool {
    reason == "ErrImageNeverPull" || message.contains("ErrImageNeverPull")
}
