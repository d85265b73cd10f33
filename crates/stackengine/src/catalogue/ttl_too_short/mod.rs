//! A finished Job that is gone before anybody has looked at it.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{Number, number};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::{Compare, Limit, Parameter, Prevention, Rule, Test};
use crate::repair::{Fix, Safety};

/// Nobody who is told of a failure is faster than this, in seconds.
const TOO_SHORT: i64 = 60;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "ttl-too-short",
    code: "SE730",
    severity: Severity::Medium,
    page: include_str!("page.md"),
    check: |workload, found| {
        if workload.is_cron_job() {
            return;
        }
        let Number::Is(seconds) = number(workload, "ttlSecondsAfterFinished") else { return };
        let gone = match seconds {
            0 => "at once".to_owned(),
            1..TOO_SHORT => format!("after {seconds} s"),
            _ => return,
        };
        let message = format!(
            "the finished Job is deleted {gone}, failed or not, and its pods and their logs with it: who waits for it may \
            find that it does not exist"
        );
        let help = "set ttlSecondsAfterFinished to how long somebody may take to look at a failure";
        found.push(Lint::new(&DIAGNOSTIC, workload, workload.job_path("ttlSecondsAfterFinished"), message).help(help));
    },
    repair: |_, _, _| {
        Some(
            Fix::new(Safety::DisplayOnly, "raise ttlSecondsAfterFinished")
                .note("only you know how long somebody may take to look at a failure"),
        )
    },
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

const RULES: &[Rule] = &[Rule::of_object(
    Test::All(&[
        Test::OneOf("object.kind", &["Job"]),
        Test::Number("job.ttlSecondsAfterFinished", Compare::AtLeast, Limit::Is(0)),
        Test::Number("job.ttlSecondsAfterFinished", Compare::Below, Limit::Chosen(SHORTEST)),
    ]),
    "the finished Job is deleted so soon that nobody can look at it, nor at its logs",
)];

const SHORTEST: Parameter = Parameter {
    name: "shortestTtl",
    means: "the shortest ttlSecondsAfterFinished that is allowed",
    default: TOO_SHORT,
};
