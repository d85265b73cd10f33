//! The container ended on SIGTERM.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::Severity;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "terminated-by-sigterm",
    code: "SE105",
    severity: Severity::Medium,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        support::exits_named(&DIAGNOSTIC, facts, found, |words| {
            let message = format!(
                "{} ended on SIGTERM (exit code {}) {}, and nothing in the cluster is seen to have sent it",
                words.container, words.code, words.times
            );
            (message, HELP.to_owned())
        });
    },
    ..Diagnostic::NEW
};

const HELP: &str = "look for what sends SIGTERM inside the container (a wrapper, a supervisor, its own time-out); if the pod was deleted or drained, its events say so for one hour";
