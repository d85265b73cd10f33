//! Nothing says how much of the node's disk a container needs.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{pod_has, resource};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::{Prevention, Rule, Test};
use crate::repair::{Fix, Level, Safety};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "ephemeral-storage-unset",
    code: "SE838",
    severity: Severity::Info,
    level: Level::Hardened,
    page: include_str!("page.md"),
    asked_by: &["kube-score:container-ephemeral-storage-request-and-limit"],
    check: |workload, found| {
        if pod_has(workload, "limits", "ephemeral-storage") {
            return;
        }
        for container in &workload.containers {
            if resource(container, "limits", "ephemeral-storage").is_some() {
                continue;
            }
            let message = format!(
                "nothing limits what {} may write to the node's disk: when that is full, pods of others are evicted too",
                container.name
            );
            let help =
                "set resources.limits.ephemeral-storage to what a run writes to its logs, its image and emptyDirs";
            let path = "resources.limits.ephemeral-storage";
            found.push(Lint::in_container(&DIAGNOSTIC, workload, container, path, message).help(help));
        }
    },
    repair: |_, _, _| {
        let note = "only you know how much a run writes";
        Some(Fix::new(Safety::DisplayOnly, "set a limit for ephemeral storage").note(note))
    },
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

const RULES: &[Rule] = &[Rule::of_containers(
    Test::All(&[
        Test::Not(&Test::Present("pod.resources.limits.ephemeral-storage")),
        Test::Not(&Test::Present("container.resources.limits.ephemeral-storage")),
    ]),
    "nothing limits what it may write to the disk of its node; set resources.limits.ephemeral-storage",
)];
