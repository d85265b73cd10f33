//! The runtime could not start the container's process.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::Severity;
use crate::facts::Ending;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "container-start-failed",
    code: "SE214",
    severity: Severity::High,
    since: "0.1.0",
    page: include_str!("page.md"),
    explains: &[],
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
                let help = "check that the file named in `command` exists in the image under exactly this path, and that it may be executed".to_owned();
                (message, help)
            },
        );
    },
};
