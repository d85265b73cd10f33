//! One run of a container, from its start to its end.

use super::{Running, Stop, Unit, UnitState};
use crate::facts::ContainerKind;
use crate::replay::behaviour::{Cause, Outcome, ProbeKind};
use crate::replay::queue::Event;
use crate::replay::spec::Probe;
use crate::replay::story::{KillReason, Phase, Run, What};
use crate::replay::time::Millis;
use crate::replay::world::World;

impl World<'_> {
    /// A container starts, if it still should.
    pub(in crate::replay) fn start(&mut self, position: usize, unit: usize) {
        let (now, records) = (self.now, self.records);
        let Some(pod) = self.pods.get_mut(position).filter(|pod| !pod.is_lost && pod.stop.is_none()) else { return };
        let Some(state) = pod.units.get_mut(unit).filter(|unit| unit.state == UnitState::Due(now)) else { return };
        let is_restart = state.last_exit.is_some();
        if is_restart {
            state.restarts += 1;
            pod.restarts += 1;
            state.lengthen_backoff();
        }
        state.last_start = now;
        state.state = UnitState::Running(Running {
            since: now,
            ends: None,
            exit_code: 0,
            cause: Cause::Exit,
            stopped: false,
            by_probe: false,
        });
        self.n_runs += 1;
        let id = pod.id;
        let container = self.spec.pod.containers.get(unit);
        if container.is_some_and(|container| container.kind == ContainerKind::Regular) {
            pod.phase = Phase::Running;
        }
        if is_restart && self.spec.pod.restarts_on_failure && pod.progress_due.is_none() {
            let at = now + self.options.latency.progress;
            pod.progress_due = Some(at);
            self.queue.push(at, Event::Progress(id));
        }
        if records && let Some(runs) = self.story.pods.get_mut(id as usize).and_then(|pod| pod.runs.get_mut(unit)) {
            runs.push(Run { started: now, finished: None, exit_code: None, cause: Cause::Exit, stopped: false });
        }
        match self.outcome(position, unit) {
            Some(outcome) => self.plan(position, unit, &outcome),
            None => self.undecided.push((id, u32::try_from(unit).unwrap_or(u32::MAX))),
        }
        // What comes after a sidecar waits only for its start.
        if container.is_some_and(|container| container.kind == ContainerKind::Sidecar) {
            self.drive(position);
        }
    }

    /// How a run that has just started will end.
    pub(in crate::replay) fn plan(&mut self, position: usize, unit: usize, outcome: &Outcome) {
        let now = self.now;
        let Some(container) = self.spec.pod.containers.get(unit) else { return };
        let Some(pod) = self.pods.get_mut(position) else { return };
        let (id, number) = (pod.id, u32::try_from(unit).unwrap_or(u32::MAX));
        let Some(UnitState::Running(running)) = pod.units.get_mut(unit).map(|unit| &mut unit.state) else { return };
        (running.exit_code, running.cause) = (outcome.exit_code, outcome.cause.clone());
        running.ends = outcome.after.map(|after| now.saturating_add(after));
        if let Some(ends) = running.ends {
            self.queue.push(ends, Event::End(id, number));
        }
        let failing = self.behaviour.probes.iter().filter(|probe| probe.container == container.name);
        for failure in failing {
            let Some(probe) = probe_of(container, failure.kind) else { continue };
            self.queue.push(now + probe.gives_up(failure.from), Event::Probe(id, number));
        }
        if container.has_post_start && self.behaviour.failing_post_start.contains(&container.name) {
            self.say(What::PostStartFailed(id, number));
            self.kill(position, unit, self.spec.pod.grace, KillReason::PostStart);
        }
    }

    /// A probe has failed often enough, if the run that it was asked of still runs.
    pub(in crate::replay) fn probe_failed(&mut self, position: usize, unit: usize) {
        let Some(container) = self.spec.pod.containers.get(unit) else { return };
        let Some(pod) = self.pods.get(position).filter(|pod| pod.stop.is_none() && !pod.is_lost) else { return };
        let Some(UnitState::Running(running)) = pod.units.get(unit).map(|unit| &unit.state) else { return };
        let since = running.since;
        if running.stopped {
            return;
        }
        let failing = self.behaviour.probes.iter().filter(|probe| probe.container == container.name);
        let failed = failing
            .filter_map(|failure| Some((failure, probe_of(container, failure.kind)?)))
            .find(|(failure, probe)| since + probe.gives_up(failure.from) == self.now);
        let Some((failure, probe)) = failed else { return };
        let why = match failure.kind {
            ProbeKind::Liveness => KillReason::Liveness,
            ProbeKind::Startup => KillReason::Startup,
        };
        self.kill(position, unit, probe.grace.unwrap_or(self.spec.pod.grace), why);
        if let Some(UnitState::Running(running)) =
            self.pods.get_mut(position).and_then(|pod| pod.units.get_mut(unit)).map(|unit| &mut unit.state)
        {
            running.by_probe = true;
        }
    }

    /// A run ends, if it is the one that was meant.
    pub(in crate::replay) fn end(&mut self, position: usize, unit: usize) {
        let now = self.now;
        let Some(pod) = self.pods.get_mut(position).filter(|pod| !pod.is_lost) else { return };
        let id = pod.id;
        let Some(state) = pod.units.get_mut(unit) else { return };
        let UnitState::Running(running) = &state.state else { return };
        if running.ends != Some(now) {
            return;
        }
        let running = running.clone();
        let Running { exit_code, cause, stopped, by_probe, .. } = running;
        let is_init = self.spec.pod.containers.get(unit).is_some_and(|container| container.kind == ContainerKind::Init);
        // Of an init container, and of no other, a kill for memory counts whatever the exit code.
        state.last_exit = Some((exit_code, is_init && cause == Cause::OutOfMemory));
        state.state = UnitState::Ended;
        pod.finished = Some(now);
        self.write_end(id, unit, exit_code, &cause, stopped);
        if cause.disturbs() && !stopped {
            self.disturb_by_cause(position, &cause);
        }
        if self.pods.get(position).is_some_and(|pod| pod.stop.is_none()) {
            self.restart_or_leave(position, unit, by_probe);
        }
        self.drive(position);
    }

    pub(super) fn write_end(&mut self, pod: u32, unit: usize, exit_code: i64, cause: &Cause, stopped: bool) {
        if !self.records {
            return;
        }
        let runs = self.story.pods.get_mut(pod as usize).and_then(|pod| pod.runs.get_mut(unit));
        if let Some(run) = runs.and_then(|runs| runs.last_mut()) {
            (run.finished, run.exit_code) = (Some(self.now), Some(exit_code));
            (run.cause, run.stopped) = (cause.clone(), stopped);
        }
    }

    /// The pod's own deadline passes.
    pub(in crate::replay) fn pod_deadline(&mut self, position: usize) {
        let Some(pod) = self.pods.get(position) else { return };
        if pod.stop.is_none() && !pod.phase.is_terminal() && !pod.is_lost {
            self.say(What::PodDeadline(pod.id));
            self.stop_pod(position, Stop::PodDeadline);
        }
    }
}

impl Unit {
    /// Whether the last run failed, as far as restarting goes.
    pub(super) fn failed(&self) -> bool {
        self.last_exit.is_some_and(|(code, killed)| code != 0 || killed)
    }

    /// When the present run ends.
    pub(super) fn ends(&self) -> Option<Millis> {
        match &self.state {
            UnitState::Running(running) => running.ends,
            _ => None,
        }
    }
}

fn probe_of(container: &crate::replay::spec::ContainerSpec, kind: ProbeKind) -> Option<Probe> {
    match kind {
        ProbeKind::Liveness => container.liveness,
        ProbeKind::Startup => container.startup,
    }
}
