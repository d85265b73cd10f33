//! The container could not be executed: wrong processor architecture, or a script without a `#!` line.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::Severity;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "exec-format-error",
    code: "SE109",
    severity: Severity::High,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        support::exits_named(&DIAGNOSTIC, facts, found, |words| {
            let message = format!(
                "{} could not be executed: wrong processor architecture, or a script without a `#!` line (exit code {}) {}",
                words.container, words.code, words.times
            );
            (message, HELP.to_owned())
        });
    },
    ..Diagnostic::NEW
};

const HELP: &str = "build the image for the node's architecture, or start the script through its interpreter (command: [\"/bin/sh\", \"/code/run\"])";
