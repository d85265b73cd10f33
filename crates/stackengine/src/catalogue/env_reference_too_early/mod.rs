//! A variable refers to one that is set only after it.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{Variable, has_more, references, variables};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::Prevention;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "env-reference-too-early",
    code: "SE754",
    severity: Severity::Medium,
    page: include_str!("page.md"),
    check: |workload, found| {
        for container in &workload.containers {
            for variable in variables(container) {
                let Some(value) = variable.value.filter(|value| value.contains("$(")) else { continue };
                let later = |name: &str| {
                    let mut named = variables(container).filter(|other| other.name == name);
                    named
                        .all(|other| other.index > variable.index)
                        .then(|| variables(container).find(|other: &Variable<'_>| other.name == name))
                        .flatten()
                };
                let Some(other) = references(value).into_iter().find_map(|(name, _)| later(name)) else { continue };
                if has_more(workload, container) {
                    continue;
                }
                let message = format!(
                    "{} of {} holds the text $({}), not its value: {} is set only after it",
                    variable.name, container.name, other.name, other.name
                );
                let help = format!("move {} above {}", other.name, variable.name);
                let path = format!("env[{}].value", variable.index);
                found.push(Lint::in_container(&DIAGNOSTIC, workload, container, &path, message).help(help));
            }
        }
    },
    prevent: Prevention::not_said("it reads which variables refer to which"),
    ..Diagnostic::NEW
};
