//! A Windows container runs as a process of the node itself.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{of_pod, own, pod_path};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::{Prevention, Rule, Test};
use crate::repair::Level;
use crate::yaml::Node;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "host-process-container",
    code: "SE828",
    severity: Severity::High,
    level: Level::Hardened,
    page: include_str!("page.md"),
    asked_by: &["pss:baseline:host-process"],
    check: |workload, found| {
        let is_on = |options: &Node<'_>| options.get("hostProcess").and_then(Node::as_bool) == Some(true);
        let help = "remove hostProcess, unless the Job administers the node";
        if of_pod(workload, "windowsOptions").is_some_and(is_on) {
            let message = "the pod's containers are processes of the node itself: nothing keeps them apart from it";
            let path = pod_path(workload, "windowsOptions.hostProcess");
            found.push(Lint::new(&DIAGNOSTIC, workload, path, message).help(help));
        }
        for container in &workload.containers {
            if own(container, "windowsOptions").is_some_and(is_on) {
                let message =
                    format!("{} is a process of the node itself: nothing keeps it apart from it", container.name);
                let path = "securityContext.windowsOptions.hostProcess";
                found.push(Lint::in_container(&DIAGNOSTIC, workload, container, path, message).help(help));
            }
        }
    },
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

const RULES: &[Rule] = &[
    Rule::of_containers(
        Test::Bool("container.securityContext.windowsOptions.hostProcess", true),
        "is a process of the node itself",
    ),
    Rule::of_object(
        Test::Bool("pod.securityContext.windowsOptions.hostProcess", true),
        "the containers of the pod are processes of the node itself",
    ),
];
