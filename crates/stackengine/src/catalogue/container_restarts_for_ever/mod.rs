//! A container of a Job that is started again also when it has succeeded.

use crate::catalogue::Diagnostic;
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::facts::ContainerKind;
use crate::prevent::rule::{Prevention, Rule, Test};
use crate::repair::{Fix, Safety};
use crate::yaml::Node;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "container-restarts-for-ever",
    code: "SE735",
    severity: Severity::High,
    page: include_str!("page.md"),
    check: |workload, found| {
        for container in &workload.containers {
            let always = container.get("restartPolicy").and_then(Node::as_str) == Some("Always");
            if container.kind != ContainerKind::Regular || !always {
                continue;
            }
            let message = format!(
                "{} has restartPolicy Always: it is started again whenever it has ended, so the pod never succeeds and the \
                Job never completes",
                container.name
            );
            let help =
                "delete the container's restartPolicy; move a helper to initContainers, where Always makes a sidecar";
            found.push(Lint::in_container(&DIAGNOSTIC, workload, container, "restartPolicy", message).help(help));
        }
    },
    repair: |workload, lint, _| {
        let rules = workload.container_path(workload.container_at(&lint.path)?, "restartPolicyRules");
        let fix = Fix::new(Safety::Unsafe, "delete the container's restartPolicy")
            .note("when the container ends, it has ended, and its exit code counts");
        // The API does not take the rules without it.
        let fix = if workload.root.resolve(&rules).is_some() { fix.delete(rules) } else { fix };
        Some(fix.delete(lint.path.clone()))
    },
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

const RULES: &[Rule] = &[Rule::of_each(
    "container",
    "pod.containers",
    Test::OneOf("container.restartPolicy", &["Always"]),
    "is started again whenever it has ended, so that the Job never completes",
)];
