//! The failure is older than the hour for which events are kept.

use crate::catalogue::Diagnostic;
use crate::diagnosis::{Confidence, Finding, Role, Severity};
use crate::facts::State;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "events-expired",
    code: "SE516",
    severity: Severity::Info,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        let (Some(job), Some(now)) = (&facts.job, facts.as_of) else { return };
        let decided = job.failure_decided().filter(|_| facts.state == State::Failed);
        let Some(decided) = decided.filter(|decided| now.as_second() - decided.as_second() > 3600) else { return };
        if facts.events.iter().any(|event| event.last.is_some_and(|last| last <= decided)) {
            return;
        }
        let hours = (now.as_second() - decided.as_second()) / 3600;
        let message = format!(
            "the Job failed {hours} h before the evidence was taken: the API server keeps events for one hour, so theirs are gone"
        );
        let finding = Finding::new(&DIAGNOSTIC, Confidence::Likely, message)
            .help("look at a log or event collector, if there is one")
            .role(Role::Contributing)
            .cite([job.meta.place]);
        found.push(finding);
    },
    ..Diagnostic::NEW
};
