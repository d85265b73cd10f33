//! An exit code that looks bad was written after the outcome was decided.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::{Role, Severity};
use crate::facts::Ending;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "exit-code-after-completion",
    code: "SE411",
    severity: Severity::Info,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        support::runs(
            &DIAGNOSTIC,
            facts,
            found,
            |failure| failure.attempt.ending == Ending::AfterTheFact && failure.run.exit_code.value != 0,
            |words| {
                let message = format!(
                    "the exit code {} of {} was written after the outcome was decided and means nothing",
                    words.code, words.container
                );
                (message, "nothing to do".to_owned())
            },
        );
        support::demote(&DIAGNOSTIC, found, Role::Symptom);
    },
    ..Diagnostic::NEW
};
