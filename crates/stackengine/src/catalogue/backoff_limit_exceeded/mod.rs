//! The Job controller gave up after too many failures.

use crate::catalogue::Diagnostic;
use crate::diagnosis::{Confidence, Finding, Role, Severity};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "backoff-limit-exceeded",
    code: "SE501",
    severity: Severity::Medium,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        let given_up = facts.job_events().filter(|event| event.reason == "BackoffLimitExceeded");
        let by_condition = facts.job.as_ref().and_then(|job| {
            job.conditions.iter().find(|condition| condition.reason.as_deref() == Some("BackoffLimitExceeded"))
        });
        let places: Vec<_> = by_condition
            .map(|condition| condition.place)
            .into_iter()
            .chain(given_up.map(|event| event.place))
            .collect();
        if places.is_empty() {
            return;
        }
        let limit =
            facts.job.as_ref().map_or(crate::facts::DEFAULT_BACKOFF_LIMIT, |job| job.spec.effective_backoff_limit());
        let message = format!("the Job controller gave up: more failures than backoffLimit {limit} allows");
        let finding = Finding::new(&DIAGNOSTIC, Confidence::Certain, message)
            .help("mend the cause first; a higher limit only repeats it more often")
            .role(Role::Symptom)
            .cite(places);
        found.push(finding);
    },
    ..Diagnostic::NEW
};
