//! A deadline for each pod that comes before the Job's, where nothing says how many pods there may be.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{Number, duration, number};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::{Compare, Limit, Prevention, Rule, Test};
use crate::repair::{Fix, Safety};
use crate::yaml::Node;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "pod-deadline-below-job-deadline",
    code: "SE706",
    severity: Severity::Low,
    page: include_str!("page.md"),
    check: |workload, found| {
        let Some(of_pod) = workload.pod("activeDeadlineSeconds").and_then(Node::as_int) else { return };
        let Number::Is(of_job) = number(workload, "activeDeadlineSeconds") else { return };
        // With retries that are written down, this is how a timeout for each attempt is spelt.
        let retries = match (number(workload, "backoffLimit"), number(workload, "backoffLimitPerIndex")) {
            (Number::Is(0), Number::Absent) => "and no other attempt follows",
            (Number::Absent, Number::Absent) => "and up to 6 other attempts follow",
            _ => return,
        };
        if of_pod >= of_job {
            return;
        }
        let (pod, job) = (duration(of_pod), duration(of_job));
        let message = format!(
            "the pod template's deadline of {pod} comes before the Job's of {job}: it kills the pod, which counts as a \
            failed attempt, {retries}"
        );
        let help =
            "delete the template's activeDeadlineSeconds, or say with backoffLimit how many attempts may take it";
        let path = workload.pod_path("activeDeadlineSeconds");
        found.push(Lint::new(&DIAGNOSTIC, workload, path, message).help(help));
    },
    repair: |workload, _, _| {
        Some(
            Fix::new(Safety::Unsafe, "delete the pod template's activeDeadlineSeconds")
                .note("one attempt may then take as long as the Job")
                .delete(workload.pod_path("activeDeadlineSeconds")),
        )
    },
    prevent: Prevention::over_files(RULES, "the API server has filled in backoffLimit by then"),
    ..Diagnostic::NEW
};

const RULES: &[Rule] = &[Rule::of_object(
    Test::All(&[
        Test::Number("pod.activeDeadlineSeconds", Compare::Below, Limit::At("job.activeDeadlineSeconds")),
        Test::Not(&Test::Present("job.backoffLimitPerIndex")),
        Test::Any(&[
            Test::Number("job.backoffLimit", Compare::Equal, Limit::Is(0)),
            Test::Not(&Test::Present("job.backoffLimit")),
        ]),
    ]),
    "the deadline of the pod template comes before the Job's, and counts as a failed attempt",
)];
