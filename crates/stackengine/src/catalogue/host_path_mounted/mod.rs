//! A folder of the node is mounted into the pod.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{host_paths, is_runtime_socket};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::{Prevention, Rule, Test};
use crate::repair::Level;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "host-path-mounted",
    code: "SE818",
    severity: Severity::Medium,
    level: Level::Hardened,
    page: include_str!("page.md"),
    asked_by: &["kube-linter:sensitive-host-mounts", "pss:baseline:host-path-volumes", "pss:restricted:volume-types"],
    check: |workload, found| {
        for (index, path) in host_paths(workload).filter(|(_, path)| !is_runtime_socket(path)) {
            let (severity, meaning) = match reach(path) {
                Some(meaning) => (Severity::High, meaning),
                None => (Severity::Medium, "what is there differs from node to node, and stays when the pod is gone"),
            };
            let message = format!("the pod reaches {path} on its node: {meaning}");
            let help = "use a PersistentVolumeClaim for data that must stay, and an emptyDir for data that need not";
            let path = workload.pod_path("volumes").index(index).key("hostPath");
            found.push(Lint::new(&DIAGNOSTIC, workload, path, message).help(help).severity(severity));
        }
    },
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

/// What whoever holds this folder of a node can do.
fn reach(path: &str) -> Option<&'static str> {
    const SENSITIVE: [(&str, &str); 14] = [
        ("/etc", "keys, accounts and the kubelet's configuration are there"),
        ("/root", "the keys of the node's root are there"),
        ("/home", "the keys of people are there"),
        ("/proc", "every process of the node is there"),
        ("/sys", "the node's kernel and devices are set there"),
        ("/dev", "the node's disks are there"),
        ("/boot", "the node starts from there"),
        ("/usr", "the node's programs are there"),
        ("/bin", "the node's programs are there"),
        ("/lib", "the node's libraries are there"),
        ("/run", "the sockets of the container runtime are there"),
        ("/var/run", "the sockets of the container runtime are there"),
        ("/var/lib/kubelet", "the secrets of every pod on the node are there"),
        ("/var/lib/docker", "the files of every container on the node are there"),
    ];
    let path = path.trim_end_matches('/');
    if path.is_empty() || path == "/var" || path == "/var/lib" {
        return Some("everything on the node is there, other pods' secrets too");
    }
    // A folder below /etc or /run belongs to one program, except the few that hold all the keys.
    let within = |place: &str| path.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let below = ["/etc/kubernetes", "/root", "/proc", "/boot", "/var/lib/kubelet", "/var/lib/docker"];
    if within("/var/lib/containerd") {
        return Some("the files of every container on the node are there");
    }
    if within("/etc/kubernetes") {
        return Some("the keys of the cluster are there");
    }
    SENSITIVE
        .into_iter()
        .find(|(place, _)| path == *place || (below.contains(place) && within(place)))
        .map(|(_, meaning)| meaning)
}

const RULES: &[Rule] = &[Rule::of_each(
    "volume",
    "pod.volumes",
    Test::All(&[
        Test::Text("volume.name"),
        Test::Text("volume.hostPath.path"),
        Test::Not(&Test::Matches(
            "volume.hostPath.path",
            r"(^|/)(docker|containerd|crio|cri-dockerd|podman|buildkitd)\.sock$",
        )),
    ]),
    "reaches a folder of the node; use a claim or an emptyDir",
)];
