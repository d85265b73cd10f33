//! A container may use more memory than it was given a place for.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{amount, quantity, resource};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::Prevention;
use crate::repair::{Fix, Level, Safety};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "memory-request-below-limit",
    code: "SE837",
    severity: Severity::Info,
    level: Level::Hardened,
    page: include_str!("page.md"),
    asked_by: &["kube-score:container-memory-requests-equal-limits"],
    check: |workload, found| {
        for container in &workload.containers {
            let (Some(request), Some(limit)) =
                (resource(container, "requests", "memory"), resource(container, "limits", "memory"))
            else {
                continue;
            };
            let (Some(asked), Some(most)) = (amount(request), amount(limit)) else { continue };
            if asked >= most {
                continue;
            }
            let (Some(request), Some(limit)) = (quantity(request), quantity(limit)) else { continue };
            let message = format!(
                "{} asks for {request} and may use {limit}: above {request} it lives on what the node happens to have free",
                container.name
            );
            let help = "set requests.memory to the limit where a run must not be evicted";
            found.push(
                Lint::in_container(&DIAGNOSTIC, workload, container, "resources.requests.memory", message).help(help),
            );
        }
    },
    repair: |workload, lint, _| {
        let container = workload.container_at(&lint.path)?;
        let limit = quantity(resource(container, "limits", "memory")?)?;
        let note = "fewer pods fit on a node; where none has so much free, the pod waits";
        Some(
            Fix::new(Safety::Unsafe, format!("set the memory request to {limit}"))
                .note(note)
                .set(lint.path.clone(), limit),
        )
    },
    prevent: Prevention::not_said(
        "it compares quantities, which Rego and the CEL of older servers read otherwise than Kubernetes",
    ),
    ..Diagnostic::NEW
};
