//! Nobody has said whether two runs may go on at the same time.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{Number, Schedule, cron_path, duration, number, schedule};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::Prevention;
use crate::repair::{Fix, Safety};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "concurrency-policy-unset",
    code: "SE721",
    severity: Severity::Low,
    page: include_str!("page.md"),
    check: |workload, found| {
        if !workload.is_cron_job() || workload.at("spec.concurrencyPolicy").is_some() {
            return;
        }
        let schedule = schedule(workload);
        if schedule.as_ref().is_some_and(|schedule| !schedule.ever_fires()) {
            return;
        }
        let deadline = number(workload, "activeDeadlineSeconds");
        // Only beside a deadline does the period matter, and it takes a while to find.
        let period =
            || schedule.as_ref().and_then(Schedule::shortest_period).and_then(|period| i64::try_from(period).ok());
        let period = if matches!(deadline, Number::Is(_)) { period() } else { None };
        let (severity, message) = match (deadline, period) {
            // Whatever hangs is over before the next run begins.
            (Number::Is(deadline), Some(period)) if deadline <= period => return,
            (Number::Is(deadline), Some(period)) => (
                Severity::Medium,
                format!(
                    "concurrencyPolicy is not set: a run may take {}, the next one starts {} later and works beside it",
                    duration(deadline),
                    duration(period)
                ),
            ),
            (Number::Unknown, _) => return,
            _ => (
                Severity::Low,
                "concurrencyPolicy is not set: a run that is not over when the next one starts works beside it"
                    .to_owned(),
            ),
        };
        let help = "set concurrencyPolicy to Forbid, or to Allow if runs do not get in each other's way";
        let lint = Lint::new(&DIAGNOSTIC, workload, cron_path("concurrencyPolicy"), message);
        found.push(lint.help(help).severity(severity));
    },
    repair: |_, _, _| {
        Some(
            Fix::new(Safety::Unsafe, "set concurrencyPolicy to Forbid")
                .note("a run that is due while another is going on is left out")
                .set(cron_path("concurrencyPolicy"), "Forbid"),
        )
    },
    asked_by: &["datree:CRONJOB_MISSING_CONCURRENCYPOLICY_KEY"],
    prevent: Prevention::not_said(
        "it reads the schedule, which needs a calendar; at admission the API server has filled the policy in",
    ),
    ..Diagnostic::NEW
};
