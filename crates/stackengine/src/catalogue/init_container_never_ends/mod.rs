//! An init container that serves until it is stopped: the containers after it never start.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{never_ends, waits_for_ever};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::facts::ContainerKind;
use crate::prevent::rule::Prevention;
use crate::repair::{Fix, Safety};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "init-container-never-ends",
    code: "SE742",
    severity: Severity::High,
    page: include_str!("page.md"),
    check: |workload, found| {
        for container in workload.containers.iter().filter(|container| container.kind == ContainerKind::Init) {
            let Some(what) = never_ends(container) else { continue };
            let message = format!(
                "{} {what}: the containers after it start only when it has ended, so the work never starts",
                container.name
            );
            let help = match waits_for_ever(container) {
                Some(_) => "let it end, or take it out",
                None => "set restartPolicy: Always on it: it then runs beside the work and is stopped after it",
            };
            found.push(Lint::in_container(&DIAGNOSTIC, workload, container, "", message).help(help));
        }
    },
    repair: |workload, lint, _| {
        let container = workload.container_at(&lint.path)?;
        let serves = waits_for_ever(container).is_none();
        serves.then(|| {
            Fix::new(Safety::Unsafe, format!("make {} a native sidecar", container.name))
                .note("needs Kubernetes 1.29 or later; the work then starts as soon as it has started")
                .set(lint.path.clone().key("restartPolicy"), "Always")
        })
    },
    prevent: Prevention::not_said("it reads command lines and the names of programs"),
    ..Diagnostic::NEW
};
