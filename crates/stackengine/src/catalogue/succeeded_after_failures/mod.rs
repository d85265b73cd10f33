//! The Job completed, but attempts before had failed.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::{Role, Severity};
use crate::facts::{Ending, State};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "succeeded-after-failures",
    code: "SE408",
    severity: Severity::Low,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        if facts.state != State::Complete || facts.job.as_ref().is_some_and(|job| job.spec.success_policy.is_some()) {
            return;
        }
        support::runs(
            &DIAGNOSTIC,
            facts,
            found,
            |failure| failure.attempt.failed() && failure.attempt.ending != Ending::OutOfMemory,
            |words| {
                let message = format!(
                    "the Job completed, but {} had failed before (exit code {}) {}",
                    words.container, words.code, words.times
                );
                (message, "if the work is not safe to repeat, check what the failed attempts left behind".to_owned())
            },
        );
        support::demote(&DIAGNOSTIC, found, Role::Contributing);
    },
    ..Diagnostic::NEW
};
