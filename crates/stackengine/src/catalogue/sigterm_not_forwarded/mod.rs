//! The first process is a shell that does not hear SIGTERM, and its child never gets one.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{base_name, never_ends};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::facts::ContainerKind;
use crate::prevent::rule::Prevention;
use crate::repair::Level;
use crate::yaml::Node;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "sigterm-not-forwarded",
    code: "SE778",
    severity: Severity::Low,
    page: include_str!("page.md"),
    level: Level::Hardened,
    check: |workload, found| {
        // With one process namespace for all, the shell is not the first process.
        if workload.pod("shareProcessNamespace").and_then(Node::as_bool) == Some(true) {
            return;
        }
        for container in workload.containers.iter().filter(|container| container.kind == ContainerKind::Regular) {
            let (Some(script), Some(run)) = (container.script(), container.invocation()) else { continue };
            // What is over in a moment need not hear of anything.
            if script.programs.iter().all(|program| MOMENTARY.contains(&base_name(program))) {
                continue;
            }
            if script.forwards_sigterm || run.has_init || container.get("lifecycle.preStop").is_some() {
                continue;
            }
            if never_ends(container).is_some() {
                continue;
            }
            let Some(path) = container.script_path() else { continue };
            let grace = workload.pod("terminationGracePeriodSeconds").and_then(Node::as_int).unwrap_or(30);
            let message = format!(
                "the shell of {} is its first process and does not pass SIGTERM on: the work is killed after {grace} s \
                 without having heard of it",
                container.name
            );
            let help = "start the last command with exec, or set a trap on TERM that ends it";
            found.push(Lint::in_container(&DIAGNOSTIC, workload, container, &path.to_string(), message).help(help));
        }
    },
    prevent: Prevention::not_said("it reads a shell script, which needs a parser"),
    ..Diagnostic::NEW
};

/// Commands that do no work.
const MOMENTARY: [&str; 16] = [
    "[", "cat", "cd", "date", "echo", "env", "exit", "export", "false", "hostname", "ls", "printf", "set", "sleep",
    "test", "true",
];
