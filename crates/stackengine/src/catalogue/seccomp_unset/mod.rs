//! No seccomp profile: the containers may call everything the kernel offers.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{is_windows, names, of_pod, or_in_containers, own, pod_path, verb};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::{Prevention, Rule, Test, WINDOWS};
use crate::repair::{Fix, Level, Safety};
use crate::yaml::{Data, Node};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "seccomp-unset",
    code: "SE813",
    severity: Severity::Low,
    level: Level::Hardened,
    page: include_str!("page.md"),
    asked_by: &["CKV_K8S_31", "CKV_K8S_29", "kube-score:container-seccomp-profile", "pss:restricted:seccomp"],
    check: |workload, found| {
        if is_windows(workload) || of_pod(workload, "seccompProfile").is_some() {
            return;
        }
        let open = || workload.containers.iter().filter(|container| own(container, "seccompProfile").is_none());
        let n_open = open().count();
        if n_open == 0 {
            return;
        }
        let runs = verb(n_open, "runs", "run");
        let mut message =
            format!("{} {runs} without a seccomp profile: every call into the kernel is open", names(open()));
        let annotations = workload.template("metadata.annotations").map(Node::entries).unwrap_or_default();
        if annotations.iter().any(|entry| entry.key.contains("seccomp.security.alpha.kubernetes.io/")) {
            message.push_str("; the annotation does nothing since Kubernetes 1.27");
        }
        let help = "set seccompProfile.type: RuntimeDefault in the pod's securityContext";
        let lint = Lint::new(&DIAGNOSTIC, workload, pod_path(workload, "seccompProfile"), message).help(help);
        found.push(or_in_containers(lint, workload, "seccompProfile"));
    },
    repair: |_, lint, _| {
        let profile = Data::Map(vec![("type".to_owned(), Data::from("RuntimeDefault"))]);
        let note = "the profile of the container runtime: it stops some fifty calls that ordinary programs do not make";
        Some(
            Fix::new(Safety::Safe, "set seccompProfile to RuntimeDefault for the pod")
                .note(note)
                .set(lint.path.clone(), profile),
        )
    },
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

const RULES: &[Rule] = &[Rule::of_containers(
    Test::All(&[
        Test::Not(&WINDOWS),
        Test::Not(&Test::Present("pod.securityContext.seccompProfile")),
        Test::Not(&Test::Present("container.securityContext.seccompProfile")),
    ]),
    "runs without a seccomp profile; set seccompProfile.type: RuntimeDefault in the pod's securityContext",
)
.mended_by("pod.securityContext.seccompProfile.type", "RuntimeDefault")];
