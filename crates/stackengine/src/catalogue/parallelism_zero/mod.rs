//! parallelism is 0, so no pod is ever started.

use crate::catalogue::Diagnostic;
use crate::diagnosis::{Confidence, Finding, Severity};
use crate::facts::State;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "parallelism-zero",
    code: "SE518",
    severity: Severity::Medium,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        let Some(job) = &facts.job else { return };
        let zero = job.spec.parallelism.as_ref().filter(|parallelism| parallelism.value == 0);
        let Some(zero) =
            zero.filter(|_| job.has_status && matches!(facts.state, State::Running | State::NeverRan | State::Unknown))
        else {
            return;
        };
        let finding =
            Finding::new(&DIAGNOSTIC, Confidence::Certain, "parallelism is 0: the Job runs nothing and never ends")
                .help("set spec.parallelism to at least 1; it can be changed on a live Job")
                .cite([zero.place]);
        found.push(finding);
    },
    ..Diagnostic::NEW
};
