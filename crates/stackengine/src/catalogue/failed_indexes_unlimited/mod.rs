//! A limit for each index and none for all of them together.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{Number, number};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::{Compare, Limit, Prevention, Rule, Test};
use crate::repair::{Fix, Safety};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "failed-indexes-unlimited",
    code: "SE715",
    severity: Severity::Low,
    page: include_str!("page.md"),
    check: |workload, found| {
        let Number::Is(per_index) = number(workload, "backoffLimitPerIndex") else { return };
        let Number::Is(indexes @ 2..) = number(workload, "completions") else { return };
        let absent = |field| number(workload, field) == Number::Absent;
        if !absent("maxFailedIndexes") || !absent("backoffLimit") {
            return;
        }
        let pods = per_index.saturating_add(1).saturating_mul(indexes);
        let message = format!(
            "backoffLimitPerIndex sets no limit for the Job, whose backoffLimit becomes 2147483647: if every index fails, \
            {pods} pods run before the Job does"
        );
        let help = "set maxFailedIndexes to how many indexes may fail before the rest is not worth running";
        found.push(Lint::new(&DIAGNOSTIC, workload, workload.job_path("maxFailedIndexes"), message).help(help));
    },
    repair: |_, _, _| {
        Some(Fix::new(Safety::DisplayOnly, "set maxFailedIndexes").note("only you know how many may fail"))
    },
    prevent: Prevention::over_files(RULES, "the API server has filled in backoffLimit by then"),
    ..Diagnostic::NEW
};

const RULES: &[Rule] = &[Rule::of_object(
    Test::All(&[
        Test::Any(&[
            Test::Number("job.backoffLimitPerIndex", Compare::Below, Limit::Is(0)),
            Test::Number("job.backoffLimitPerIndex", Compare::AtLeast, Limit::Is(0)),
        ]),
        Test::Number("job.completions", Compare::AtLeast, Limit::Is(2)),
        Test::Not(&Test::Present("job.maxFailedIndexes")),
        Test::Not(&Test::Present("job.backoffLimit")),
    ]),
    "backoffLimitPerIndex sets no limit for the Job; set maxFailedIndexes",
)];
