//! A Job that the built-in controller leaves to another one.

use crate::catalogue::Diagnostic;
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::{Prevention, Rule, Test};
use crate::repair::{Fix, Safety};
use crate::yaml::Node;

/// Kubernetes' own, and Kueue's, which runs the Job in another cluster.
const KNOWN: [&str; 2] = ["kubernetes.io/job-controller", "kueue.x-k8s.io/multikueue"];

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "managed-by-unknown-controller",
    code: "SE739",
    severity: Severity::Medium,
    page: include_str!("page.md"),
    check: |workload, found| {
        let Some(manager) = workload.job("managedBy").and_then(Node::as_str) else { return };
        if KNOWN.contains(&manager) {
            return;
        }
        let message = format!(
            "managedBy is {manager}: Kubernetes leaves the Job to that controller, and where it is not installed no pod is \
            ever created, without an event or a condition"
        );
        let help = "delete managedBy, unless that controller runs in every cluster to which this goes";
        found.push(Lint::new(&DIAGNOSTIC, workload, workload.job_path("managedBy"), message).help(help));
    },
    repair: |workload, _, _| {
        Some(
            Fix::new(Safety::Unsafe, "delete managedBy")
                .note("Kubernetes itself runs the Job then")
                .delete(workload.job_path("managedBy")),
        )
    },
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

const RULES: &[Rule] = &[Rule::of_object(
    Test::All(&[Test::Text("job.managedBy"), Test::Not(&Test::OneOf("job.managedBy", &KNOWN))]),
    "managedBy names a controller that Kubernetes does not know: where it is not installed, no pod is ever created",
)];
