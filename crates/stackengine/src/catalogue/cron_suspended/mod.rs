//! The CronJob is suspended.

use crate::catalogue::Diagnostic;
use crate::diagnosis::{Confidence, Finding, Severity};
use crate::evidence::Origin;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "cron-suspended",
    code: "SE508",
    severity: Severity::Medium,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        let suspend =
            facts.cron_job.as_ref().and_then(|cron_job| cron_job.suspend.as_ref()).filter(|suspend| suspend.value);
        let Some(suspend) = suspend else { return };
        if facts
            .cron_job
            .as_ref()
            .is_some_and(|cron_job| !cron_job.has_status && cron_job.meta.origin == Some(Origin::Object))
        {
            return;
        }
        let message = "the CronJob is suspended: no run starts until spec.suspend is set to false";
        found.push(
            Finding::new(&DIAGNOSTIC, Confidence::Certain, message)
                .help("find out who suspended it and why; missed runs are made up for only within startingDeadlineSeconds, so set that before resuming")
                .cite([suspend.place]),
        );
    },
    ..Diagnostic::NEW
};
