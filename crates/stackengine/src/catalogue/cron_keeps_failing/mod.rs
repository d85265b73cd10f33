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
    detect: |facts, found| {
        if facts.cron_job.is_none() {
            return;
        }
        let mut seen: Vec<&Event> = facts.cron_events().filter(|event| event.reason == "SawCompletedJob").collect();
        seen.sort_by_key(|event| support::recency(event));
        seen.dedup_by_key(|event| &event.message);
        // The newest first: what counts are the failures since the last success.
        let runs = seen.iter().take_while(|event| event.message.ends_with("condition: Failed")).count();
        if runs < 2 {
            return;
        }
        let told = seen.into_iter().take(runs);
        let finding = support::of_events(&DIAGNOSTIC, told, Confidence::Certain, |_, _| {
            (
                format!("the last {runs} runs of the CronJob failed"),
                "it is not a chance failure: mend the cause before the next run".to_owned(),
            )
        });
        found.extend(finding.map(|finding| finding.role(Role::Contributing)));
    },
    ..Diagnostic::NEW
};
