//! The container ran out of its own heap inside the container's limit.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::Severity;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "heap-exhausted",
    code: "SE114",
    severity: Severity::High,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        support::exits_named(&DIAGNOSTIC, facts, found, |words| {
            let message = format!(
                "{} ran out of its own heap inside the container's limit (exit code {}) {}",
                words.container, words.code, words.times
            );
            (message, HELP.to_owned())
        });
    },
    ..Diagnostic::NEW
};

const HELP: &str = "raise the heap setting of the runtime (-XX:MaxRAMPercentage, --max-old-space-size) together with the memory limit, or make it hold less";
