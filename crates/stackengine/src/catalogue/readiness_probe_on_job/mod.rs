//! A probe that decides about traffic, in a pod that gets none.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::never_ends;
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::facts::ContainerKind;
use crate::prevent::rule::Prevention;
use crate::repair::{Fix, Safety};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "readiness-probe-on-job",
    code: "SE745",
    severity: Severity::Low,
    page: include_str!("page.md"),
    check: |workload, found| {
        // With a name of its own in DNS, pods of the Job talk to each other.
        if workload.pod("subdomain").is_some() {
            return;
        }
        for container in workload.containers.iter().filter(|container| container.kind == ContainerKind::Regular) {
            if container.get("readinessProbe").is_none() || never_ends(container).is_some() {
                continue;
            }
            let message = format!(
                "the readiness probe of {} decides whether Services send it requests, which they do not send to a Job",
                container.name
            );
            let help = "remove readinessProbe";
            found.push(Lint::in_container(&DIAGNOSTIC, workload, container, "readinessProbe", message).help(help));
        }
    },
    repair: |workload, lint, _| {
        let container = workload.container_at(&lint.path)?;
        Some(
            Fix::new(Safety::Unsafe, format!("remove the readiness probe of {}", container.name))
                .note("keep it if a Service selects these pods after all")
                .delete(lint.path.clone()),
        )
    },
    prevent: Prevention::not_said("it reads command lines and the names of programs"),
    ..Diagnostic::NEW
};
