//! From an incident to the behaviour that it shows, so that it can be played again.

use super::behaviour::{Behaviour, Cause, HoldUp, Outcome};
use super::time::{Millis, SECOND};
use crate::facts::{Attempt, ContainerKind, ContainerState, Ending, Facts, Pod, StopKind};

/// More runs of one container than this are not told apart.
const MOST_RUNS: i64 = 50;

/// What the runs of an incident did, in their order; `None` where it shows no run and nothing that held one up.
#[must_use]
pub fn infer(facts: &Facts) -> Option<Behaviour> {
    let mut behaviour = Behaviour::default();
    for (position, pod) in facts.pods.iter().enumerate() {
        of_pod(facts, position, pod, &mut behaviour);
    }
    let nothing = behaviour.attempts.is_empty() && behaviour.held_up.is_empty();
    let nothing = nothing && behaviour.unschedulable_until.is_none();
    (!nothing).then(|| {
        cover_all(facts, &mut behaviour);
        behaviour
    })
}

fn of_pod(facts: &Facts, position: usize, pod: &Pod, behaviour: &mut Behaviour) {
    let index = pod.index().and_then(|index| u32::try_from(index).ok());
    let unplaced =
        pod.conditions.iter().any(|condition| condition.kind == "PodScheduled" && condition.status == "False");
    if unplaced && pod.is_phase("Pending") {
        behaviour.unschedulable_until = Some(None);
    }
    for (at, container) in pod.containers.iter().enumerate() {
        if container.kind == ContainerKind::Sidecar {
            continue;
        }
        let mut outcomes = Vec::new();
        for attempt in facts.attempts.iter().filter(|attempt| attempt.pod == position && attempt.container == at) {
            outcomes.extend(outcome(facts, attempt));
        }
        // Of a container that restarted often only the last two runs can be seen: those before were like the first of them.
        let restarts = container.restarts.as_ref().map_or(0, |restarts| restarts.value).clamp(0, MOST_RUNS);
        let seen = i64::try_from(container.runs.len()).unwrap_or(0);
        let is_up = matches!(container.state, ContainerState::Running { .. });
        let missing = restarts + i64::from(!is_up) - seen;
        if let Some(first) = outcomes.first().cloned() {
            for _ in 0..missing.clamp(0, MOST_RUNS) {
                outcomes.insert(0, first.clone());
            }
        }
        match &container.state {
            ContainerState::Running { .. } => outcomes.push(Outcome::hang()),
            ContainerState::Waiting { reason: Some(reason), .. } if holds_up(&reason.value) => {
                let known = behaviour.held_up.iter().any(|held| held.container == container.name);
                if !known {
                    let (container, reason) = (container.name.clone(), reason.value.clone());
                    behaviour.held_up.push(HoldUp { container, reason, until: None });
                }
            }
            _ => {}
        }
        for outcome in outcomes {
            behaviour.add(index, Some(container.name.clone()), outcome);
        }
    }
}

/// Whether a container that waits for this reason has not been started at all.
fn holds_up(reason: &str) -> bool {
    matches!(
        reason,
        "ErrImagePull"
            | "ImagePullBackOff"
            | "InvalidImageName"
            | "ErrImageNeverPull"
            | "CreateContainerConfigError"
            | "CreateContainerError"
            | "RunContainerError"
    )
}

/// How a run ended, or would have gone on had nobody stopped it.
fn outcome(facts: &Facts, attempt: &Attempt) -> Option<Outcome> {
    let run = facts.failure(attempt).run;
    let length: Millis = run.seconds().unwrap_or(0).max(0).saturating_mul(SECOND);
    let exit_code = run.exit_code.value;
    let of = |cause| Some(Outcome { exit_code, after: Some(length), cause });
    match attempt.ending {
        Ending::AfterTheFact => None,
        Ending::OutOfMemory => of(Cause::OutOfMemory),
        Ending::Completed | Ending::Exited | Ending::LivenessProbe | Ending::StartupProbe | Ending::Lost => {
            of(Cause::Exit)
        }
        Ending::NotStarted => of(Cause::Other("StartError".to_owned())),
        Ending::Stopped(kind) => match kind {
            StopKind::LocalStorage => of(Cause::StorageEvicted),
            StopKind::NodePressure | StopKind::Evicted | StopKind::NodeShutdown | StopKind::Rejected => {
                of(Cause::Evicted)
            }
            StopKind::Preempted => of(Cause::Preempted),
            StopKind::EvictionApi | StopKind::Taint | StopKind::NodeGone => of(Cause::Drained),
            StopKind::Deleted => of(Cause::Deleted),
            // A limit of the manifest stopped it, and another manifest would not have.
            StopKind::PodDeadline | StopKind::JobController => Some(Outcome::hang()),
        },
    }
}

/// Says something about every regular container: what the incident does not show runs and ends well.
fn cover_all(facts: &Facts, behaviour: &mut Behaviour) {
    let mut names: Vec<&str> = Vec::new();
    for container in facts.pods.iter().flat_map(|pod| &pod.containers) {
        if container.kind == ContainerKind::Regular && !names.contains(&container.name.as_str()) {
            names.push(&container.name);
        }
    }
    for name in names {
        let of_container = |attempts: &&super::Attempts| attempts.container.as_deref() == Some(name);
        if behaviour.attempts.iter().any(|attempts| of_container(&attempts) && attempts.index.is_none()) {
            continue;
        }
        // Other indexes than those shown went the way of the last one that is shown.
        let last = behaviour.attempts.iter().rfind(of_container);
        let outcome = last.and_then(|attempts| attempts.outcomes.last().cloned());
        behaviour.add(None, Some(name.to_owned()), outcome.unwrap_or_else(|| Outcome::exit(0, 0)));
    }
}
