//! What happens during a replay: how each run ends, how processes take a signal, what disturbs them from outside.

mod file;
mod outcome;

pub use outcome::{Cause, Outcome};

use super::refusal::Refusal;
use super::time::Millis;

/// What happens during a replay.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Behaviour {
    /// How runs end. What fits a container and an index more closely goes before what fits it loosely.
    pub attempts: Vec<Attempts>,
    /// How containers take SIGTERM; those that are not named ignore it, as a process without a handler does as PID 1.
    pub on_term: Vec<OnTerm>,
    /// Probes that fail.
    pub probes: Vec<ProbeFailure>,
    /// Containers whose start is held up.
    pub held_up: Vec<HoldUp>,
    /// Until when no node takes a pod; `Some(None)` for ever.
    pub unschedulable_until: Option<Option<Millis>>,
    /// Containers whose `postStart` hook fails.
    pub failing_post_start: Vec<String>,
    /// How long `preStop` hooks take that do not say it themselves.
    pub pre_stop: Vec<(String, Millis)>,
    /// What happens at a time of its own.
    pub disturbances: Vec<Disturbance>,
    /// When the CronJob controller is not there: from, until, counted from the beginning of the schedule's window.
    pub controller_down: Vec<(Millis, Millis)>,
}

/// The outcomes of consecutive runs; the last one repeats.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attempts {
    /// Of this index only.
    pub index: Option<u32>,
    /// Of this container only; else of every regular one.
    pub container: Option<String>,
    /// The outcomes, in their order.
    pub outcomes: Vec<Outcome>,
}

/// How a container takes SIGTERM.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnTerm {
    /// The container; every one where absent.
    pub container: Option<String>,
    /// The exit code; `None` where it ignores the signal.
    pub exit_code: Option<i64>,
    /// How long it needs.
    pub after: Millis,
}

/// Which probe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProbeKind {
    /// `livenessProbe`.
    Liveness,
    /// `startupProbe`.
    Startup,
}

/// A probe that fails from some time of each run on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProbeFailure {
    /// The container.
    pub container: String,
    /// Which probe.
    pub kind: ProbeKind,
    /// From when on, counted from the start of the run.
    pub from: Millis,
}

/// A container that cannot be started for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HoldUp {
    /// The container.
    pub container: String,
    /// The reason for which it waits: `ImagePullBackOff`, `CreateContainerConfigError` …
    pub reason: String,
    /// Until when, counted from the Job's start; `None` for ever.
    pub until: Option<Millis>,
}

/// Something that happens at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disturbance {
    /// When, counted from the Job's start.
    pub at: Millis,
    /// What.
    pub kind: DisturbanceKind,
    /// To the pods of this index only; to every active pod where absent.
    pub index: Option<u32>,
}

/// What happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DisturbanceKind {
    /// Somebody deletes the pods.
    PodDeleted,
    /// The eviction API deletes the pods, as `kubectl drain` does.
    NodeDrained,
    /// The scheduler makes room for others.
    Preempted,
    /// The node runs short of something.
    Evicted,
    /// The pods use more storage than they may.
    StorageEvicted,
    /// The node shuts down in order.
    NodeShutdown,
    /// The node falls silent and does not come back.
    NodeLost,
    /// `suspend: true`.
    Suspend,
    /// `suspend: false`.
    Resume,
    /// `parallelism` is set to this.
    Scale(u32),
    /// The Job controller starts anew and has forgotten how long it meant to wait.
    ControllerRestarted,
}

impl Behaviour {
    /// Every run of every regular container ends the same way, or one after the other in this order.
    #[must_use]
    pub fn of(outcomes: Vec<Outcome>) -> Self {
        Self { attempts: vec![Attempts { outcomes, ..Attempts::default() }], ..Self::default() }
    }

    /// Adds one outcome as the command line takes it: `[index=N:][container=NAME:]EXIT@DURATION[:REASON]`.
    pub fn add_attempt(&mut self, text: &str) -> Result<(), Refusal> {
        let position: usize = self.attempts.iter().map(|attempts| attempts.outcomes.len()).sum();
        let refusal = |reason: String| Refusal::new(format!("attempt {} ({text})", position + 1), reason);
        let (mut index, mut container) = (None, None);
        let mut rest = text.trim();
        loop {
            if let Some(after) = rest.strip_prefix("index=") {
                let (number, after) =
                    after.split_once([':', ',']).ok_or_else(|| refusal("nothing after the index".to_owned()))?;
                index = Some(number.parse().map_err(|_| refusal(format!("{number:?} is not an index")))?);
                rest = after;
            } else if let Some(after) = rest.strip_prefix("container=") {
                let (name, after) =
                    after.split_once([':', ',']).ok_or_else(|| refusal("nothing after the container".to_owned()))?;
                container = Some(name.to_owned());
                rest = after;
            } else {
                break;
            }
        }
        let outcome = Outcome::parse(rest).map_err(refusal)?;
        self.add(index, container, outcome);
        Ok(())
    }

    /// Adds one outcome to those of an index and a container.
    pub fn add(&mut self, index: Option<u32>, container: Option<String>, outcome: Outcome) {
        match self.attempts.iter_mut().find(|known| known.index == index && known.container == container) {
            Some(known) => known.outcomes.push(outcome),
            None => self.attempts.push(Attempts { index, container, outcomes: vec![outcome] }),
        }
    }

    /// Which of the sequences holds for a container of an index; `None` where none does.
    pub(super) fn sequence(&self, container: &str, is_regular: bool, index: Option<u32>) -> Option<usize> {
        let fits = |attempts: &Attempts| {
            let container_fits = attempts.container.as_deref().map_or(is_regular, |name| name == container);
            container_fits && (attempts.index.is_none() || attempts.index == index) && !attempts.outcomes.is_empty()
        };
        let closeness = |attempts: &Attempts| (attempts.container.is_some(), attempts.index.is_some());
        let fitting = self.attempts.iter().enumerate().filter(|(_, attempts)| fits(attempts));
        // Of several that fit as closely the first one holds.
        fitting.rev().max_by_key(|(_, attempts)| closeness(attempts)).map(|(position, _)| position)
    }

    /// How a container takes SIGTERM.
    pub(super) fn on_term(&self, container: &str) -> Option<&OnTerm> {
        let named = self.on_term.iter().find(|on_term| on_term.container.as_deref() == Some(container));
        named.or_else(|| self.on_term.iter().find(|on_term| on_term.container.is_none()))
    }
}
