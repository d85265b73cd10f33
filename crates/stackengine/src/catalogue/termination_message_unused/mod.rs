//! When a container fails, the pod does not say why.

use crate::catalogue::Diagnostic;
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::repair::{Fix, Level, Safety};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "termination-message-unused",
    code: "SE902",
    severity: Severity::Info,
    level: Level::Hardened,
    page: include_str!("page.md"),
    check: |workload, found| {
        for container in &workload.containers {
            if container.get("terminationMessagePolicy").is_some() || container.get("terminationMessagePath").is_some()
            {
                continue;
            }
            let message = format!(
                "{} leaves no word in the pod's status when it fails: once its log is gone, only an exit code remains",
                container.name
            );
            let help = "set terminationMessagePolicy: FallbackToLogsOnError: the end of the log is kept with the pod";
            let lint =
                Lint::in_container(&DIAGNOSTIC, workload, container, "terminationMessagePolicy", message).help(help);
            found.push(lint.unless_open(workload.container_path(container, "terminationMessagePath")));
        }
    },
    repair: |_, lint, _| {
        let note =
            "only what is recorded changes: the last lines of the log, where the container failed and wrote no message";
        Some(
            Fix::new(Safety::Safe, "set terminationMessagePolicy to FallbackToLogsOnError")
                .note(note)
                .set(lint.path.clone(), "FallbackToLogsOnError"),
        )
    },
    ..Diagnostic::NEW
};
