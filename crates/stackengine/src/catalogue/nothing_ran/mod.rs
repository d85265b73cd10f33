//! The Job is complete without having run anything.

use crate::catalogue::Diagnostic;
use crate::diagnosis::{Confidence, Finding, Severity};
use crate::facts::State;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "nothing-ran",
    code: "SE407",
    severity: Severity::Medium,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        let Some(job) = &facts.job else { return };
        let Some(completions) = job.spec.completions.as_ref().filter(|completions| completions.value == 0) else {
            return;
        };
        if facts.state != State::Complete {
            return;
        }
        let finding = Finding::new(
            &DIAGNOSTIC,
            Confidence::Certain,
            "the Job asks for 0 completions, so it was complete at once and nothing ran",
        )
        .help("set spec.completions to the number of pods that must succeed; it cannot be changed on this Job")
        .cite([completions.place]);
        found.push(finding);
    },
    ..Diagnostic::NEW
};
