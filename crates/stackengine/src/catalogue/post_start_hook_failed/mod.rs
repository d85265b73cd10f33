//! A postStart hook failed and the container was killed for it.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::{Confidence, Severity};
use crate::facts::Event;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "post-start-hook-failed",
    code: "SE222",
    severity: Severity::High,
    since: "0.1.0",
    page: include_str!("page.md"),
    explains: &["container-exit-error", "killed-by-sigkill", "terminated-by-sigterm"],
    detect: |facts, found| {
        let told = facts.events.iter().filter(|event| event.kind == "Pod" && is_about(event));
        found.extend(support::of_events(&DIAGNOSTIC, told, Confidence::Certain, |event, _count| {
            let message = format!("the postStart hook of pod {} failed: {}", event.name, event.message);
            (message, "mend or drop the hook; what a Job must do first belongs into an init container, whose failure is plain to see".to_owned())
        }));
    },
};

/// Whether the event says this.
fn is_about(event: &Event) -> bool {
    event.reason == "FailedPostStartHook" || event.message.contains("PostStartHookError")
}
