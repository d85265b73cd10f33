//! More pods at once than are ever needed.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{Number, number};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::{Compare, Limit, Prevention, Rule, Test};
use crate::repair::{Fix, Safety};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "parallelism-above-completions",
    code: "SE717",
    severity: Severity::Low,
    page: include_str!("page.md"),
    check: |workload, found| {
        let Number::Is(completions @ 1..) = number(workload, "completions") else { return };
        let Number::Is(parallelism) = number(workload, "parallelism") else { return };
        if parallelism <= completions {
            return;
        }
        let message = format!(
            "parallelism is {parallelism}, but never more than {completions} pods run at once: so many completions are wanted"
        );
        let help = format!("set parallelism to {completions}, or completions to what is meant");
        found.push(Lint::new(&DIAGNOSTIC, workload, workload.job_path("parallelism"), message).help(help));
    },
    repair: |workload, _, _| {
        let Number::Is(completions) = number(workload, "completions") else { return None };
        Some(
            Fix::new(Safety::Safe, format!("set parallelism to {completions}"))
                .note("as many as ran before; if more were meant, raise completions")
                .set(workload.job_path("parallelism"), completions),
        )
    },
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

const RULES: &[Rule] = &[Rule::of_object(
    Test::All(&[
        Test::Number("job.completions", Compare::AtLeast, Limit::Is(1)),
        Test::Number("job.parallelism", Compare::Above, Limit::At("job.completions")),
    ]),
    "parallelism is above completions: never more pods run at once than completions are wanted",
)];
