//! The container did not find a file or folder that it needs.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::Severity;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "file-missing",
    code: "SE125",
    severity: Severity::High,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        support::exits_named(&DIAGNOSTIC, facts, found, |words| {
            let message = format!(
                "{} did not find a file or folder that it needs (exit code {}) {}",
                words.container, words.code, words.times
            );
            (message, HELP.to_owned())
        });
    },
    ..Diagnostic::NEW
};

const HELP: &str = "check the mounts and the path: is the volume or ConfigMap key mounted where the program looks?";
