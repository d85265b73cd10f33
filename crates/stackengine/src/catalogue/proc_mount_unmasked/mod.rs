//! A container sees the node's /proc without the usual covers.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{has_own_users, own};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::repair::{Fix, Level, Safety};
use crate::yaml::Node;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "proc-mount-unmasked",
    code: "SE826",
    severity: Severity::Medium,
    level: Level::Hardened,
    page: include_str!("page.md"),
    asked_by: &["kube-linter:unsafe-proc-mount", "pss:baseline:proc-mount"],
    check: |workload, found| {
        if has_own_users(workload) {
            return;
        }
        for container in &workload.containers {
            if own(container, "procMount").and_then(Node::as_str) != Some("Unmasked") {
                continue;
            }
            let message = format!(
                "{} has /proc uncovered: it can read and set what belongs to the node's kernel",
                container.name
            );
            let help = "remove procMount; containers inside a container want hostUsers: false with it";
            let path = "securityContext.procMount";
            found.push(Lint::in_container(&DIAGNOSTIC, workload, container, path, message).help(help));
        }
    },
    repair: |_, lint, _| {
        let note = "a program that starts containers of its own may need it";
        Some(Fix::new(Safety::Unsafe, "set procMount to Default").note(note).set(lint.path.clone(), "Default"))
    },
    ..Diagnostic::NEW
};
