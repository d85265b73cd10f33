//! The container ended on a bus error.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::Severity;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "bus-error",
    code: "SE117",
    severity: Severity::High,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        support::exits_named(&DIAGNOSTIC, facts, found, |words| {
            let message =
                format!("{} ended on a bus error (exit code {}) {}", words.container, words.code, words.times);
            (message, HELP.to_owned())
        });
    },
    ..Diagnostic::NEW
};

const HELP: &str = "give it a larger /dev/shm (an emptyDir with medium: Memory), and look for files that are cut while they are mapped";
