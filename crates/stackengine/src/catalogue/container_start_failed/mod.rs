//! The runtime could not start the container's process.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::{Confidence, Severity};
use crate::facts::Ending;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "container-start-failed",
    code: "SE214",
    severity: Severity::High,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        support::runs(
            &DIAGNOSTIC,
            facts,
            found,
            |failure| failure.attempt.ending == Ending::NotStarted,
            |words| {
                let said = words
                    .failure
                    .run
                    .message
                    .as_ref()
                    .map(|message| format!(": {}", support::after_last(&message.value, "container process: ")));
                let message =
                    format!("{} could not be started{} {}", words.container, said.unwrap_or_default(), words.times);
                (message, HELP.to_owned())
            },
        );
        if facts.attempts.iter().any(|attempt| attempt.ending == Ending::NotStarted) {
            return;
        }
        // The pod is gone or was not shown; the kubelet's event is left.
        let told = facts.events.iter().filter(|event| {
            let shown = facts.pod_named(&event.name).is_some_and(|index| !facts.pods[index].containers.is_empty());
            event.kind == "Pod" && event.warning && event.reason == "Failed" && !shown && is_about(&event.message)
        });
        found.extend(support::of_events(&DIAGNOSTIC, told, Confidence::Likely, |event, _| {
            let said = support::after_last(&event.message, "container process: ");
            (format!("a container of pod {} could not be started: {said}", event.name), HELP.to_owned())
        }));
    },
    ..Diagnostic::NEW
};

const HELP: &str =
    "check that the file named in `command` exists in the image under exactly this path, and that it may be executed";

/// Whether the runtime made the container but could not start its process.
pub(super) fn is_about(message: &str) -> bool {
    ["containerd task", "shim task", "start container process", "container init"]
        .iter()
        .any(|words| message.contains(words))
}
