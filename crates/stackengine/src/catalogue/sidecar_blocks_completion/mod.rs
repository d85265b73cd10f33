//! The work is done, but another container keeps the pod alive.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::{Confidence, Severity};
use crate::evidence::Place;
use crate::facts::{Container, ContainerKind, ContainerState, Pod};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "sidecar-blocks-completion",
    code: "SE404",
    severity: Severity::High,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        let blocked: Vec<_> = facts.pods.iter().filter_map(|pod| Some((pod, blocking(pod)?))).collect();
        let pods: Vec<_> = blocked.iter().map(|(pod, (_, places))| (*pod, places.clone())).collect();
        let Some((_, (container, _))) = blocked.last() else { return };
        let finding = support::of_pods(&DIAGNOSTIC, &pods, Confidence::Certain, |pod, others| {
            let message = format!(
                "the work in pod {}{others} is done, but {container} still runs, so the Job never completes",
                pod.meta.name
            );
            let help = format!(
                "make {container} a native sidecar: move it to initContainers with restartPolicy: Always (Kubernetes 1.29 and later); to end it now, stop its process"
            );
            (message, help)
        });
        found.extend(finding.map(|mut finding| {
            finding.container = Some(container.clone());
            finding
        }));
    },
    ..Diagnostic::NEW
};

/// The container that still runs after another regular one of the same pod exited with 0.
fn blocking(pod: &Pod) -> Option<(String, Vec<Place>)> {
    if pod.is_phase("Succeeded") || pod.is_phase("Failed") {
        return None;
    }
    let regular = || pod.containers.iter().filter(|container| container.kind == ContainerKind::Regular);
    let (done, exit) = regular().find_map(|container| {
        let run = container.last_run().filter(|run| run.current && run.exit_code.value == 0)?;
        Some((container, run.exit_code.place))
    })?;
    regular().find_map(|container| match &container.state {
        ContainerState::Running { place, .. } if !is_other_half(done, container) => {
            Some((container.name.clone(), vec![*place, exit]))
        }
        _ => None,
    })
}

/// A second worker that takes longer is no sidecar: it runs the same program of the same image.
fn is_other_half(done: &Container, running: &Container) -> bool {
    let image = |container: &Container| container.spec.image.as_ref().map(|image| image.value.clone());
    let program = |container: &Container| container.spec.words().next().map(str::to_owned);
    image(done) == image(running) && program(done) == program(running) && !running.spec.runs_shell()
}
