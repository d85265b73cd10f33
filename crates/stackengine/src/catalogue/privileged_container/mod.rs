//! A container has all the rights of the node's root.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::is_privileged;
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::{Prevention, Rule, Test};
use crate::repair::{Fix, Level, Safety};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "privileged-container",
    code: "SE801",
    severity: Severity::High,
    level: Level::Hardened,
    page: include_str!("page.md"),
    asked_by: &[
        "CKV_K8S_16",
        "kube-linter:privileged-container",
        "kube-score:container-security-context-privileged",
        "pss:baseline:privileged-containers",
    ],
    check: |workload, found| {
        for container in workload.containers.iter().filter(|container| is_privileged(container)) {
            let message = format!("{} is privileged: whoever takes over this container has the node", container.name);
            let help = "remove privileged, and add the one capability or device that the program needs";
            let path = "securityContext.privileged";
            found.push(Lint::in_container(&DIAGNOSTIC, workload, container, path, message).help(help));
        }
    },
    repair: |_, lint, _| {
        let note = "the program loses devices, mounts and every capability beyond the default ones";
        Some(Fix::new(Safety::Unsafe, "set privileged to false").note(note).set(lint.path.clone(), false))
    },
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

const RULES: &[Rule] = &[Rule::of_containers(
    Test::Bool("container.securityContext.privileged", true),
    "privileged, so that whoever takes over the container has the node",
)];
