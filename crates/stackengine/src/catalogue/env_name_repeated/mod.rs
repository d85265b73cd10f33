//! A variable is set twice: the first value is never seen.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{Variable, references, variables};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::Prevention;
use crate::repair::{Fix, Safety};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "env-name-repeated",
    code: "SE752",
    severity: Severity::Medium,
    page: include_str!("page.md"),
    check: |workload, found| {
        for container in &workload.containers {
            let mut seen: Vec<Variable<'_>> = Vec::new();
            for variable in variables(container) {
                let earlier = seen.iter().rev().find(|known| known.name == variable.name).copied();
                seen.push(variable);
                let Some(earlier) = earlier else { continue };
                // `PATH` that is put together from an earlier `PATH` needs both.
                let is_read = seen.iter().filter(|between| between.index > earlier.index).any(|between| {
                    between.value.is_some_and(|value| references(value).iter().any(|(name, _)| *name == earlier.name))
                });
                if is_read || workload.may_be_alternatives(earlier.node, variable.node) {
                    continue;
                }
                let same = earlier.value.is_some() && earlier.value == variable.value;
                let (severity, then) = match same {
                    true => (Severity::Low, "to the same"),
                    false => (Severity::Medium, "and the later one counts"),
                };
                let message = format!("{} sets {} twice, {then}", container.name, variable.name);
                let help = "remove the first; kubectl apply may drop either of them at a later change";
                let path = format!("env[{}]", earlier.index);
                let lint = Lint::in_container(&DIAGNOSTIC, workload, container, &path, message);
                found.push(lint.help(help).severity(severity));
            }
        }
    },
    repair: |workload, lint, _| {
        let container = workload.container_at(&lint.path)?;
        let earlier = variables(container)
            .find(|variable| workload.container_path(container, &format!("env[{}]", variable.index)) == lint.path)?;
        // A reference that cannot be looked up keeps the container from starting, hidden or not.
        let safety = if earlier.node.get("valueFrom").is_some() { Safety::Unsafe } else { Safety::Safe };
        Some(Fix::new(safety, format!("remove the first {}", earlier.name)).delete(lint.path.clone()))
    },
    prevent: Prevention::not_said("it reads which variables refer to which"),
    ..Diagnostic::NEW
};
