//! Nothing limits the CPU of a container, which is often right.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{pod_has, resource};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::{Prevention, Rule, Test};
use crate::repair::{Fix, Level, Safety};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "cpu-limit-missing",
    code: "SE836",
    severity: Severity::Info,
    level: Level::Hardened,
    page: include_str!("page.md"),
    asked_by: &["CKV_K8S_11", "kube-score:container-resources"],
    check: |workload, found| {
        if pod_has(workload, "limits", "cpu") {
            return;
        }
        for container in workload.containers.iter().filter(|container| resource(container, "limits", "cpu").is_none()) {
            let message = format!("nothing limits the CPU of {}: it takes what the node has left", container.name);
            let help = "set resources.limits.cpu where neighbours are billed or timed by it; otherwise leave it out, the request shares fairly and a limit makes the Job slower";
            found
                .push(Lint::in_container(&DIAGNOSTIC, workload, container, "resources.limits.cpu", message).help(help));
        }
    },
    repair: |_, _, _| {
        let note = "a limit slows the Job down also where the node is idle";
        Some(Fix::new(Safety::DisplayOnly, "set a CPU limit").note(note))
    },
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

const RULES: &[Rule] = &[Rule::of_containers(
    Test::All(&[
        Test::Not(&Test::Present("pod.resources.limits.cpu")),
        Test::Not(&Test::Present("container.resources.limits.cpu")),
    ]),
    "nothing limits its CPU; set resources.limits.cpu where neighbours are billed or timed by it",
)];
