//! A container does not say how much memory it needs.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{pod_has, resource};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::{Prevention, Rule, Test};
use crate::repair::{Fix, Safety};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "memory-request-missing",
    code: "SE833",
    severity: Severity::Medium,
    page: include_str!("page.md"),
    asked_by: &["CKV_K8S_12", "kube-score:container-resources"],
    check: |workload, found| {
        if pod_has(workload, "requests", "memory") || pod_has(workload, "limits", "memory") {
            return;
        }
        for container in &workload.containers {
            // A limit on its own is the request, too.
            let is_said = ["requests", "limits"].iter().any(|list| resource(container, list, "memory").is_some());
            if is_said {
                continue;
            }
            let message = format!(
                "{} does not ask for memory: the scheduler puts it on any node, and it is among the first to be evicted there",
                container.name
            );
            let help = "set resources.requests.memory to what it uses on an ordinary day";
            let lint =
                Lint::in_container(&DIAGNOSTIC, workload, container, "resources.requests.memory", message).help(help);
            found.push(lint.unless_open(workload.container_path(container, "resources.limits.memory")));
        }
    },
    repair: |_, _, _| {
        let note = "only you know how much it uses: kubectl top pod --containers shows it while it runs";
        Some(Fix::new(Safety::DisplayOnly, "set a memory request").note(note))
    },
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

const RULES: &[Rule] = &[Rule::of_containers(
    Test::All(&[
        Test::Not(&Test::Present("pod.resources.requests.memory")),
        Test::Not(&Test::Present("pod.resources.limits.memory")),
        Test::Not(&Test::Present("container.resources.requests.memory")),
        Test::Not(&Test::Present("container.resources.limits.memory")),
    ]),
    "does not ask for memory; set resources.requests.memory",
)];
