//! A run may go on longer after its deadline than before it.

use crate::catalogue::Diagnostic;
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::{Compare, Limit, Prevention, Rule, Test};
use crate::yaml::Node;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "grace-period-above-deadline",
    code: "SE747",
    severity: Severity::Low,
    page: include_str!("page.md"),
    check: |workload, found| {
        let Some(grace) = workload.pod("terminationGracePeriodSeconds").and_then(Node::as_int) else { return };
        let of_job = workload.job("activeDeadlineSeconds").and_then(Node::as_int);
        let of_pod = workload.pod("activeDeadlineSeconds").and_then(Node::as_int);
        let Some(deadline) = of_job.into_iter().chain(of_pod).min() else { return };
        if grace <= deadline || deadline <= 0 {
            return;
        }
        let path = workload.pod_path("terminationGracePeriodSeconds");
        let message = format!(
            "a run that is ended at its deadline of {deadline} s may go on for another {grace} s, longer than it was \
             given to work"
        );
        let help = "set terminationGracePeriodSeconds to the time that the program needs to stop";
        found.push(Lint::new(&DIAGNOSTIC, workload, path, message).help(help));
    },
    prevent: Prevention::over_files(RULES, "the API server has filled in a grace period of 30 seconds by then"),
    ..Diagnostic::NEW
};

const RULES: &[Rule] = &[Rule::of_object(
    Test::Any(&[
        Test::All(&[
            Test::Number("job.activeDeadlineSeconds", Compare::Above, Limit::Is(0)),
            Test::Number("pod.terminationGracePeriodSeconds", Compare::Above, Limit::At("job.activeDeadlineSeconds")),
            Test::Any(&[
                Test::Not(&Test::Any(&[
                    Test::Number("pod.activeDeadlineSeconds", Compare::Below, Limit::Is(0)),
                    Test::Number("pod.activeDeadlineSeconds", Compare::AtLeast, Limit::Is(0)),
                ])),
                Test::Number("pod.activeDeadlineSeconds", Compare::AtLeast, Limit::At("job.activeDeadlineSeconds")),
            ]),
        ]),
        Test::All(&[
            Test::Number("pod.activeDeadlineSeconds", Compare::Above, Limit::Is(0)),
            Test::Number("pod.terminationGracePeriodSeconds", Compare::Above, Limit::At("pod.activeDeadlineSeconds")),
            Test::Any(&[
                Test::Not(&Test::Any(&[
                    Test::Number("job.activeDeadlineSeconds", Compare::Below, Limit::Is(0)),
                    Test::Number("job.activeDeadlineSeconds", Compare::AtLeast, Limit::Is(0)),
                ])),
                Test::Number("job.activeDeadlineSeconds", Compare::AtLeast, Limit::At("pod.activeDeadlineSeconds")),
            ]),
        ]),
    ]),
    "a run that is ended at its deadline may go on for longer than it was given to work",
)];
