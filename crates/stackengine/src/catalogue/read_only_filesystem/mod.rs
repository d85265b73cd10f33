//! The container wrote to a read-only file system.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::Severity;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "read-only-filesystem",
    code: "SE110",
    severity: Severity::High,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        support::exits_named(&DIAGNOSTIC, facts, found, |words| {
            let message = format!(
                "{} wrote to a read-only file system (exit code {}) {}",
                words.container, words.code, words.times
            );
            (message, HELP.to_owned())
        });
    },
    ..Diagnostic::NEW
};

const HELP: &str = "mount an emptyDir volume where it writes, or point it at a folder that is writable; leave readOnlyRootFilesystem on";
