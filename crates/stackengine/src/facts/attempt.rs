//! How every run ended, judged from all that is known of it: exit code, reason, times, events; never from a phase.

use jiff::Timestamp;

use super::stop::{Stop, StopKind, find_stops};
use super::{Container, ContainerKind, Event, Facts, Job, Pod, Run, State};
use crate::evidence::Place;

/// How a run came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// It exited with 0.
    Completed,
    /// It exited with another code, as far as can be seen by itself.
    Exited,
    /// The kernel killed a process of the container for memory; the container may have gone on and exited otherwise.
    OutOfMemory,
    /// The runtime could not start it.
    NotStarted,
    /// The kubelet killed it because of its liveness probe.
    LivenessProbe,
    /// The kubelet killed it because of its startup probe.
    StartupProbe,
    /// It was stopped together with its pod.
    Stopped(StopKind),
    /// Nobody knows: the record was made up because the true one was lost.
    Lost,
    /// It ended after its outcome was decided, and says nothing about it: a sidecar after the others, a run after
    /// the Job's end.
    AfterTheFact,
}

/// One run that ended, with the judgement on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Index of the pod.
    pub pod: usize,
    /// Index of the container in the pod.
    pub container: usize,
    /// Index of the run in the container.
    pub run: usize,
    /// How it ended.
    pub ending: Ending,
    /// What proves it, the most telling first.
    pub places: Vec<Place>,
}

impl Attempt {
    /// Whether it is a failure that the workload's owner must look at.
    #[must_use]
    pub fn failed(&self) -> bool {
        !matches!(self.ending, Ending::Completed | Ending::AfterTheFact)
    }
}

/// A failed run with everything around it, for detectors.
#[derive(Clone, Copy, Debug)]
pub struct Failure<'f> {
    /// The judgement.
    pub attempt: &'f Attempt,
    /// The pod.
    pub pod: &'f Pod,
    /// The container.
    pub container: &'f Container,
    /// The run.
    pub run: &'f Run,
}

pub(super) fn judge(facts: &mut Facts) {
    facts.stops = find_stops(facts);
    let mut attempts = Vec::new();
    for (pod_index, pod) in facts.pods.iter().enumerate() {
        let stop = facts.stops.iter().find(|stop| stop.pod == pod_index);
        for (container_index, container) in pod.containers.iter().enumerate() {
            for (run_index, run) in container.runs.iter().enumerate() {
                let events: Vec<&Event> = facts.pod_events[pod_index].iter().map(|at| &facts.events[*at]).collect();
                let case = Case { job: facts.job.as_ref(), pod, container, run, stop, events: &events };
                let (ending, mut places) = case.ending(facts.state);
                places.push(run.exit_code.place);
                places.extend(run.reason.as_ref().map(|reason| reason.place));
                let (pod, container, run) = (pod_index, container_index, run_index);
                attempts.push(Attempt { pod, container, run, ending, places });
            }
        }
    }
    facts.attempts = attempts;
}

struct Case<'f> {
    job: Option<&'f Job>,
    pod: &'f Pod,
    container: &'f Container,
    run: &'f Run,
    stop: Option<&'f Stop>,
    events: &'f [&'f Event],
}

impl Case<'_> {
    fn ending(&self, state: State) -> (Ending, Vec<Place>) {
        let code = self.run.exit_code.value;
        if self.is_after_the_fact(state) {
            return (Ending::AfterTheFact, Vec::new());
        }
        if self.is_lost(code) {
            return (Ending::Lost, Vec::new());
        }
        if self.run.reason() == "OOMKilled" {
            return (Ending::OutOfMemory, Vec::new());
        }
        if self.did_not_start(code) {
            return (Ending::NotStarted, self.run.message.iter().map(|message| message.place).collect());
        }
        if code == 0 {
            return (Ending::Completed, Vec::new());
        }
        if let Some((ending, place)) = self.probe_kill() {
            return (ending, vec![place]);
        }
        match self.stop {
            Some(stop) if self.stop_explains(stop, code) => (Ending::Stopped(stop.kind), stop.places.clone()),
            _ => (Ending::Exited, Vec::new()),
        }
    }

    /// Sidecars are stopped after the others, and a node that comes back rewrites what was decided long ago.
    fn is_after_the_fact(&self, state: State) -> bool {
        if self.container.kind == ContainerKind::Sidecar {
            let others = self.pod.containers.iter().filter(|other| other.kind == ContainerKind::Regular);
            let all_ended = others.clone().all(|other| other.last_run().is_some_and(|run| run.current));
            let last = others.filter_map(|other| other.last_run()?.finished).max();
            return self.run.current && all_ended && self.run.finished >= last;
        }
        let Some(completed) = self.job.and_then(|job| job.completed.as_ref()) else { return false };
        state == State::Complete && later(self.run.finished, Some(completed.value), 1)
    }

    fn is_lost(&self, code: i64) -> bool {
        match self.run.reason() {
            "ContainerStatusUnknown" | "RestartingAllContainers" => true,
            "Unknown" => code == 255,
            _ => code == -1,
        }
    }

    fn did_not_start(&self, code: i64) -> bool {
        match self.run.reason() {
            "StartError" | "ContainerCannotRun" | "RunContainerError" => true,
            _ => {
                let message = self.run.message.as_ref().map_or("", |message| message.value.as_str());
                code == 128 && message.contains("failed to create") && message.contains("task")
            }
        }
    }

    /// The kubelet says which container its probe killed; a code that a process chose itself was not the kill's.
    fn probe_kill(&self) -> Option<(Ending, Place)> {
        if !matches!(self.run.exit_code.value, 137 | 143) {
            return None;
        }
        let killed = |what: &str| {
            let needle = format!("Container {} failed {what} probe", self.container.name);
            let found = self.events.iter().find(|event| {
                event.reason == "Killing"
                    && (event.message.starts_with(&needle)
                        || (event.container.as_deref() == Some(&self.container.name) && event.message.contains(what)))
            })?;
            Some(found.place)
        };
        killed("liveness")
            .map(|place| (Ending::LivenessProbe, place))
            .or_else(|| killed("startup").map(|place| (Ending::StartupProbe, place)))
    }

    fn stop_explains(&self, stop: &Stop, code: i64) -> bool {
        // A run that ended well before the pod was stopped ended for a reason of its own.
        if let (Some(finished), Some(at)) = (self.run.finished, stop.at)
            && finished.as_second() + 2 < at.as_second()
        {
            return false;
        }
        let by_signal = matches!(code, 137 | 143 | 255 | 1) || stop.at.is_some();
        by_signal && (self.run.current || self.pod.meta.origin.is_none())
    }
}

fn later(time: Option<Timestamp>, than: Option<Timestamp>, seconds: i64) -> bool {
    match (time, than) {
        (Some(time), Some(than)) => time.as_second() > than.as_second() + seconds,
        _ => false,
    }
}
