//! The CronJob controller could not create the Job of a run.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::{Confidence, Severity};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "job-creation-failed",
    code: "SE523",
    severity: Severity::High,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        let refused = || facts.cron_events().filter(|event| event.reason == "FailedCreate");
        let created = facts.cron_events().filter(|event| event.reason == "SuccessfulCreate");
        let healed = created.map(support::recency).min() < refused().map(support::recency).min();
        if healed && facts.cron_events().any(|event| event.reason == "SuccessfulCreate") {
            return;
        }
        found.extend(support::of_events(&DIAGNOSTIC, refused(), Confidence::Certain, |event, count| {
            let answer = support::after(&event.message, "Error creating job: ");
            let message = format!("{count} run{} could not even be created as a Job: {answer}", support::plural(count));
            (message, HELP.to_owned())
        }));
    },
    ..Diagnostic::NEW
};

const HELP: &str = "read the API server's answer: a jobTemplate that is not valid, a quota on Jobs, or a policy; a CronJob can be edited in place";
