//! A folder of the node is mounted so that the container can write to it.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{host_path_named, is_runtime_socket};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::{Prevention, Rule, Test};
use crate::repair::{Fix, Level, Safety};
use crate::yaml::Node;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "host-path-writable",
    code: "SE820",
    severity: Severity::Medium,
    level: Level::Hardened,
    page: include_str!("page.md"),
    asked_by: &["kube-linter:writable-host-mount"],
    check: |workload, found| {
        for container in &workload.containers {
            let mounts = container.get("volumeMounts").map(Node::items).unwrap_or_default();
            for (index, mount) in mounts.iter().enumerate() {
                if mount.get("readOnly").and_then(Node::as_bool) == Some(true) {
                    continue;
                }
                let Some(volume) = mount.get("name").and_then(Node::as_str) else { continue };
                // Whether a socket is mounted for reading makes no difference to it.
                let Some(path) = host_path_named(workload, volume).filter(|path| !is_runtime_socket(path)) else {
                    continue;
                };
                let message =
                    format!("{} can write to {path} on its node, for the node and every later pod", container.name);
                let help = "set readOnly: true on the mount, unless writing there is what the Job is for";
                let path = workload.container_path(container, "volumeMounts").index(index).key("readOnly");
                let mut lint = Lint::new(&DIAGNOSTIC, workload, path, message).help(help);
                lint.container = Some(container.name.to_owned());
                found.push(lint);
            }
        }
    },
    repair: |_, lint, _| {
        let note = "a program that writes there fails";
        Some(Fix::new(Safety::Unsafe, "set readOnly to true").note(note).set(lint.path.clone(), true))
    },
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

const RULES: &[Rule] = &[Rule::of_containers(
    Test::Some(
        "mount",
        "container.volumeMounts",
        &Test::All(&[
            Test::Not(&Test::Bool("mount.readOnly", true)),
            Test::Some(
                "volume",
                "pod.volumes",
                &Test::All(&[
                    Test::Same("volume.name", "mount.name"),
                    Test::Text("volume.hostPath.path"),
                    Test::Not(&Test::Matches(
                        "volume.hostPath.path",
                        r"(^|/)(docker|containerd|crio|cri-dockerd|podman|buildkitd)\.sock$",
                    )),
                ]),
            ),
        ]),
    ),
    "can write to a folder of its node; set readOnly: true on the mount",
)];
