//! A Job that is complete without a single pod.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{Number, number};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::{Compare, Limit, Prevention, Rule, Test};
use crate::repair::{Fix, Safety};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "completions-zero",
    code: "SE703",
    severity: Severity::High,
    page: include_str!("page.md"),
    check: |workload, found| {
        if number(workload, "completions") != Number::Is(0) {
            return;
        }
        let message = "completions is 0: the Job is Complete at once, and nothing has run";
        let help = "set completions to the number of pods that must succeed";
        found.push(Lint::new(&DIAGNOSTIC, workload, workload.job_path("completions"), message).help(help));
    },
    repair: |_, _, _| {
        Some(Fix::new(Safety::DisplayOnly, "set completions").note("only you know how many pods must succeed"))
    },
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

const RULES: &[Rule] = &[Rule::of_object(
    Test::Number("job.completions", Compare::Equal, Limit::Is(0)),
    "completions is 0: the Job is Complete at once, and nothing has run",
)];
