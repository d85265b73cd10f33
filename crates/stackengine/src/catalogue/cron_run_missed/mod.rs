//! Scheduled runs were missed.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::{Confidence, Severity};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "cron-run-missed",
    code: "SE512",
    severity: Severity::High,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        let told =
            facts.cron_events().filter(|event| event.reason == "MissSchedule" || event.reason == "TooManyMissedTimes");
        found.extend(support::of_events(&DIAGNOSTIC, told, Confidence::Certain, |event, _| {
            let message = format!("scheduled runs were missed: {}", event.message);
            (message, "look at what held the controller or the run before up; set startingDeadlineSeconds above 10 so that late runs still start and missed ones are not counted for ever".to_owned())
        }));
    },
    ..Diagnostic::NEW
};
