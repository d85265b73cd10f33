//! The pod holds the socket of the node's container runtime.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{host_paths, is_runtime_socket};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::{Prevention, Rule, Test};
use crate::repair::Level;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "container-runtime-socket-mounted",
    code: "SE819",
    severity: Severity::High,
    level: Level::Hardened,
    page: include_str!("page.md"),
    asked_by: &[
        "CKV_K8S_27",
        "kube-linter:docker-sock",
        "pss:baseline:host-path-volumes",
        "pss:restricted:volume-types",
    ],
    check: |workload, found| {
        for (index, path) in host_paths(workload).filter(|(_, path)| is_runtime_socket(path)) {
            let message = format!("the pod holds {path}: with it, it starts privileged containers on the node");
            let help = "build images with a builder that needs no daemon, and start other work as a Job of its own";
            let path = workload.pod_path("volumes").index(index).key("hostPath");
            found.push(Lint::new(&DIAGNOSTIC, workload, path, message).help(help));
        }
    },
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

const RULES: &[Rule] = &[Rule::of_each(
    "volume",
    "pod.volumes",
    Test::All(&[
        Test::Text("volume.name"),
        Test::Matches("volume.hostPath.path", r"(^|/)(docker|containerd|crio|cri-dockerd|podman|buildkitd)\.sock$"),
    ]),
    "is the socket of the container runtime, with which privileged containers are started on the node",
)];
