//! Nothing limits the memory of a container.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{pod_has, raised, resource};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::{Prevention, Rule, Test};
use crate::repair::{Fix, Safety};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "memory-limit-missing",
    code: "SE834",
    severity: Severity::Medium,
    page: include_str!("page.md"),
    asked_by: &["CKV_K8S_13", "kube-linter:unset-memory-requirements", "kube-score:container-resources"],
    check: |workload, found| {
        if pod_has(workload, "limits", "memory") {
            return;
        }
        for container in
            workload.containers.iter().filter(|container| resource(container, "limits", "memory").is_none())
        {
            let message = format!(
                "nothing limits the memory of {}: one that leaks takes the node's, and others are killed for it",
                container.name
            );
            let help = "set resources.limits.memory to the most that a good run uses, and a margin";
            found.push(
                Lint::in_container(&DIAGNOSTIC, workload, container, "resources.limits.memory", message).help(help),
            );
        }
    },
    repair: |workload, lint, observed| {
        let container = workload.container_at(&lint.path)?;
        let killed = observed.container(container.name).and_then(|seen| seen.killed_at_limit.as_deref());
        Some(killed.and_then(|limit| raised(workload, container, limit)).unwrap_or_else(|| {
            Fix::new(Safety::DisplayOnly, "set a memory limit")
                .note("only you know how much it uses: kubectl top pod --containers shows it while it runs")
        }))
    },
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

const RULES: &[Rule] = &[Rule::of_containers(
    Test::All(&[
        Test::Not(&Test::Present("pod.resources.limits.memory")),
        Test::Not(&Test::Present("container.resources.limits.memory")),
    ]),
    "nothing limits its memory; set resources.limits.memory",
)];
