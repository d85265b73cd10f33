//! The exit code in the record was made up because the true one was lost.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::Severity;
use crate::facts::Ending;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "exit-record-lost",
    code: "SE311",
    severity: Severity::Medium,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        support::runs(
            &DIAGNOSTIC,
            facts,
            found,
            |failure| failure.attempt.ending == Ending::Lost,
            |words| {
                let message = format!(
                    "how {} ended is not known: the code {} ({}) was filled in by the kubelet or the runtime",
                    words.container,
                    words.code,
                    words.failure.run.reason()
                );
                (message, "look at the node at that time (a reboot, a restart of the container runtime); do not act on the code itself".to_owned())
            },
        );
    },
    ..Diagnostic::NEW
};
