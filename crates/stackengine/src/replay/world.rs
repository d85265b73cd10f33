//! The whole state of a replay at a moment, and the loop that lets time pass.

use std::collections::BTreeMap;

use super::Options;
use super::behaviour::{Behaviour, Cause, DisturbanceKind, Outcome};
use super::controller::{IndexState, JobState};
use super::kubelet::{Pod, Stop};
use super::queue::{Event, Queue};
use super::spec::Spec;
use super::story::{Counters, End, Happening, Story, What};
use super::time::Millis;
use crate::facts::ContainerKind;

/// After a node falls silent: 40 s until it is believed, and 300 s that every pod tolerates.
const NODE_LOST_AFTER: Millis = 340_000;

/// Everything there is at a moment.
#[derive(Clone, Debug)]
pub(super) struct World<'s> {
    pub(super) spec: &'s Spec,
    pub(super) options: Options,
    pub(super) behaviour: &'s Behaviour,
    pub(super) choice: Choice,
    pub(super) now: Millis,
    pub(super) queue: Queue,
    pub(super) job: JobState,
    /// Pods that are there and not yet counted, in the order of their creation.
    pub(super) pods: Vec<Pod>,
    /// What became of each index; empty where there are none.
    pub(super) indexes: Vec<IndexState>,
    pub(super) n_pods: u32,
    pub(super) n_runs: u64,
    /// How many runs each sequence has had: by container and index.
    runs_of: BTreeMap<(u32, u32), u32>,
    /// What was chosen for the runs of each index, the Job's own for one without.
    chosen: BTreeMap<Option<u32>, Vec<u8>>,
    /// How many of these an index may have; afterwards the last one repeats.
    pub(super) most_choices: usize,
    /// How many pods succeeded though they were stopped.
    pub(super) n_ghosts: u32,
    /// Runs whose outcome is still to be chosen.
    pub(super) undecided: Vec<(u32, u32)>,
    /// Whether what happens is written down.
    pub(super) records: bool,
    pub(super) story: Story,
}

/// Who says how a run ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    /// The behaviour does.
    Told,
    /// The caller is asked.
    Asked,
}

/// Why the loop came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pause {
    /// It is over, one way or another.
    Over,
    /// Somebody must choose how a run ends.
    Choose,
}

impl<'s> World<'s> {
    pub(super) fn new(spec: &'s Spec, behaviour: &'s Behaviour, options: Options) -> Self {
        let n_indexes = if spec.job.indexed { spec.job.completions.unwrap_or(0) } else { 0 };
        let mut world = Self {
            spec,
            options,
            behaviour,
            choice: Choice::Told,
            now: 0,
            queue: Queue::default(),
            job: JobState::new(&spec.job),
            pods: Vec::new(),
            indexes: vec![IndexState::default(); n_indexes as usize],
            n_pods: 0,
            n_runs: 0,
            runs_of: BTreeMap::new(),
            chosen: BTreeMap::new(),
            most_choices: usize::MAX,
            n_ghosts: 0,
            undecided: Vec::new(),
            records: true,
            story: Story::default(),
        };
        for (position, disturbance) in behaviour.disturbances.iter().enumerate() {
            world.queue.push(disturbance.at, Event::Disturb(u32::try_from(position).unwrap_or(u32::MAX)));
        }
        if spec.job.managed_by.is_none() {
            world.wake(0);
        }
        world
    }

    /// Lets time pass until everything is over, or a choice is to be made.
    pub(super) fn run(&mut self) -> Pause {
        loop {
            if !self.undecided.is_empty() {
                return Pause::Choose;
            }
            if self.n_runs > self.options.max_runs {
                return Pause::Over;
            }
            let Some((at, event)) = self.queue.pop(self.options.until) else { return Pause::Over };
            self.now = at;
            self.happen(event);
        }
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Disturb(position) => {
                let Some(disturbance) = self.behaviour.disturbances.get(position as usize) else { return };
                self.disturb(disturbance.kind, disturbance.index);
            }
            Event::Sync if self.job.next_sync == Some(self.now) => {
                self.job.next_sync = None;
                self.sync();
            }
            Event::Sync => {}
            Event::Expire => {
                self.story.deleted = Some(self.now);
                for pod in &mut self.story.pods {
                    pod.removed.get_or_insert(self.now);
                }
            }
            Event::Begin(id)
            | Event::Start(id, _)
            | Event::End(id, _)
            | Event::Probe(id, _)
            | Event::PodDeadline(id)
            | Event::GiveUp(id)
            | Event::Progress(id)
            | Event::Ended(id) => {
                if let Some(position) = self.position(id) {
                    self.happen_to_pod(position, event);
                }
            }
        }
    }

    fn happen_to_pod(&mut self, position: usize, event: Event) {
        match event {
            Event::Begin(_) => self.begin(position),
            Event::Start(_, unit) => self.start(position, unit as usize),
            Event::End(_, unit) => self.end(position, unit as usize),
            Event::Probe(_, unit) => self.probe_failed(position, unit as usize),
            Event::PodDeadline(_) => self.pod_deadline(position),
            Event::GiveUp(_) => self.delete_pod(position, Some("DeletionByTaintManager")),
            Event::Progress(_) => {
                if let Some(pod) = self.pods.get_mut(position).filter(|pod| pod.progress_due == Some(self.now)) {
                    pod.progress_due = None;
                    pod.seen_restarts = pod.restarts;
                    self.wake(self.now);
                }
            }
            Event::Ended(_) => {
                if let Some(pod) = self.pods.get_mut(position) {
                    pod.seen_phase = pod.phase;
                    pod.seen_restarts = pod.restarts;
                    self.wake(self.now);
                }
            }
            _ => {}
        }
    }

    /// The position of a pod that is still there.
    pub(super) fn position(&self, id: u32) -> Option<usize> {
        self.pods.binary_search_by_key(&id, |pod| pod.id).ok()
    }

    /// Has the Job controller look at the Job at a moment, unless it looks earlier anyway.
    pub(super) fn wake(&mut self, at: Millis) {
        if self.job.next_sync.is_none_or(|next| at < next) {
            self.job.next_sync = Some(at);
            self.queue.push(at, Event::Sync);
        }
    }

    /// Writes down that something was said.
    pub(super) fn say(&mut self, what: What) {
        if self.records {
            self.story.events.push(Happening { at: self.now, what });
        }
    }

    /// Writes the counters down, where they changed.
    pub(super) fn count(&mut self, active: u32, terminating: u32) {
        if !self.records {
            return;
        }
        let (succeeded, failed) = (self.job.succeeded, self.job.failed);
        let counters = Counters { at: self.now, active, terminating, succeeded, failed };
        match self.story.counters.last() {
            Some(last) if Counters { at: self.now, ..*last } == counters => {}
            _ => self.story.counters.push(counters),
        }
    }

    /// How a run that starts now will end; `None` where somebody is to choose.
    pub(super) fn outcome(&mut self, pod: usize, unit: usize) -> Option<Outcome> {
        let container = self.spec.pod.containers.get(unit)?;
        let index = self.pods.get(pod)?.index;
        let is_regular = container.kind == ContainerKind::Regular;
        if self.choice == Choice::Asked && is_regular {
            let first = self.spec.pod.containers.iter().position(|other| other.kind == ContainerKind::Regular);
            return (first != Some(unit)).then(|| Outcome::exit(0, 0));
        }
        let Some(sequence) = self.behaviour.sequence(&container.name, is_regular, index) else {
            return Some(match container.kind {
                ContainerKind::Sidecar => Outcome::hang(),
                _ => Outcome::exit(0, 0),
            });
        };
        let key = (u32::try_from(unit).unwrap_or(u32::MAX), index.map_or(0, |index| index.saturating_add(1)));
        let had = self.runs_of.entry(key).or_insert(0);
        let outcomes = &self.behaviour.attempts.get(sequence)?.outcomes;
        let outcome = outcomes.get(*had as usize).or(outcomes.last()).cloned();
        *had = had.saturating_add(1);
        outcome
    }

    /// What was chosen for the runs of an index so far.
    pub(super) fn chosen_of(&self, index: Option<u32>) -> &[u8] {
        self.chosen.get(&index).map(Vec::as_slice).unwrap_or_default()
    }

    /// Remembers what was chosen for a run of an index.
    pub(super) fn remember_choice(&mut self, index: Option<u32>, choice: u8) {
        self.chosen.entry(index).or_default().push(choice);
    }

    /// Something from outside.
    fn disturb(&mut self, kind: DisturbanceKind, index: Option<u32>) {
        match kind {
            DisturbanceKind::Suspend => self.set_suspended(true),
            DisturbanceKind::Resume => self.set_suspended(false),
            DisturbanceKind::Scale(parallelism) => {
                self.job.parallelism = parallelism;
                self.wake(self.now);
            }
            DisturbanceKind::ControllerRestarted => {
                self.job.failures_in_a_row = 0;
                self.job.last_failure = None;
                self.wake(self.now);
            }
            _ => {
                let ids: Vec<u32> =
                    self.pods.iter().filter(|pod| pod.is_disturbable(index)).map(|pod| pod.id).collect();
                for id in ids {
                    if let Some(position) = self.position(id) {
                        self.disturb_pod(position, kind);
                    }
                }
            }
        }
    }

    /// Something from outside happens to one pod.
    pub(super) fn disturb_pod(&mut self, position: usize, kind: DisturbanceKind) {
        let Some(pod) = self.pods.get_mut(position) else { return };
        let id = pod.id;
        match kind {
            DisturbanceKind::PodDeleted => self.delete_pod(position, None),
            DisturbanceKind::NodeDrained => self.delete_pod(position, Some("EvictionByEvictionAPI")),
            DisturbanceKind::Preempted => {
                self.say(What::Preempted(id));
                self.delete_pod(position, Some("PreemptionByScheduler"));
            }
            DisturbanceKind::Evicted => self.stop_by_kubelet(position, Stop::Evicted),
            DisturbanceKind::StorageEvicted => self.stop_by_kubelet(position, Stop::StorageEvicted),
            DisturbanceKind::NodeShutdown => self.stop_by_kubelet(position, Stop::NodeShutdown),
            DisturbanceKind::NodeLost => {
                pod.is_lost = true;
                self.queue.push(self.now + NODE_LOST_AFTER, Event::GiveUp(id));
            }
            _ => {}
        }
    }

    /// What an outcome does to the whole pod.
    pub(super) fn disturb_by_cause(&mut self, position: usize, cause: &Cause) {
        let kind = match cause {
            Cause::Evicted => DisturbanceKind::Evicted,
            Cause::StorageEvicted => DisturbanceKind::StorageEvicted,
            Cause::Deleted => DisturbanceKind::PodDeleted,
            Cause::Drained => DisturbanceKind::NodeDrained,
            Cause::Preempted => DisturbanceKind::Preempted,
            _ => return,
        };
        self.disturb_pod(position, kind);
    }

    /// The end of the story.
    pub(super) fn finish(mut self) -> Story {
        self.story.end = self.ending();
        self.story.until = if self.queue.is_empty() { self.now } else { self.options.until.max(self.now) };
        for pod in self.pods.iter().filter(|pod| !pod.phase.is_terminal()) {
            if let Some(story) = self.story.pods.get_mut(pod.id as usize) {
                (story.phase, story.disruption) = (pod.phase, pod.disruption);
            }
        }
        self.story.next_attempt = self.job.next_sync.filter(|_| self.job.finished.is_none());
        let listed = |wanted: fn(&IndexState) -> bool| {
            let fitting = self.indexes.iter().enumerate().filter(|(_, state)| wanted(state));
            fitting.filter_map(|(index, _)| u32::try_from(index).ok()).collect()
        };
        self.story.completed_indexes = listed(|state| state.is_complete);
        self.story.failed_indexes = listed(|state| state.has_failed);
        self.story
    }

    /// How it ended.
    pub(super) fn ending(&self) -> End {
        if self.spec.job.managed_by.is_some() {
            return End::NotManaged;
        }
        if self.job.finished.is_some() {
            return if self.job.is_failed() { End::Failed } else { End::Complete };
        }
        if self.n_runs > self.options.max_runs {
            return End::TooMany;
        }
        match (self.queue.is_empty(), self.job.is_suspended) {
            (_, true) => End::Suspended,
            (true, false) => End::Stuck,
            (false, false) => End::Unfinished,
        }
    }
}
