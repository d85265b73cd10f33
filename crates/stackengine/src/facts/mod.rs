//! From documents to facts: who ran, how it ended, what was said about it, each with its place.

mod attempt;
mod container;
mod contradiction;
mod event;
mod gather;
mod inventory;
mod job;
mod logs;
mod merge;
mod node;
mod object;
mod pod;
pub mod quantity;
mod reader;
mod script;
mod seen;
mod state;
mod stop;
mod subject;

use std::collections::HashMap;

use jiff::Timestamp;

pub use crate::shell::{LiteralExit, Mask, MaskKind, Script};
pub use attempt::{Attempt, Ending, Failure};
pub use container::{Container, ContainerKind, ContainerSpec, Run, State as ContainerState, UNNAMED_CONTAINER};
pub use event::Event;
pub use gather::gather;
pub use job::{CronJob, DEFAULT_BACKOFF_LIMIT, FailureRule, Job, JobSpec};
pub use logs::Log;
pub use merge::Contradiction;
pub use node::NodeFacts;
pub use object::{Condition, Meta};
pub use pod::{Pod, PodSpec};
pub use seen::Seen;
pub use state::FAILED_REASONS;
pub use stop::{Stop, StopKind, gave_up};
pub use subject::{Need, State, Subject, shell_word};

/// All that the input shows of one workload: a CronJob with its Jobs, a Job, or a pod of its own.
#[derive(Debug, Default)]
pub struct Facts {
    /// What it is.
    pub subject: Subject,
    /// How the Job stands.
    pub state: State,
    /// The CronJob.
    pub cron_job: Option<CronJob>,
    /// The Job in question; of a CronJob's, the newest that matters.
    pub job: Option<Job>,
    /// Other Jobs of the same CronJob, oldest first.
    pub siblings: Vec<Job>,
    /// Pods of the Job in question, oldest first. One that is only known from events has no `meta.origin`.
    pub pods: Vec<Pod>,
    /// Pods of the siblings.
    pub sibling_pods: Vec<Pod>,
    /// Events about any of these.
    pub events: Vec<Event>,
    /// For each pod, the indices of its events.
    pub pod_events: Vec<Vec<usize>>,
    pod_names: HashMap<String, usize>,
    scripts: HashMap<String, Option<Script>>,
    /// Nodes these pods were on.
    pub nodes: Vec<NodeFacts>,
    /// Logs.
    pub logs: Vec<Log>,
    /// Every run that ended, judged.
    pub attempts: Vec<Attempt>,
    /// Every pod that was stopped from outside.
    pub stops: Vec<Stop>,
    /// The moment the evidence was taken, as far as it tells.
    pub as_of: Option<Timestamp>,
    /// Statements of the input that cannot both be true.
    pub contradictions: Vec<Contradiction>,
}

impl Facts {
    /// Runs that failed, oldest pod first.
    pub fn failures(&self) -> impl Iterator<Item = Failure<'_>> {
        self.attempts.iter().filter(|attempt| attempt.failed()).map(|attempt| self.failure(attempt))
    }

    /// An attempt with its pod, container and run.
    #[must_use]
    pub fn failure<'f>(&'f self, attempt: &'f Attempt) -> Failure<'f> {
        let pod = &self.pods[attempt.pod];
        let container = &pod.containers[attempt.container];
        Failure { attempt, pod, container, run: &container.runs[attempt.run] }
    }

    /// The index of a pod by its name.
    #[must_use]
    pub fn pod_named(&self, name: &str) -> Option<usize> {
        self.pod_names.get(name).copied()
    }

    /// Events of a pod.
    pub fn events_of_pod(&self, pod: usize) -> impl Iterator<Item = &Event> {
        self.pod_events.get(pod).into_iter().flatten().map(|index| &self.events[*index])
    }

    /// Events of the Job in question.
    pub fn job_events(&self) -> impl Iterator<Item = &Event> {
        let name = self.job.as_ref().map(|job| job.meta.name.as_str()).unwrap_or_default();
        self.events.iter().filter(move |event| event.kind == "Job" && event.name == name)
    }

    /// Events of the CronJob.
    pub fn cron_events(&self) -> impl Iterator<Item = &Event> {
        self.events.iter().filter(|event| event.kind == "CronJob")
    }

    /// The log of a failed run, where it was given: of the same container, previous or present as the run is.
    #[must_use]
    pub fn log_of(&self, failure: Failure<'_>) -> Option<&Log> {
        self.log(&failure.pod.meta.name, &failure.container.name, !failure.run.current)
    }

    /// The log of a container. One that does not say whose it is counts where only one pod and one container can be meant.
    #[must_use]
    pub fn log(&self, pod: &str, container: &str, previous: bool) -> Option<&Log> {
        let own_pod = |log: &&Log| log.pod.as_deref().is_none_or(|name| name == pod);
        let own_container = |log: &&Log| match &log.container {
            Some(name) => name == container,
            None => self.only_container(pod, container),
        };
        // A log without a line is a log that was not given: only its command stands there.
        let fits = || self.logs.iter().filter(|log| log.reading.lines > 0).filter(own_pod).filter(own_container);
        // The log of a container that restarted shows a later run of the same program: better than nothing.
        fits().find(|log| log.previous == previous).or_else(|| fits().next())
    }

    fn only_container(&self, pod: &str, container: &str) -> bool {
        let Some(pod) = self.pod_named(pod).map(|index| &self.pods[index]) else { return true };
        let ran = pod.containers.iter().filter(|known| !known.runs.is_empty() || known.name == container);
        ran.count() <= 1
    }

    /// Restart policy of the pods, where anything shows it.
    #[must_use]
    pub fn restart_policy(&self) -> Option<&str> {
        let of_job = self.job.as_ref().and_then(|job| job.spec.restart_policy());
        let of_pods = || self.pods.iter().find_map(|pod| pod.spec.restart_policy.as_ref());
        of_job.or_else(|| of_pods().map(|policy| policy.value.as_str()))
    }

    /// The container of the template by name.
    #[must_use]
    pub fn template_container(&self, name: &str) -> Option<&Container> {
        self.job.as_ref()?.spec.containers.iter().find(|container| container.name == name)
    }

    /// The script behind the container's `sh -c`, read once for all pods of the Job.
    #[must_use]
    pub fn script_of(&self, container: &Container) -> Option<&Script> {
        self.scripts.get(&container.name)?.as_ref()
    }

    fn read_scripts(&mut self) {
        let template = self.job.iter().flat_map(|job| &job.spec.containers);
        let shown = self.pods.iter().rev().take(1).flat_map(|pod| &pod.containers);
        let scripts: Vec<_> =
            template.chain(shown).map(|container| (container.name.clone(), self.spec_of(container).script())).collect();
        for (name, script) in scripts {
            let known = self.scripts.entry(name).or_default();
            *known = known.take().or(script);
        }
    }

    /// What the container was asked to run: from the pod, else from the template.
    #[must_use]
    pub fn spec_of<'f>(&'f self, container: &'f Container) -> &'f ContainerSpec {
        let bare = container.spec.command.is_empty() && container.spec.args.is_empty();
        match self.template_container(&container.name) {
            Some(template) if bare => &template.spec,
            _ => &container.spec,
        }
    }
}
