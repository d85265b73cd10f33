//! A run was skipped because the one before still runs and concurrencyPolicy is Forbid.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::{Confidence, Severity};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "cron-run-skipped-concurrency",
    code: "SE507",
    severity: Severity::High,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        let told = facts.cron_events().filter(|event| event.reason == "JobAlreadyActive");
        let finding = support::of_events(&DIAGNOSTIC, told, Confidence::Certain, |_, count| {
            let running = facts.job.as_ref().map(|job| job.meta.name.as_str()).unwrap_or("the run before");
            let message =
                format!("runs are being skipped ({count} seen): {running} still runs and concurrencyPolicy is Forbid");
            let help = format!(
                "find out whether {running} hangs; give the Job template an activeDeadlineSeconds below the interval, so that one stuck run cannot hold up all others"
            );
            (message, help)
        });
        found.extend(finding);
    },
    ..Diagnostic::NEW
};
