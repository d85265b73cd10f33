//! A run that may be late by less time than the controller needs to look.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::cron_path;
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::{Compare, Limit, Parameter, Prevention, Rule, Test};
use crate::repair::{Fix, Safety};
use crate::yaml::Node;

/// How often the controller looks at a CronJob, in seconds.
const LOOKS_EVERY: i64 = 10;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "starting-deadline-too-short",
    code: "SE722",
    severity: Severity::High,
    page: include_str!("page.md"),
    check: |workload, found| {
        let deadline =
            workload.at("spec.startingDeadlineSeconds").filter(|_| workload.is_cron_job()).and_then(Node::as_int);
        let Some(seconds) = deadline.filter(|seconds| *seconds < LOOKS_EVERY) else { return };
        let message = format!(
            "startingDeadlineSeconds is {seconds}: a run that the controller sees {seconds} s late is left out, and it may \
            look only every {LOOKS_EVERY} s, so that no run starts"
        );
        let help = "set startingDeadlineSeconds to how late a run may start and still be useful, a minute at least";
        found.push(Lint::new(&DIAGNOSTIC, workload, cron_path("startingDeadlineSeconds"), message).help(help));
    },
    repair: |_, _, _| {
        Some(
            Fix::new(Safety::DisplayOnly, "raise startingDeadlineSeconds")
                .note("only you know how late a run may start and still be useful"),
        )
    },
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

const RULES: &[Rule] = &[Rule::of_object(
    Test::All(&[
        Test::OneOf("object.kind", &["CronJob"]),
        Test::Number("object.spec.startingDeadlineSeconds", Compare::Below, Limit::Chosen(SHORTEST)),
    ]),
    "startingDeadlineSeconds is so short that the controller may look too late, and no run starts",
)];

const SHORTEST: Parameter = Parameter {
    name: "shortestStartingDeadline",
    means: "the shortest startingDeadlineSeconds that is allowed",
    default: LOOKS_EVERY,
};
