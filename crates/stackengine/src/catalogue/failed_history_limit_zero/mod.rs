//! A failed run that is deleted as soon as it has failed.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::cron_path;
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::{Compare, Limit, Prevention, Rule, Test};
use crate::repair::{Fix, Safety};
use crate::yaml::Node;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "failed-history-limit-zero",
    code: "SE733",
    severity: Severity::Medium,
    page: include_str!("page.md"),
    check: |workload, found| {
        let limit = workload.at("spec.failedJobsHistoryLimit").filter(|_| workload.is_cron_job());
        if limit.and_then(Node::as_int) != Some(0) {
            return;
        }
        let message =
            "failedJobsHistoryLimit is 0: a run that fails is deleted at once, and its pods and their logs with it";
        let help = "set failedJobsHistoryLimit to 1 or more";
        found.push(Lint::new(&DIAGNOSTIC, workload, cron_path("failedJobsHistoryLimit"), message).help(help));
    },
    repair: |_, _, _| {
        Some(
            Fix::new(Safety::Unsafe, "set failedJobsHistoryLimit to 1, the default")
                .note("the last failed run stays in the cluster until the next one fails")
                .set(cron_path("failedJobsHistoryLimit"), 1_i64),
        )
    },
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

const RULES: &[Rule] = &[Rule::of_object(
    Test::All(&[
        Test::OneOf("object.kind", &["CronJob"]),
        Test::Number("object.spec.failedJobsHistoryLimit", Compare::Equal, Limit::Is(0)),
    ]),
    "failedJobsHistoryLimit is 0: a run that fails is deleted at once, with its logs",
)];
