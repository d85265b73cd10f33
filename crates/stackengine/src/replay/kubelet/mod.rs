//! The kubelet: starts the containers of a pod in their order, restarts them, stops them, and says how the pod ended.

mod restart;
mod run;
mod stop;

pub(super) use stop::Stop;

use super::behaviour::Cause;
use super::queue::Event;
use super::story::{Phase, PodStory, What};
use super::time::Millis;
use super::world::World;
use crate::facts::ContainerKind;

/// The kubelet tries again to start what is held up after this long, then twice as long, and so on …
const FIRST_RETRY: Millis = 10_000;
/// … but never later than after this.
const LAST_RETRY: Millis = 300_000;

/// A pod, as it is and as the Job controller knows it.
#[derive(Clone, Debug)]
pub(super) struct Pod {
    pub(super) id: u32,
    pub(super) index: Option<u32>,
    pub(super) created: Millis,
    /// One for each container of the template.
    pub(super) units: Vec<Unit>,
    pub(super) phase: Phase,
    /// When its last container ended.
    pub(super) finished: Option<Millis>,
    /// Why it is being stopped.
    pub(super) stop: Option<Stop>,
    /// When somebody asked for its deletion.
    pub(super) deleted: Option<Millis>,
    /// The reason of its condition `DisruptionTarget`.
    pub(super) disruption: Option<&'static str>,
    /// Nothing its containers may still exit with makes it succeed.
    pub(super) is_doomed: bool,
    /// It was stopped from outside and ended well all the same.
    pub(super) is_ghost: bool,
    /// Its node fell silent.
    pub(super) is_lost: bool,
    /// No container starts before.
    pub(super) not_before: Millis,
    /// Restarts of all its containers.
    pub(super) restarts: u32,
    /// What the Job controller knows.
    pub(super) seen_phase: Phase,
    pub(super) seen_restarts: u32,
    /// When it hears of restarts.
    pub(super) progress_due: Option<Millis>,
    /// Whether it counts no more: it was deleted without being counted, or has been.
    pub(super) is_released: bool,
    pub(super) is_counted: bool,
    /// Failures of the same index before it, counted and ignored.
    pub(super) earlier_failures: u32,
    pub(super) earlier_ignored: u32,
}

/// One container of a pod.
#[derive(Clone, Debug, Default)]
pub(super) struct Unit {
    pub(super) state: UnitState,
    pub(super) restarts: u32,
    /// How long the kubelet waits before it restarts it; nothing before the first time.
    pub(super) backoff: Millis,
    pub(super) last_start: Millis,
    /// The exit code of the last run, and whether something of it was killed for memory.
    pub(super) last_exit: Option<(i64, bool)>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum UnitState {
    /// It is not its turn yet.
    #[default]
    Waiting,
    /// It will start at this time.
    Due(Millis),
    /// It cannot be started.
    HeldUp,
    /// It runs.
    Running(Running),
    /// It has ended, for good.
    Ended,
}

/// A run that has not ended.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Running {
    pub(super) since: Millis,
    /// When it will end, where it does.
    pub(super) ends: Option<Millis>,
    pub(super) exit_code: i64,
    pub(super) cause: Cause,
    /// Whether it ends because it is stopped.
    pub(super) stopped: bool,
    /// Whether a probe has it stopped.
    pub(super) by_probe: bool,
}

impl Unit {
    pub(super) fn is_running(&self) -> bool {
        matches!(self.state, UnitState::Running(_))
    }

    fn has_started(&self) -> bool {
        self.is_running() || self.last_exit.is_some()
    }
}

impl Pod {
    pub(super) fn new(id: u32, index: Option<u32>, created: Millis, n_units: usize) -> Self {
        Self {
            id,
            index,
            created,
            units: vec![Unit::default(); n_units],
            phase: Phase::Pending,
            finished: None,
            stop: None,
            deleted: None,
            disruption: None,
            is_doomed: false,
            is_ghost: false,
            is_lost: false,
            not_before: 0,
            restarts: 0,
            seen_phase: Phase::Pending,
            seen_restarts: 0,
            progress_due: None,
            is_released: false,
            is_counted: false,
            earlier_failures: 0,
            earlier_ignored: 0,
        }
    }

    /// Whether something from outside can still happen to it.
    pub(super) fn is_disturbable(&self, index: Option<u32>) -> bool {
        !self.phase.is_terminal() && self.deleted.is_none() && (index.is_none() || self.index == index)
    }

    /// Whether the Job controller takes it for one that is at work.
    pub(super) fn is_active(&self) -> bool {
        self.deleted.is_none() && !self.seen_phase.is_terminal()
    }

    /// Whether the Job controller takes it for one that is being deleted.
    pub(super) fn is_terminating(&self) -> bool {
        self.deleted.is_some() && !self.seen_phase.is_terminal()
    }
}

impl World<'_> {
    /// Makes a pod; the kubelet hears of it at once.
    pub(super) fn create_pod(&mut self, index: Option<u32>) {
        let id = self.n_pods;
        self.n_pods += 1;
        let n_units = self.spec.pod.containers.len();
        let mut pod = Pod::new(id, index, self.now, n_units);
        if let Some(state) = index.and_then(|index| self.indexes.get(index as usize)) {
            (pod.earlier_failures, pod.earlier_ignored) = (state.failures, state.ignored);
        }
        if self.records {
            let runs = vec![Vec::new(); n_units];
            self.story.pods.push(PodStory { index, created: self.now, runs, ..PodStory::default() });
        }
        self.pods.push(pod);
        self.say(What::Created(id));
        self.queue.push(self.now, Event::Begin(id));
    }

    /// The scheduler and the kubelet take a pod on, as soon as there is a place for it.
    pub(super) fn begin(&mut self, position: usize) {
        let Some(pod) = self.pods.get_mut(position).filter(|pod| pod.stop.is_none() && pod.deleted.is_none()) else {
            return;
        };
        let id = pod.id;
        if self.spec.pod.gated {
            return;
        }
        match self.behaviour.unschedulable_until {
            Some(None) => return self.say(What::Unschedulable(id)),
            Some(Some(until)) if until > self.now => {
                self.queue.push(until, Event::Begin(id));
                return self.say(What::Unschedulable(id));
            }
            _ => {}
        }
        if let Some(deadline) = self.spec.pod.active_deadline {
            self.queue.push(self.now.saturating_add(deadline), Event::PodDeadline(id));
        }
        self.drive(position);
    }

    /// Starts what may start, and ends the pod where nothing more will.
    pub(super) fn drive(&mut self, position: usize) {
        let Some(pod) = self.pods.get(position) else { return };
        if pod.phase.is_terminal() || pod.is_lost {
            return;
        }
        if pod.stop.is_some() {
            return self.end_pod(position);
        }
        let mut may_start = Vec::new();
        for (unit, (container, state)) in self.spec.pod.containers.iter().zip(&pod.units).enumerate() {
            let waits = state.state == UnitState::Waiting;
            match container.kind {
                ContainerKind::Init => match (&state.state, state.last_exit) {
                    (UnitState::Waiting, _) => {
                        may_start.push(unit);
                        break;
                    }
                    (UnitState::Ended, Some((0, false))) => {}
                    (UnitState::Ended, _) => return self.stop_pod(position, Stop::InitFailed),
                    _ => return,
                },
                // The next one waits until a sidecar has started once.
                ContainerKind::Sidecar if waits => {
                    may_start.push(unit);
                    break;
                }
                ContainerKind::Sidecar if !state.has_started() => return,
                ContainerKind::Sidecar => {}
                ContainerKind::Regular if waits => may_start.push(unit),
                ContainerKind::Regular => {}
            }
        }
        for unit in &may_start {
            self.schedule_start(position, *unit);
        }
        let Some(pod) = self.pods.get(position).filter(|_| may_start.is_empty()) else { return };
        let of_kind = self.spec.pod.containers.iter().zip(&pod.units);
        let mut regular = of_kind.filter(|(container, _)| container.kind == ContainerKind::Regular);
        if regular.all(|(_, unit)| unit.state == UnitState::Ended) {
            self.stop_pod(position, Stop::Finished);
        }
    }

    /// Sets the time at which a container starts for the first time, or all containers anew.
    fn schedule_start(&mut self, position: usize, unit: usize) {
        let latency = self.options.latency;
        let Some(pod) = self.pods.get_mut(position) else { return };
        let is_first = !pod.units.iter().any(Unit::has_started);
        let delay = if is_first { latency.start } else { latency.next };
        let mut at = (self.now + delay).max(pod.not_before);
        let id = pod.id;
        let name = self.spec.pod.containers.get(unit).map(|container| container.name.as_str());
        let held = self.behaviour.held_up.iter().find(|held| Some(held.container.as_str()) == name);
        let number = u32::try_from(unit).unwrap_or(u32::MAX);
        if let Some(held) = held {
            let Some(until) = held.until else {
                if let Some(unit) = pod.units.get_mut(unit) {
                    unit.state = UnitState::HeldUp;
                }
                return self.say(What::HeldUp(id, number));
            };
            let (mut pause, begin) = (FIRST_RETRY, at);
            while at < until {
                at += pause;
                pause = (pause * 2).min(LAST_RETRY);
            }
            if at > begin {
                self.say(What::HeldUp(id, number));
            }
        }
        if let Some(unit) = self.pods.get_mut(position).and_then(|pod| pod.units.get_mut(unit)) {
            unit.state = UnitState::Due(at);
            self.queue.push(at, Event::Start(id, number));
        }
    }
}
