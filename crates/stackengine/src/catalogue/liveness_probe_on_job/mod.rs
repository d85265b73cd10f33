//! A probe that asks a server kills work that is only busy.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::never_ends;
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::facts::ContainerKind;
use crate::prevent::rule::Prevention;
use crate::repair::{Fix, Safety};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "liveness-probe-on-job",
    code: "SE744",
    severity: Severity::Medium,
    page: include_str!("page.md"),
    check: |workload, found| {
        for container in workload.containers.iter().filter(|container| container.kind == ContainerKind::Regular) {
            let Some(probe) = container.get("livenessProbe") else { continue };
            // A command may look at a heartbeat, which is what a probe of a Job should do.
            let Some(asks) = ["httpGet", "tcpSocket", "grpc"].into_iter().find(|asks| probe.get(asks).is_some()) else {
                continue;
            };
            if never_ends(container).is_some() {
                continue;
            }
            let message = format!(
                "{} is killed as soon as its {asks} liveness probe is not answered, also while it is only busy, and each \
                 kill counts as a failure",
                container.name
            );
            let help = "remove livenessProbe and limit the run with activeDeadlineSeconds";
            found.push(Lint::in_container(&DIAGNOSTIC, workload, container, "livenessProbe", message).help(help));
        }
    },
    repair: |workload, lint, _| {
        let container = workload.container_at(&lint.path)?;
        Some(
            Fix::new(Safety::Unsafe, format!("remove the liveness probe of {}", container.name))
                .note("a run that hangs is then ended by activeDeadlineSeconds alone")
                .delete(lint.path.clone()),
        )
    },
    prevent: Prevention::not_said("it reads command lines and the names of programs"),
    ..Diagnostic::NEW
};
