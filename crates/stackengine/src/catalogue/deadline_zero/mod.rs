//! A deadline that has passed before the Job begins.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{Number, deadline_fix, number};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::{Compare, Limit, Prevention, Rule, Test};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "deadline-zero",
    code: "SE702",
    severity: Severity::High,
    page: include_str!("page.md"),
    check: |workload, found| {
        if number(workload, "activeDeadlineSeconds") != Number::Is(0) {
            return;
        }
        let path = workload.job_path("activeDeadlineSeconds");
        let message = "activeDeadlineSeconds is 0: the Job fails at once, before it has done anything";
        let help = "set activeDeadlineSeconds to about twice the longest run you have seen";
        found.push(Lint::new(&DIAGNOSTIC, workload, path, message).help(help));
    },
    repair: |workload, _, observed| Some(deadline_fix(workload, observed)),
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

const RULES: &[Rule] = &[Rule::of_object(
    Test::Number("job.activeDeadlineSeconds", Compare::Equal, Limit::Is(0)),
    "activeDeadlineSeconds is 0: the Job fails before it has done anything",
)];
