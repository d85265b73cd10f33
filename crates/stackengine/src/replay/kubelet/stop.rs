//! How a pod is stopped: hooks, SIGTERM, the time it is given, SIGKILL, the sidecars last; and the phase it ends in.

use super::UnitState;
use crate::facts::ContainerKind;
use crate::replay::behaviour::Cause;
use crate::replay::queue::Event;
use crate::replay::spec::PreStop;
use crate::replay::story::{KillReason, Phase, What};
use crate::replay::time::{Millis, SECOND};
use crate::replay::world::World;

/// However little time a pod is given, it has this.
const LEAST_GRACE: Millis = 2 * SECOND;
/// The time that the kubelet gives where the node runs short.
const EVICTION_GRACE: Millis = SECOND;
const KILLED: i64 = 137;

/// Why a pod is being stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::replay) enum Stop {
    /// Its regular containers have ended: only sidecars are left.
    Finished,
    /// An init container failed for good.
    InitFailed,
    /// Somebody deleted it.
    Deleted,
    /// The node ran short.
    Evicted,
    /// It used more storage than it may.
    StorageEvicted,
    /// The node shuts down.
    NodeShutdown,
    /// Its own deadline passed.
    PodDeadline,
}

impl World<'_> {
    /// The kubelet stops a pod of its own accord, unless it is being stopped already.
    pub(in crate::replay) fn stop_by_kubelet(&mut self, position: usize, stop: Stop) {
        let Some(pod) = self.pods.get_mut(position) else { return };
        if pod.stop.is_some() || pod.phase.is_terminal() || pod.is_lost {
            return;
        }
        let id = pod.id;
        // Who uses more storage than it may is not a victim.
        if stop != Stop::StorageEvicted {
            pod.disruption = Some("TerminationByKubelet");
        }
        if stop != Stop::NodeShutdown {
            self.say(What::Evicted(id));
        }
        self.stop_pod(position, stop);
    }

    /// Somebody deletes a pod: it is stopped, and goes once it has ended.
    pub(in crate::replay) fn delete_pod(&mut self, position: usize, disruption: Option<&'static str>) {
        let now = self.now;
        let Some(pod) = self.pods.get_mut(position).filter(|pod| pod.deleted.is_none()) else { return };
        pod.deleted = Some(now);
        pod.disruption = pod.disruption.or(disruption);
        let (id, is_lost) = (pod.id, pod.is_lost);
        let runs = pod.stop.is_none() && !pod.phase.is_terminal();
        if let Some(story) = self.story.pods.get_mut(id as usize) {
            story.deletion = Some(now);
        }
        self.wake(now);
        if runs && !is_lost {
            self.stop_pod(position, Stop::Deleted);
        }
    }

    /// Asks every container that runs to stop, the sidecars after the others.
    pub(in crate::replay) fn stop_pod(&mut self, position: usize, stop: Stop) {
        let grace = match stop {
            Stop::Evicted | Stop::StorageEvicted => EVICTION_GRACE,
            _ => self.spec.pod.grace,
        };
        let Some(pod) = self.pods.get_mut(position) else { return };
        pod.stop = Some(stop);
        pod.is_doomed |= matches!(stop, Stop::InitFailed | Stop::PodDeadline);
        for unit in &mut pod.units {
            if matches!(unit.state, UnitState::Due(_) | UnitState::HeldUp) {
                unit.state = if unit.last_exit.is_some() { UnitState::Ended } else { UnitState::Waiting };
            }
        }
        let deadline = self.now + grace.max(LEAST_GRACE);
        let mut others_end = self.now;
        for (unit, container) in self.spec.pod.containers.iter().enumerate() {
            if container.kind != ContainerKind::Sidecar {
                self.kill(position, unit, grace, KillReason::Stopping);
                let ends = self.pods.get(position).and_then(|pod| pod.units.get(unit)).and_then(super::Unit::ends);
                others_end = others_end.max(ends.unwrap_or(0));
            }
        }
        let mut begin = others_end;
        for (unit, container) in self.spec.pod.containers.iter().enumerate().rev() {
            if container.kind == ContainerKind::Sidecar {
                begin = self.kill_sidecar(position, unit, begin, deadline);
            }
        }
        self.end_pod(position);
    }

    /// Sends SIGTERM to a container after its hook, and SIGKILL when its time is over.
    pub(super) fn kill(&mut self, position: usize, unit: usize, grace: Millis, why: KillReason) {
        let Some(container) = self.spec.pod.containers.get(unit) else { return };
        let hook = match container.pre_stop {
            Some(PreStop::Sleep(time)) => time,
            Some(PreStop::Unknown) => {
                let told = self.behaviour.pre_stop.iter().find(|(name, _)| *name == container.name);
                told.map_or(0, |(_, time)| *time)
            }
            None => 0,
        };
        let hook = hook.min(grace);
        self.kill_within(position, unit, self.now + hook, self.now + hook + (grace - hook).max(LEAST_GRACE), why);
    }

    /// A sidecar is sent SIGTERM once those after it have ended; says when it will have ended itself.
    fn kill_sidecar(&mut self, position: usize, unit: usize, begin: Millis, deadline: Millis) -> Millis {
        // The last one has at least the least.
        let deadline = deadline.max(begin + LEAST_GRACE);
        self.kill_within(position, unit, begin, deadline, KillReason::Stopping).unwrap_or(begin)
    }

    /// Plans the end of a run that gets SIGTERM at one time and SIGKILL at another; says when it ends.
    fn kill_within(
        &mut self,
        position: usize,
        unit: usize,
        term: Millis,
        kill: Millis,
        why: KillReason,
    ) -> Option<Millis> {
        let container = self.spec.pod.containers.get(unit)?;
        let reaction = match self.behaviour.on_term(&container.name) {
            Some(told) => told.exit_code.map(|exit_code| (exit_code, told.after)),
            None => container.exit_on_term.map(|exit_code| (exit_code, 0)),
        };
        let (ends, exit_code) = match reaction {
            Some((exit_code, after)) if term + after <= kill => (term + after, exit_code),
            _ => (kill, KILLED),
        };
        let pod = self.pods.get_mut(position)?;
        let id = pod.id;
        let UnitState::Running(running) = &mut pod.units.get_mut(unit)?.state else { return None };
        let number = u32::try_from(unit).unwrap_or(u32::MAX);
        // One that would end anyway before that ends by itself.
        let ends = match running.ends {
            Some(natural) if natural < ends || running.stopped => natural,
            _ => {
                (running.ends, running.exit_code, running.cause) = (Some(ends), exit_code, Cause::Exit);
                running.stopped = true;
                self.queue.push(ends, Event::End(id, number));
                ends
            }
        };
        self.say(What::Killing(id, number, why));
        Some(ends)
    }

    /// Ends a pod that is being stopped, once nothing of it runs.
    pub(super) fn end_pod(&mut self, position: usize) {
        let (now, ended) = (self.now, self.now + self.options.latency.ended);
        let Some(pod) = self.pods.get_mut(position) else { return };
        if pod.phase.is_terminal() || pod.units.iter().any(super::Unit::is_running) {
            return;
        }
        let of_kind = self.spec.pod.containers.iter().zip(&pod.units);
        let mut regular = of_kind.filter(|(container, _)| container.kind == ContainerKind::Regular);
        let is_good = !pod.is_doomed && regular.all(|(_, unit)| unit.last_exit.is_some_and(|(code, _)| code == 0));
        pod.phase = if is_good { Phase::Succeeded } else { Phase::Failed };
        pod.is_ghost = is_good && !matches!(pod.stop, None | Some(Stop::Finished));
        let (id, phase) = (pod.id, pod.phase);
        // A pod that succeeded keeps no reason, not even that of its eviction.
        let reason = match pod.stop {
            _ if is_good => None,
            Some(Stop::Evicted | Stop::StorageEvicted) => Some("Evicted"),
            Some(Stop::NodeShutdown) => Some("Terminated"),
            Some(Stop::PodDeadline) => Some("DeadlineExceeded"),
            _ => None,
        };
        let disruption = pod.disruption;
        if let Some(story) = self.story.pods.get_mut(id as usize) {
            (story.phase, story.ended, story.reason, story.disruption) = (phase, Some(now), reason, disruption);
        }
        self.queue.push(ended, Event::Ended(id));
    }
}
