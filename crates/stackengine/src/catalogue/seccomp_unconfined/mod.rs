//! Seccomp is switched off.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{of_pod, own, pod_path};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::{Prevention, Rule, Test};
use crate::repair::{Fix, Level, Safety};
use crate::yaml::Node;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "seccomp-unconfined",
    code: "SE814",
    severity: Severity::Medium,
    level: Level::Hardened,
    page: include_str!("page.md"),
    asked_by: &["pss:baseline:seccomp", "pss:restricted:seccomp"],
    check: |workload, found| {
        let is_off = |profile: &Node<'_>| profile.get("type").and_then(Node::as_str) == Some("Unconfined");
        let help = "set its type to RuntimeDefault; a program that needs one call more gets a Localhost profile";
        if of_pod(workload, "seccompProfile").is_some_and(is_off) {
            let message = "the pod switches seccomp off, also where the cluster would have it by default";
            let path = pod_path(workload, "seccompProfile.type");
            found.push(Lint::new(&DIAGNOSTIC, workload, path, message).help(help));
        }
        for container in &workload.containers {
            if own(container, "seccompProfile").is_some_and(is_off) {
                let message = format!("{} switches seccomp off, whatever the pod says", container.name);
                let path = "securityContext.seccompProfile.type";
                found.push(Lint::in_container(&DIAGNOSTIC, workload, container, path, message).help(help));
            }
        }
    },
    repair: |_, lint, _| {
        let note = "a call that the profile stops fails with 'operation not permitted'";
        Some(
            Fix::new(Safety::Unsafe, "set the type to RuntimeDefault")
                .note(note)
                .set(lint.path.clone(), "RuntimeDefault"),
        )
    },
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

const RULES: &[Rule] = &[
    Rule::of_containers(
        Test::OneOf("container.securityContext.seccompProfile.type", &["Unconfined"]),
        "switches seccomp off",
    ),
    Rule::of_object(
        Test::OneOf("pod.securityContext.seccompProfile.type", &["Unconfined"]),
        "the pod switches seccomp off",
    ),
];
