//! A drained node is enough to fail the Job.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{Number, disruption_rule, number, restarts_in_place};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::{Compare, Limit, Prevention, Rule, Test};
use crate::repair::{Fix, Safety};
use crate::yaml::Data;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "disruption-fails-the-job",
    code: "SE708",
    severity: Severity::Medium,
    page: include_str!("page.md"),
    check: |workload, found| {
        let (field, what) = match (number(workload, "backoffLimit"), number(workload, "backoffLimitPerIndex")) {
            (_, Number::Is(0)) => ("backoffLimitPerIndex", "the index"),
            (Number::Is(0), Number::Absent) => ("backoffLimit", "the Job"),
            _ => return,
        };
        if workload.job("podFailurePolicy").is_some() {
            return;
        }
        let message = format!(
            "{field} is 0 and nothing tells a disruption from a failure: a node that is drained or a pod that is \
            preempted fails {what}"
        );
        let help =
            "ignore DisruptionTarget in a podFailurePolicy, if the work may begin again; otherwise protect the pod";
        // The next run of a CronJob makes up for it.
        let severity = if workload.is_cron_job() { Severity::Low } else { Severity::Medium };
        let lint = Lint::new(&DIAGNOSTIC, workload, workload.job_path("podFailurePolicy"), message);
        let at = workload.span(&workload.job_path(field));
        found.push(lint.help(help).severity(severity).pointing_at(at));
    },
    repair: |workload, _, _| {
        // The API takes a policy only with these two.
        if restarts_in_place(workload) || workload.job("podReplacementPolicy").is_some() {
            return None;
        }
        let policy = Data::Map(vec![("rules".to_owned(), Data::List(vec![disruption_rule()]))]);
        Some(
            Fix::new(Safety::Unsafe, "ignore disruptions in a podFailurePolicy")
                .note(
                    "a disrupted pod runs again, from the beginning; and a program that exits 0 when it is told to stop \
                    now counts as done",
                )
                .set(workload.job_path("podFailurePolicy"), policy),
        )
    },
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

const RULES: &[Rule] = &[Rule::of_object(
    Test::All(&[
        Test::Not(&Test::Present("job.podFailurePolicy")),
        Test::Any(&[
            Test::Number("job.backoffLimitPerIndex", Compare::Equal, Limit::Is(0)),
            Test::All(&[
                Test::Number("job.backoffLimit", Compare::Equal, Limit::Is(0)),
                Test::Not(&Test::Present("job.backoffLimitPerIndex")),
            ]),
        ]),
    ]),
    "the limit is 0 and nothing tells a disruption from a failure; ignore DisruptionTarget in a podFailurePolicy, or protect the pod",
)];
