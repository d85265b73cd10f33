//! A Job played out in time: the Job controller, the CronJob controller and the kubelet as a model of discrete events.
//!
//! There is no clock: time is what the events say. The rules are those of Kubernetes 1.29 to 1.36; how long the parts of
//! a cluster take to notice each other is a parameter ([`Latency`]), so that the rules can be looked at alone.

mod behaviour;
mod compare;
mod controller;
mod cron;
mod exhaustive;
mod foresee;
mod infer;
mod kubelet;
mod latency;
mod played;
mod prove;
mod queue;
mod refusal;
mod spec;
mod story;
mod time;
mod world;

pub use behaviour::{
    Attempts, Behaviour, Cause, Disturbance, DisturbanceKind, HoldUp, OnTerm, Outcome, ProbeFailure, ProbeKind,
};
pub(crate) use compare::word as end_word;
pub use compare::{Comparison, Measure, Scenario, compare};
pub use cron::{CronEvent, CronOptions, CronRun, CronStory, Fate, replay_cron};
pub use exhaustive::{Badness, Bounds, Explored, Tale, explore};
pub use foresee::foresee;
pub use infer::infer;
pub use latency::Latency;
pub use played::Played;
pub use prove::{Proof, prove, prove_each};
pub use refusal::Refusal;
pub use spec::{
    Action, Concurrency, ContainerRestart, ContainerSpec, CronSpec, ExitCodes, FailureRule, JobSpec, Minor, PodSpec,
    PreStop, Probe, Requirement, RestartAction, RestartRule, Spec, SuccessRule, matched_success,
};
pub use story::{Condition, Counters, End, Happening, KillReason, Phase, PodStory, Run, Said, Story, What, pod_name};
pub use time::{FOREVER, Millis, SECOND, parse_duration, parse_moment, show_duration};

use crate::facts::ContainerKind;
use world::World;

/// How a Job is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// The version whose rules hold.
    pub kubernetes: Minor,
    /// How fast the cluster is.
    pub latency: Latency,
    /// Until when it is played at most.
    pub until: Millis,
    /// How many runs there may be at most.
    pub max_runs: u64,
}

impl Default for Options {
    /// The newest version on a cluster as it was measured, for a week.
    fn default() -> Self {
        Self { kubernetes: Minor::NEWEST, latency: Latency::MEASURED, until: 7 * 86_400 * SECOND, max_runs: 100_000 }
    }
}

impl Options {
    /// For comparing manifests: a run that never ends is watched for a day.
    #[must_use]
    pub fn watched() -> Self {
        Self { until: 86_400 * SECOND, max_runs: 10_000, ..Self::default() }
    }
}

/// Plays a Job out. What the behaviour must say and does not is refused.
///
/// ```
/// use stackengine::manifest::{File, Workload};
/// use stackengine::replay::{Behaviour, Minor, Options, Outcome, Spec, replay};
///
/// let manifest = "apiVersion: batch/v1\nkind: Job\nmetadata: {name: a}\nspec:\n  backoffLimit: 1\n  template:\n    spec:\n      \
///                 restartPolicy: Never\n      containers: [{name: main, image: a}]\n";
/// let file = File::read(manifest, &[]);
/// let workload = Workload::of(&file.documents[0]).expect("a Job");
/// let spec = Spec::read(&workload, Minor::NEWEST).expect("it can be played");
/// let story = replay(&spec, &Behaviour::of(vec![Outcome::exit(1, 15_000)]), Options::default()).expect("it is played");
/// assert_eq!(story.pods.len(), 2);
/// ```
pub fn replay(spec: &Spec, behaviour: &Behaviour, options: Options) -> Result<Story, Refusal> {
    fits(spec, behaviour)?;
    let mut world = World::new(spec, behaviour, options);
    world.run();
    Ok(world.finish())
}

/// Whether the behaviour speaks of what is there, and of all that is needed.
fn fits(spec: &Spec, behaviour: &Behaviour) -> Result<(), Refusal> {
    let known = |name: &str| spec.pod.containers.iter().any(|container| container.name == name);
    let names = behaviour.attempts.iter().filter_map(|attempts| attempts.container.as_ref());
    let names = names.chain(behaviour.on_term.iter().filter_map(|on_term| on_term.container.as_ref()));
    let names = names.chain(behaviour.probes.iter().map(|probe| &probe.container));
    let names = names.chain(behaviour.held_up.iter().map(|held| &held.container));
    let mut names = names.chain(&behaviour.failing_post_start).chain(behaviour.pre_stop.iter().map(|(name, _)| name));
    if let Some(name) = names.find(|name| !known(name)) {
        return Err(Refusal::new("behaviour", format!("the manifest has no container {name:?}")));
    }
    for probe in &behaviour.probes {
        let container = spec.pod.containers.iter().find(|container| container.name == probe.container);
        let has_it = container.is_some_and(|container| match probe.kind {
            ProbeKind::Liveness => container.liveness.is_some(),
            ProbeKind::Startup => container.startup.is_some(),
        });
        if !has_it {
            return Err(Refusal::new("probes", format!("container {:?} has no such probe", probe.container)));
        }
    }
    for attempts in &behaviour.attempts {
        let Some(index) = attempts.index else { continue };
        if !spec.job.indexed {
            return Err(Refusal::new("attempts", format!("index {index} of a Job whose completions have no index")));
        }
        if spec.job.completions.is_some_and(|completions| index >= completions) {
            return Err(Refusal::new("attempts", format!("index {index} is not below the completions")));
        }
    }
    for container in spec.pod.containers.iter().filter(|container| container.kind == ContainerKind::Regular) {
        let covered = |index| behaviour.sequence(&container.name, true, index).is_some();
        let all_indexes = || (0..spec.job.completions.unwrap_or(0)).all(|index| covered(Some(index)));
        let is_covered = covered(None) || (spec.job.indexed && all_indexes());
        if !is_covered {
            return Err(Refusal::new("attempts", format!("nothing says how container {:?} ends", container.name)));
        }
    }
    Ok(())
}
