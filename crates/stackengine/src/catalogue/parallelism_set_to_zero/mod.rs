//! A Job that may have no pod.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{Number, number};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::{Compare, Limit, Prevention, Rule, Test};
use crate::repair::{Fix, Safety};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "parallelism-set-to-zero",
    code: "SE704",
    severity: Severity::High,
    page: include_str!("page.md"),
    check: |workload, found| {
        if number(workload, "parallelism") != Number::Is(0) {
            return;
        }
        let then = match number(workload, "activeDeadlineSeconds") {
            Number::Is(_) => "and the deadline passes all the same",
            _ => "and the Job neither ends nor fails",
        };
        let message = format!("parallelism is 0: no pod is started until somebody raises it, {then}");
        let help = "delete parallelism; to hold a Job back, use suspend, which stops the deadline too";
        found.push(Lint::new(&DIAGNOSTIC, workload, workload.job_path("parallelism"), message).help(help));
    },
    repair: |workload, _, _| {
        Some(
            Fix::new(Safety::Unsafe, "delete parallelism: one pod at a time")
                .note("the Job starts as soon as it is applied")
                .delete(workload.job_path("parallelism")),
        )
    },
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

const RULES: &[Rule] = &[Rule::of_object(
    Test::Number("job.parallelism", Compare::Equal, Limit::Is(0)),
    "parallelism is 0: no pod is started until somebody raises it",
)];
