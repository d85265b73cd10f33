//! The container lacks a library or module that it needs.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::Severity;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "library-missing",
    code: "SE124",
    severity: Severity::High,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        support::exits_named(&DIAGNOSTIC, facts, found, |words| {
            let message = format!(
                "{} lacks a library or module that it needs (exit code {}) {}",
                words.container, words.code, words.times
            );
            (message, HELP.to_owned())
        });
    },
    ..Diagnostic::NEW
};

const HELP: &str = "add it to the image; check that the image is the one that was tested";
