//! A process of the container was killed for memory, the container exited 0 and was counted as a success.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::Severity;
use crate::facts::Ending;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "out-of-memory-but-succeeded",
    code: "SE406",
    severity: Severity::High,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        support::runs(
            &DIAGNOSTIC,
            facts,
            found,
            |failure| failure.attempt.ending == Ending::OutOfMemory && failure.run.exit_code.value == 0,
            |words| {
                let message = format!(
                    "a process in {} was killed for memory, yet the container exited 0 and counts as a success",
                    words.container
                );
                (message, "check what the killed process left undone; raise the memory limit and make the parent hand on its children's failures".to_owned())
            },
        );
    },
    ..Diagnostic::NEW
};
