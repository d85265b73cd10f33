//! A run that was missed starts however late it is.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::cron_path;
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::{Prevention, Rule, Test};
use crate::repair::{Fix, Level, Safety};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "starting-deadline-missing",
    code: "SE723",
    severity: Severity::Low,
    page: include_str!("page.md"),
    level: Level::Hardened,
    check: |workload, found| {
        if !workload.is_cron_job() || workload.at("spec.startingDeadlineSeconds").is_some() {
            return;
        }
        let message = "startingDeadlineSeconds is not set: after an outage the last run that was missed starts, however \
            late it is";
        let help = "set startingDeadlineSeconds to how late a run may start and still be useful";
        found.push(Lint::new(&DIAGNOSTIC, workload, cron_path("startingDeadlineSeconds"), message).help(help));
    },
    repair: |_, _, _| {
        Some(
            Fix::new(Safety::DisplayOnly, "set startingDeadlineSeconds")
                .note("only you know how late a run may start and still be useful"),
        )
    },
    asked_by: &["kube-score:cronjob-has-deadline", "datree:CRONJOB_MISSING_STARTINGDEADLINESECOND_KEY"],
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

const RULES: &[Rule] = &[Rule::of_object(
    Test::All(&[
        Test::OneOf("object.kind", &["CronJob"]),
        Test::Not(&Test::Present("object.spec.startingDeadlineSeconds")),
    ]),
    "startingDeadlineSeconds is not set: after an outage a run that was missed starts, however late it is",
)];
