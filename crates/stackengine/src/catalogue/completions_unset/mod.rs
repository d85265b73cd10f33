//! Several pods, and one success is enough.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::MAY_DIVIDE_WORK;
use crate::catalogue::support::{Number, may_divide_work, number};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::{Compare, Limit, Prevention, Rule, Test};
use crate::repair::{Fix, Safety};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "completions-unset",
    code: "SE716",
    severity: Severity::Medium,
    page: include_str!("page.md"),
    check: |workload, found| {
        let Number::Is(pods @ 2..) = number(workload, "parallelism") else { return };
        if number(workload, "completions") != Number::Absent || may_divide_work(workload) {
            return;
        }
        let message = format!(
            "parallelism is {pods} and completions is not set: once one pod has succeeded, no pod that fails is replaced, \
            and the Job is Complete when the others have ended, well or not"
        );
        let help =
            format!("set completions to {pods} if each of the pods must succeed; leave it out only for a work queue");
        found.push(Lint::new(&DIAGNOSTIC, workload, workload.job_path("completions"), message).help(help));
    },
    repair: |_, _, _| {
        Some(Fix::new(Safety::DisplayOnly, "set completions").note("only you know how many pods must succeed"))
    },
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

const RULES: &[Rule] = &[Rule::of_object(
    Test::All(&[
        Test::Number("job.parallelism", Compare::AtLeast, Limit::Is(2)),
        Test::Not(&Test::Present("job.completions")),
        Test::Not(&MAY_DIVIDE_WORK),
    ]),
    "parallelism is above 1 and completions is not set: once one pod has succeeded, no pod that fails is replaced",
)];
