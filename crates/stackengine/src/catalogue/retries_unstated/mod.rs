//! Nobody has said how often a failed run is tried again.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{
    DEFAULT_BACKOFF_LIMIT, Number, back_off_seconds, cut_retries, duration, number, restarts_in_place,
};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::{Compare, Limit, Prevention, Rule, Test};
use crate::repair::{Fix, Safety};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "retries-unstated",
    code: "SE707",
    severity: Severity::Low,
    page: include_str!("page.md"),
    check: |workload, found| {
        let absent = |field| number(workload, field) == Number::Absent;
        if !absent("backoffLimit") || !absent("backoffLimitPerIndex") || cut_retries(workload).is_some() {
            return;
        }
        let again = match restarts_in_place(workload) {
            true => "is restarted up to 6 times",
            false => "is tried again in up to 6 more pods",
        };
        let waiting = duration(back_off_seconds(workload, DEFAULT_BACKOFF_LIMIT));
        let message = format!(
            "backoffLimit is not set: work that fails {again}, with {waiting} of waiting before the Job says that it failed"
        );
        let help = "set backoffLimit to the number of times that the work may be repeated";
        found.push(Lint::new(&DIAGNOSTIC, workload, workload.job_path("backoffLimit"), message).help(help));
    },
    repair: |workload, _, _| {
        Some(
            Fix::new(Safety::Safe, "write down the default: backoffLimit 6")
                .note(
                    "nothing changes but that it is there to be seen; lower it where a repetition does harm or no good",
                )
                .set(workload.job_path("backoffLimit"), DEFAULT_BACKOFF_LIMIT),
        )
    },
    prevent: Prevention::over_files(RULES, "the API server has filled in backoffLimit by then"),
    ..Diagnostic::NEW
};

const RULES: &[Rule] = &[Rule::of_object(
    Test::All(&[
        Test::Not(&Test::Present("job.backoffLimit")),
        Test::Not(&Test::Present("job.backoffLimitPerIndex")),
        Test::Not(&Test::All(&[
            Test::Any(&[
                Test::Not(&Test::Present("job.completions")),
                Test::Number("job.completions", Compare::Equal, Limit::Is(1)),
            ]),
            Test::Any(&[
                Test::Not(&Test::Present("job.parallelism")),
                Test::Number("job.parallelism", Compare::Equal, Limit::Is(1)),
                Test::All(&[
                    Test::Number("job.completions", Compare::Equal, Limit::Is(1)),
                    Test::Number("job.parallelism", Compare::AtLeast, Limit::Is(1)),
                ]),
            ]),
            Test::Number("job.activeDeadlineSeconds", Compare::AtLeast, Limit::Is(1)),
            Test::Any(&[
                Test::All(&[
                    Test::OneOf("pod.restartPolicy", &["OnFailure"]),
                    Test::Number("job.activeDeadlineSeconds", Compare::Below, Limit::Is(310)),
                ]),
                Test::All(&[
                    Test::Not(&Test::OneOf("pod.restartPolicy", &["OnFailure"])),
                    Test::Number("job.activeDeadlineSeconds", Compare::Below, Limit::Is(630)),
                ]),
            ]),
        ])),
    ]),
    "backoffLimit is not set: work that fails is tried again six times",
)];
