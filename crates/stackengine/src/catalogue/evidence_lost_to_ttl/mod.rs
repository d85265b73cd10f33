//! The Job and its evidence are deleted, or will be at once, by ttlSecondsAfterFinished.

use crate::catalogue::Diagnostic;
use crate::diagnosis::{Confidence, Finding, Role, Severity};
use crate::facts::{FAILED_REASONS, State};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "evidence-lost-to-ttl",
    code: "SE506",
    severity: Severity::Medium,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        let Some(job) = &facts.job else { return };
        let Some(ttl) = &job.spec.ttl else { return };
        if facts.state == State::Gone {
            let told = facts
                .job_events()
                .filter(|event| event.reason == "Completed" || FAILED_REASONS.contains(&event.reason.as_str()));
            let message = format!(
                "the Job ended and is gone, and its pods, logs and exit codes with it: ttlSecondsAfterFinished is {}",
                ttl.value
            );
            let finding = Finding::new(&DIAGNOSTIC, Confidence::Likely, message).help(
                "raise ttlSecondsAfterFinished so that the next failure outlives the night; until then only events (one hour) and a log collector can tell",
            );
            found.push(finding.cite(std::iter::once(ttl.place).chain(told.map(|event| event.place))));
        } else if facts.state == State::Failed && ttl.value < SHORT {
            let message = format!(
                "ttlSecondsAfterFinished is {}: the failed Job, its pods and their logs are deleted {} s after it ended",
                ttl.value, ttl.value
            );
            let finding = Finding::new(&DIAGNOSTIC, Confidence::Certain, message)
                .help("save the logs now; raise ttlSecondsAfterFinished so that a failure outlives the night (it can be changed on a live Job)")
                .role(Role::Contributing)
                .cite([ttl.place]);
            found.push(finding);
        }
    },
    ..Diagnostic::NEW
};

/// Less than ten minutes is too short for anybody to look.
const SHORT: i64 = 600;
