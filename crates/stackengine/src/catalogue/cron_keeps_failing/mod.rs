//! Several runs of the CronJob failed in a row.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::{Confidence, Role, Severity};
use crate::facts::Event;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "cron-keeps-failing",
    code: "SE521",
    severity: Severity::Medium,
    since: "0.1.0",
    page: include_str!("page.md"),
    explains: &[],
    detect: |facts, found| {
        if facts.cron_job.is_none() {
            return;
        }
        let failed = |event: &&Event| event.reason == "SawCompletedJob" && event.message.ends_with("condition: Failed");
        let mut runs: Vec<&str> = facts.cron_events().filter(failed).map(|event| event.message.as_str()).collect();
        runs.sort_unstable();
        runs.dedup();
        if runs.len() < 2 {
            return;
        }
        let told = facts.cron_events().filter(failed);
        let finding = support::of_events(&DIAGNOSTIC, told, Confidence::Certain, |_, _| {
            (
                format!("{} runs of the CronJob failed within what the events cover", runs.len()),
                "it is not a chance failure: mend the cause before the next run".to_owned(),
            )
        });
        found.extend(finding.map(|finding| finding.role(Role::Contributing)));
    },
};
