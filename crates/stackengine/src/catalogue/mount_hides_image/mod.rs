//! A volume is mounted over a folder of the image without which nothing runs.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{mounts, volumes};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::{Prevention, Rule, Test};
use crate::yaml::Node;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "mount-hides-image",
    code: "SE761",
    severity: Severity::High,
    page: include_str!("page.md"),
    check: |workload, found| {
        for container in &workload.containers {
            for (index, name, mount) in mounts(container) {
                let Some(path) = mount.get("mountPath").and_then(Node::as_str) else { continue };
                let folder = if path == "/" { path } else { path.trim_end_matches('/') };
                let has_sub_path = mount.get("subPath").is_some() || mount.get("subPathExpr").is_some();
                if !NEEDED.contains(&folder) || has_sub_path {
                    continue;
                }
                // A folder of the node holds programs of its own, and images may come as volumes.
                let brings = ["hostPath", "image", "persistentVolumeClaim", "csi", "ephemeral"];
                let filled = volumes(workload)
                    .any(|(_, known, volume)| known == name && brings.iter().any(|kind| volume.get(kind).is_some()));
                let known = volumes(workload).any(|(_, known, _)| known == name);
                if filled || !known {
                    continue;
                }
                let message = format!(
                    "volume {name} is mounted over {folder} of {}: everything that the image has there is gone",
                    container.name
                );
                let help = "mount it at a folder of its own, or single files of it with subPath";
                let path = format!("volumeMounts[{index}].mountPath");
                found.push(Lint::in_container(&DIAGNOSTIC, workload, container, &path, message).help(help));
            }
        }
    },
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

/// Folders that hold what every program of an image needs.
const NEEDED: [&str; 11] =
    ["/", "/bin", "/sbin", "/lib", "/lib64", "/usr", "/usr/bin", "/usr/sbin", "/usr/lib", "/etc", "/proc"];

const RULES: &[Rule] = &[Rule::of_containers(
    Test::Some(
        "mount",
        "container.volumeMounts",
        &Test::All(&[
            Test::Matches("mount.mountPath", r"^(/|/(bin|sbin|lib|lib64|usr|usr/bin|usr/sbin|usr/lib|etc|proc)/*)$"),
            Test::Not(&Test::Present("mount.subPath")),
            Test::Not(&Test::Present("mount.subPathExpr")),
            Test::Some("volume", "pod.volumes", &Test::Same("volume.name", "mount.name")),
            Test::Not(&Test::Some(
                "volume",
                "pod.volumes",
                &Test::All(&[
                    Test::Same("volume.name", "mount.name"),
                    Test::Any(&[
                        Test::Present("volume.hostPath"),
                        Test::Present("volume.image"),
                        Test::Present("volume.persistentVolumeClaim"),
                        Test::Present("volume.csi"),
                        Test::Present("volume.ephemeral"),
                    ]),
                ]),
            )),
        ]),
    ),
    "has a volume mounted over what its image needs",
)];
