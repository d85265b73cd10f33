//! The Job and its evidence are deleted, or will be at once, by ttlSecondsAfterFinished.

use crate::catalogue::Diagnostic;
use crate::diagnosis::{Confidence, Finding, Role, Severity};
use crate::facts::State;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "evidence-lost-to-ttl",
    code: "SE506",
    severity: Severity::Medium,
    since: "0.1.0",
    page: include_str!("page.md"),
    explains: &[],
    detect: |facts, found| {
        let Some(job) = &facts.job else { return };
        let finished = matches!(facts.state, State::Failed | State::Complete);
        let Some(ttl) =
            job.spec.ttl.as_ref().filter(|ttl| ttl.value < SHORT && finished && facts.state == State::Failed)
        else {
            return;
        };
        let message = format!(
            "ttlSecondsAfterFinished is {}: the failed Job, its pods and their logs are deleted {} s after it ended",
            ttl.value, ttl.value
        );
        let finding = Finding::new(&DIAGNOSTIC, Confidence::Certain, message)
            .help("save the logs now; raise ttlSecondsAfterFinished so that a failure outlives the night (it can be changed on a live Job)")
            .role(Role::Contributing)
            .cite([ttl.place]);
        found.push(finding);
    },
};

/// Less than ten minutes is too short for anybody to look.
const SHORT: i64 = 600;
