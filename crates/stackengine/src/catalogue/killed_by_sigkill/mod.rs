//! The container was killed with SIGKILL.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::Severity;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "killed-by-sigkill",
    code: "SE102",
    severity: Severity::High,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        support::exits_named(&DIAGNOSTIC, facts, found, |words| {
            let message = format!(
                "{} was killed with SIGKILL (exit code {}) {}; nothing shows that memory was the reason",
                words.container, words.code, words.times
            );
            (message, HELP.to_owned())
        });
    },
    ..Diagnostic::NEW
};

const HELP: &str = "find who killed it: look at the pod's events and the node's, and for `kill -9` in the program itself; raise no memory limit before an OOMKilled or the kernel log says so";
