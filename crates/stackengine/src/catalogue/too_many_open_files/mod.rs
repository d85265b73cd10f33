//! The container ran out of file descriptors.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::Severity;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "too-many-open-files",
    code: "SE128",
    severity: Severity::High,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        support::exits_named(&DIAGNOSTIC, facts, found, |words| {
            let message =
                format!("{} ran out of file descriptors (exit code {}) {}", words.container, words.code, words.times);
            (message, HELP.to_owned())
        });
    },
    ..Diagnostic::NEW
};

const HELP: &str = "look for files or connections it does not close; the limit comes from the container runtime, not from the manifest";
