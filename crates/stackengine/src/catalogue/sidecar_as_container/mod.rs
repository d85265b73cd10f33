//! A container that serves until it is stopped stands beside the work, so the pod never ends.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{helpers_are_stopped, never_ends};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::facts::ContainerKind;
use crate::manifest::{Container, Workload};
use crate::prevent::rule::Prevention;
use crate::repair::{Fix, Safety};
use crate::yaml::{Data, Path};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "sidecar-as-container",
    code: "SE740",
    severity: Severity::High,
    page: include_str!("page.md"),
    check: |workload, found| {
        let regular = || workload.containers.iter().filter(|container| container.kind == ContainerKind::Regular);
        if regular().nth(1).is_none() || helpers_are_stopped(workload) || is_expected_to_be_injected(workload) {
            return;
        }
        // Where nothing is the work, no container is its helper.
        if regular().all(|container| never_ends(container).is_some()) {
            return;
        }
        for container in regular() {
            let Some(what) = never_ends(container) else { continue };
            let message = format!(
                "{} {what}: the pod ends only when all its containers have ended, so the Job never completes",
                container.name
            );
            let help = "move it to initContainers with restartPolicy Always: it is then stopped when the work is done";
            found.push(Lint::in_container(&DIAGNOSTIC, workload, container, "", message).help(help));
        }
    },
    repair: |workload, lint, _| {
        let container = workload.container_at(&lint.path)?;
        // What a template fills in cannot be moved.
        if workload.may_hold_more(&lint.path) {
            return None;
        }
        let title = format!("make {} a native sidecar", container.name);
        Some(
            Fix::new(Safety::Unsafe, title)
                .note(
                    "needs Kubernetes 1.29 or later; it then starts before the work, and its exit code does not count",
                )
                .append(workload.pod_path("initContainers"), as_sidecar(container)?)
                .delete(lint.path.clone()),
        )
    },
    prevent: Prevention::not_said("it reads command lines and the names of programs"),
    ..Diagnostic::NEW
};

/// A container that only tunes what an injector adds: it is not started as it stands here.
fn is_expected_to_be_injected(workload: &Workload<'_>) -> bool {
    let annotated = |key: &str| {
        let path = Path::parse("metadata").key("annotations").key(key);
        workload.template_node(&path).is_some()
    };
    annotated("inject.istio.io/templates")
}

/// The container with `restartPolicy: Always` behind its name.
fn as_sidecar(container: &Container<'_>) -> Option<Data> {
    let Data::Map(mut entries) = Data::of(container.node) else { return None };
    entries.retain(|(key, _)| key != "restartPolicy");
    let behind = entries.iter().position(|(key, _)| key == "name").map_or(0, |at| at + 1);
    entries.insert(behind, ("restartPolicy".to_owned(), Data::from("Always")));
    Some(Data::Map(entries))
}
