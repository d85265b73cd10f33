//! A postStart hook failed and the container was killed for it.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::{Confidence, Severity};
use crate::facts::{Attempt, Event};

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
        let finding = support::of_events(&DIAGNOSTIC, told, Confidence::Certain, |event, _| {
            (format!("the postStart hook of pod {} failed: {}", event.name, event.message), HELP.to_owned())
        });
        found.extend(finding.map(|mut finding| {
            // The kubelet's message names no container: it killed the one that failed in that pod, if any did.
            let own = |attempt: &&Attempt| Some(&facts.pods[attempt.pod].meta.name) == finding.pod.as_ref();
            let ended = || facts.attempts.iter().filter(own).map(|attempt| facts.failure(attempt));
            let killed = ended().rfind(|run| run.attempt.failed()).or_else(|| ended().next_back());
            finding.container = finding.container.or_else(|| killed.map(|run| run.container.name.clone()));
            finding.exit_code = killed.map(|run| run.run.exit_code.value);
            finding
        }));
    },
    ..Diagnostic::NEW
};

const HELP: &str =
    "mend or drop the hook; what a Job must do first belongs into an init container, whose failure is plain to see";

/// Whether the event says this.
fn is_about(event: &Event) -> bool {
    event.reason == "FailedPostStartHook" || event.message.contains("PostStartHookError")
}
