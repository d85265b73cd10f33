//! The pod demands a user other than root and the image runs as root.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::Severity;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "run-as-non-root-conflict",
    code: "SE205",
    severity: Severity::High,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        let what = support::WaitsFor { reasons: &["CreateContainerConfigError"], about: is_about, must_be_told: true };
        support::waiting(&DIAGNOSTIC, facts, found, &what, |waiting| {
            let message = format!(
                "{} in pod {}{} must not run as root (runAsNonRoot), but its image does",
                waiting.container, waiting.pod, waiting.others
            );
            (message, "set runAsUser to a number other than 0 that may read what the program needs, or build the image with a numeric USER".to_owned())
        });
    },
    ..Diagnostic::NEW
};

/// The kubelet's words; also for images whose USER is a name.
fn is_about(_reason: &str, message: &str) -> bool {
    message.contains("runAsNonRoot")
}
