//! The pod was evicted, trapped SIGTERM and exited 0, and was counted as a success.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::{Confidence, Severity};
use crate::facts::StopKind;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "evicted-but-succeeded",
    code: "SE405",
    severity: Severity::High,
    since: "0.1.0",
    page: include_str!("page.md"),
    explains: &[
        "evicted-ephemeral-storage",
        "evicted-node-pressure",
        "node-shutdown",
        "pod-preempted",
        "pod-evicted-by-api",
    ],
    detect: |facts, found| {
        let ghosts: Vec<_> = facts
            .stops
            .iter()
            .filter(|stop| {
                matches!(
                    stop.kind,
                    StopKind::LocalStorage
                        | StopKind::NodePressure
                        | StopKind::NodeShutdown
                        | StopKind::Preempted
                        | StopKind::EvictionApi
                )
            })
            .filter_map(|stop| {
                let pod = &facts.pods[stop.pod];
                let zero = pod
                    .containers
                    .iter()
                    .all(|container| container.last_run().is_none_or(|run| run.exit_code.value == 0));
                let ran = pod.containers.iter().any(|container| container.last_run().is_some());
                (pod.is_phase("Succeeded") && zero && ran).then(|| (pod, stop.places.clone()))
            })
            .collect();
        found.extend(support::of_pods(&DIAGNOSTIC, &ghosts, Confidence::Certain, |pod, others| {
            let message = format!("pod {}{others} was stopped before its work was done, but exited 0 on SIGTERM and was counted as a success", pod.meta.name);
            (message, "let the SIGTERM handler exit with a code other than 0 (143), and run the work again".to_owned())
        }));
    },
    ..Diagnostic::NEW
};
