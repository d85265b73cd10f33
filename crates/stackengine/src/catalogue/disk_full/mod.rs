//! The container ran out of disk space.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::Severity;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "disk-full",
    code: "SE115",
    severity: Severity::High,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        support::exits_named(&DIAGNOSTIC, facts, found, |words| {
            let message =
                format!("{} ran out of disk space (exit code {}) {}", words.container, words.code, words.times);
            (message, HELP.to_owned())
        });
    },
    ..Diagnostic::NEW
};

const HELP: &str = "find which file system is full (a volume, the node, an emptyDir with a limit), clean or enlarge it, and request ephemeral-storage for what it writes";
