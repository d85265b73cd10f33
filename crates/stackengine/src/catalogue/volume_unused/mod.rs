//! The pod has a volume that no container mounts.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{mounts, volumes};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::manifest::Workload;
use crate::prevent::rule::Prevention;
use crate::repair::{Fix, Safety};
use crate::yaml::Node;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "volume-unused",
    code: "SE760",
    severity: Severity::Low,
    page: include_str!("page.md"),
    check: |workload, found| {
        // A mount that names no volume means one of these; the API server refuses it.
        let known = |name: &str| volumes(workload).any(|(_, known, _)| known == name);
        if workload.containers.iter().flat_map(mounts).any(|(_, name, _)| !known(name)) {
            return;
        }
        for (index, name, volume) in volumes(workload) {
            if is_used(workload, name) {
                continue;
            }
            let list = workload.pod_path("volumes");
            if workload.may_hold_more(&workload.pod_path("containers")) || workload.may_hold_more(&list) {
                return;
            }
            let (severity, then) = match blocks(volume) {
                Some(what) => (Severity::Medium, format!("yet no pod starts while its {what} is missing")),
                None => (Severity::Low, "and can go".to_owned()),
            };
            let message = format!("no container mounts volume {name}, {then}");
            let lint = Lint::new(&DIAGNOSTIC, workload, list.index(index), message).severity(severity);
            found.push(lint.help("remove the volume, or mount it"));
        }
    },
    repair: |workload, lint, _| {
        let volume = workload.root.resolve(&lint.path)?;
        // Of anything but scratch space it may be the mount that was forgotten.
        let safety = if volume.get("emptyDir").is_some() { Safety::Safe } else { Safety::Unsafe };
        Some(Fix::new(safety, "remove the volume").delete(lint.path.clone()))
    },
    prevent: Prevention::not_said("injectors may mount a volume after the policy was asked"),
    ..Diagnostic::NEW
};

/// Whether a container mounts it, or an annotation for an injector speaks of it.
fn is_used(workload: &Workload<'_>, name: &str) -> bool {
    let devices = |container: &crate::manifest::Container<'_>| {
        let items = container.get("volumeDevices").map(Node::items).unwrap_or_default();
        items.iter().any(|device| device.get("name").and_then(Node::as_str) == Some(name))
    };
    let mounted = |container: &crate::manifest::Container<'_>| mounts(container).any(|(_, mounted, _)| mounted == name);
    workload.containers.iter().any(|container| mounted(container) || devices(container))
        || workload.template("metadata").and_then(|metadata| metadata.get("annotations")).is_some_and(|annotations| {
            annotations.entries().iter().any(|entry| entry.node.as_str().is_some_and(|value| value.contains(name)))
        })
}

/// What must be there before a pod with this volume starts.
fn blocks(volume: &Node<'_>) -> Option<&'static str> {
    let optional = |kind: &str| volume.get(kind)?.get("optional").and_then(Node::as_bool);
    if volume.get("configMap").is_some() && optional("configMap") != Some(true) {
        return Some("ConfigMap");
    }
    if volume.get("secret").is_some() && optional("secret") != Some(true) {
        return Some("Secret");
    }
    volume.get("persistentVolumeClaim").map(|_| "claim")
}
