//! A container can change its own programs.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{is_windows, own};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::manifest::Container;
use crate::repair::{Fix, Level, Safety};
use crate::yaml::Node;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "root-filesystem-writable",
    code: "SE815",
    severity: Severity::Low,
    level: Level::Hardened,
    page: include_str!("page.md"),
    asked_by: &[
        "CKV_K8S_22",
        "CKV_K8S_30",
        "kube-linter:no-read-only-root-fs",
        "kube-score:container-security-context-readonlyrootfilesystem",
    ],
    check: |workload, found| {
        if is_windows(workload) {
            return;
        }
        for container in &workload.containers {
            if own(container, "readOnlyRootFilesystem").and_then(Node::as_bool) == Some(true) {
                continue;
            }
            let message = format!("{} can write to its own image: a break-in can plant programs there", container.name);
            let help = match has_scratch(container) {
                true => "set readOnlyRootFilesystem: true; what it writes outside of its volumes needs one, too",
                false => "set readOnlyRootFilesystem: true, and mount an emptyDir at /tmp and wherever else it writes",
            };
            let path = "securityContext.readOnlyRootFilesystem";
            found.push(Lint::in_container(&DIAGNOSTIC, workload, container, path, message).help(help));
        }
    },
    repair: |_, lint, _| {
        let note = "a program that writes outside of its volumes fails: /tmp, $HOME and caches are the usual places";
        Some(Fix::new(Safety::Unsafe, "set readOnlyRootFilesystem to true").note(note).set(lint.path.clone(), true))
    },
    ..Diagnostic::NEW
};

/// Whether the usual place for scratch files is a volume.
fn has_scratch(container: &Container<'_>) -> bool {
    let mounts = container.get("volumeMounts").map(Node::items).unwrap_or_default();
    let path = |mount: &'_ Node<'_>| {
        mount.get("mountPath").and_then(Node::as_str).map(|path| path.trim_end_matches('/') == "/tmp")
    };
    mounts.iter().any(|mount| path(mount) == Some(true))
}
