//! The runtime could not create a container.

use crate::catalogue::{Diagnostic, container_start_failed, support};
use crate::diagnosis::Severity;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "container-creation-failed",
    code: "SE224",
    severity: Severity::High,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        let what = support::WaitsFor {
            reasons: &["CreateContainerError", "RunContainerError", "PreCreateHookError", "PreStartHookError"],
            about: is_about,
            must_be_told: false,
        };
        support::waiting(&DIAGNOSTIC, facts, found, &what, |waiting| {
            let what = waiting.why.map(|why| format!(": {}", why.trim_start_matches("Error: "))).unwrap_or_default();
            let message = format!(
                "the runtime cannot create {} in pod {}{}{what}",
                waiting.container, waiting.pod, waiting.others
            );
            (message, "read the runtime's message: a command that is not in the image, a mount that cannot be made, or a name that is still taken".to_owned())
        });
    },
    ..Diagnostic::NEW
};

/// The runtime's own words.
fn is_about(reason: &str, message: &str) -> bool {
    let failed = (reason == "Failed" || reason.is_empty()) && message.contains("failed to");
    failed && !message.contains("pull") && !container_start_failed::is_about(message)
}
