//! The memory limit is one at which this container was killed.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{amount, raised, resource};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::Prevention;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "memory-limit-too-low",
    code: "SE835",
    severity: Severity::High,
    page: include_str!("page.md"),
    compare: |workload, observed, found| {
        for container in &workload.containers {
            let Some(killed_at) = observed.container(container.name).and_then(|seen| seen.killed_at_limit.as_deref())
            else {
                continue;
            };
            let Some(limit) = resource(container, "limits", "memory") else { continue };
            let (Some(now), Some(then)) = (amount(limit), crate::facts::quantity::parse(killed_at)) else { continue };
            if now > then {
                continue;
            }
            let message = match now < then {
                true => {
                    format!("{} was killed for memory at a limit of {killed_at}, and this one is lower", container.name)
                }
                false => format!("{} was killed for memory at this limit of {killed_at}", container.name),
            };
            let help = "raise resources.limits.memory, or make the program use less";
            found.push(
                Lint::in_container(&DIAGNOSTIC, workload, container, "resources.limits.memory", message).help(help),
            );
        }
    },
    repair: |workload, lint, observed| {
        let container = workload.container_at(&lint.path)?;
        raised(workload, container, observed.container(container.name)?.killed_at_limit.as_deref()?)
    },
    prevent: Prevention::not_said("it compares with what an incident showed"),
    ..Diagnostic::NEW
};
