//! Restarts that no limit counts.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::restarts_in_place;
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::facts::ContainerKind;
use crate::manifest::Container;
use crate::prevent::rule::{Prevention, Rule, Test};
use crate::repair::{Fix, Safety};
use crate::yaml::Node;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "restarts-not-counted",
    code: "SE736",
    severity: Severity::Low,
    page: include_str!("page.md"),
    check: |workload, found| {
        if restarts_in_place(workload) {
            return;
        }
        for container in &workload.containers {
            let Some(how) = restarts(container) else { continue };
            let message = format!(
                "{} is restarted in its pod {how}, and with the pod's restartPolicy Never no restart counts towards \
                backoffLimit: only the deadline ends them",
                container.name
            );
            let help = "delete the container's restartPolicy, so that each attempt is a pod that counts";
            found.push(Lint::in_container(&DIAGNOSTIC, workload, container, "restartPolicy", message).help(help));
        }
    },
    repair: |workload, lint, _| {
        let rules = workload.container_path(workload.container_at(&lint.path)?, "restartPolicyRules");
        let fix = Fix::new(Safety::Unsafe, "delete the container's restartPolicy")
            .note("a failure now ends the pod, and the next attempt is a new one");
        let fix = if workload.root.resolve(&rules).is_some() { fix.delete(rules) } else { fix };
        Some(fix.delete(lint.path.clone()))
    },
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

/// When a container with a restart policy of its own is restarted; what runs beside the work may be.
fn restarts(container: &Container<'_>) -> Option<&'static str> {
    let policy = container.get("restartPolicy").and_then(Node::as_str)?;
    let rules = container.get("restartPolicyRules").map(Node::items).unwrap_or_default();
    match policy {
        _ if container.kind == ContainerKind::Sidecar => None,
        "OnFailure" => Some("whenever it fails"),
        "Never" if !rules.is_empty() => Some("on some exit codes"),
        _ => None,
    }
}

const RULES: &[Rule] = &[Rule::of_containers(
    Test::All(&[
        Test::Not(&Test::OneOf("pod.restartPolicy", &["OnFailure"])),
        Test::Any(&[
            Test::OneOf("container.restartPolicy", &["OnFailure"]),
            Test::All(&[
                Test::OneOf("container.restartPolicy", &["Never"]),
                Test::Some("rule", "container.restartPolicyRules", &Test::All(&[])),
            ]),
        ]),
    ]),
    "is restarted in its pod, and no restart counts towards backoffLimit",
)];
