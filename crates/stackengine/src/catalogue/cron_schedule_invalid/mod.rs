//! The CronJob's schedule or time zone cannot be used.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::{Confidence, Severity};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "cron-schedule-invalid",
    code: "SE513",
    severity: Severity::High,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        const REASONS: [&str; 5] = [
            "UnparseableSchedule",
            "UnParseableCronJobSchedule",
            "UnknownTimeZone",
            "InvalidSchedule",
            "UnsupportedSchedule",
        ];
        let told = facts.cron_events().filter(|event| REASONS.contains(&event.reason.as_str()));
        found.extend(support::of_events(&DIAGNOSTIC, told, Confidence::Certain, |event, _| {
            let message = format!("the schedule cannot be used, so no run will ever start: {}", event.message);
            (message, "correct spec.schedule or spec.timeZone; a CronJob can be edited in place".to_owned())
        }));
    },
    ..Diagnostic::NEW
};
