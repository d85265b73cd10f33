//! The only work of the Job is to wait for ever.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::waits_for_ever;
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::facts::ContainerKind;
use crate::prevent::rule::Prevention;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "work-never-ends",
    code: "SE743",
    severity: Severity::High,
    page: include_str!("page.md"),
    check: |workload, found| {
        let mut regular = workload.containers.iter().filter(|container| container.kind == ContainerKind::Regular);
        let (Some(container), None) = (regular.next(), regular.next()) else { return };
        let Some(command) = waits_for_ever(container) else { return };
        let end = match workload.job("activeDeadlineSeconds").is_some() {
            true => "only its deadline ends the Job, as a failure",
            false => "the Job never completes",
        };
        let path = if container.get("command").is_some() { "command" } else { "args" };
        let message = format!("{} never comes to its end ({command}): {end}", container.name);
        let help =
            "let the command end when the work is done; to keep a container at hand use a Deployment, or kubectl debug";
        found.push(Lint::in_container(&DIAGNOSTIC, workload, container, path, message).help(help));
    },
    prevent: Prevention::not_said("it reads command lines and the names of programs"),
    ..Diagnostic::NEW
};
