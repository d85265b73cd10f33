//! The .NET host could not start the program.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::Severity;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "dotnet-host-failed",
    code: "SE127",
    severity: Severity::High,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        support::exits_named(&DIAGNOSTIC, facts, found, |words| {
            let message = format!(
                "the .NET host could not start the program in {} (exit code {}, which is not a signal here) {}",
                words.container, words.code, words.times
            );
            (message, HELP.to_owned())
        });
    },
    ..Diagnostic::NEW
};

const HELP: &str =
    "read the host's message: framework version, missing libraries, or too little memory for the runtime";
