//! What incidents say about the numbers that a manifest needs: how long runs take, at which limit memory ran out, which
//! image really ran.

use jiff::Timestamp;

use super::observed::{Observed, ObservedContainer, RunSeconds};
use crate::evidence::Sources;
use crate::facts::{self, ContainerKind, Ending, Facts, Job, quantity};
use crate::manifest::Workload;
use crate::replay;
use crate::yaml::Node;

/// What incidents say about each workload that they show.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    workloads: Vec<Seen>,
    nothing: Observed,
}

#[derive(Clone, Debug)]
struct Seen {
    kind: String,
    namespace: Option<String>,
    name: String,
    observed: Observed,
}

impl Evidence {
    /// Reads everything that the sources show.
    #[must_use]
    pub fn read(sources: &Sources) -> Self {
        let (all, _) = facts::gather(sources);
        let workloads = all.iter().flat_map(seen).collect();
        Self { workloads, nothing: Observed::default() }
    }

    /// What was seen of a workload: of the same kind, name and, where both tell, namespace.
    #[must_use]
    pub fn about(&self, workload: &Workload<'_>) -> &Observed {
        let text = |path| workload.at(path).and_then(Node::as_str);
        let (name, prefix, namespace) =
            (text("metadata.name"), text("metadata.generateName"), text("metadata.namespace"));
        let fits = |seen: &&Seen| {
            let same_name = match (name, prefix) {
                (Some(name), _) => seen.name == name,
                (None, Some(prefix)) => seen.name.starts_with(prefix),
                (None, None) => false,
            };
            let same_namespace = match (&seen.namespace, namespace) {
                (Some(one), Some(other)) => one == other,
                _ => true,
            };
            seen.kind == workload.kind_name() && same_name && same_namespace
        };
        self.workloads.iter().find(fits).map_or(&self.nothing, |seen| &seen.observed)
    }

    /// Whether a workload of this kind and name was seen; a name that ends with a hyphen may be a `generateName`.
    #[must_use]
    pub fn shows(&self, kind: &str, name: &str) -> bool {
        let named = |seen: &Seen| seen.name == name || (name.ends_with('-') && seen.name.starts_with(name));
        self.workloads.iter().any(|seen| seen.kind == kind && named(seen))
    }

    /// The workloads that were seen, as `Job etl`.
    pub fn names(&self) -> impl Iterator<Item = String> {
        self.workloads.iter().map(|seen| format!("{} {}", seen.kind, seen.name))
    }
}

impl From<Observed> for Evidence {
    /// The same observation for every workload.
    fn from(nothing: Observed) -> Self {
        Self { workloads: Vec::new(), nothing }
    }
}

/// A Job of a CronJob stands for both.
fn seen(facts: &Facts) -> Vec<Seen> {
    let observed = observe(facts);
    let named = |kind: &str, name: &str| Seen {
        kind: kind.to_owned(),
        namespace: facts.subject.namespace.clone(),
        name: name.to_owned(),
        observed: observed.clone(),
    };
    let cron_job = facts.cron_job.iter().map(|cron_job| named("CronJob", &cron_job.meta.name));
    let job = facts.job.iter().map(|job| named("Job", &job.meta.name));
    cron_job.chain(job).collect()
}

fn observe(facts: &Facts) -> Observed {
    let finished = facts.job.as_ref().is_some_and(|job| job.completed.is_some() || failed_at(job).is_some());
    let behaviour = replay::infer(facts);
    Observed { run_seconds: run_seconds(facts), containers: containers(facts), finished, live: live(facts), behaviour }
}

fn live(facts: &Facts) -> bool {
    facts.job.as_ref().is_some_and(|job| job.has_status)
}

/// The best sample there is: Jobs that completed, then pods that did, then Jobs and runs that failed by themselves.
fn run_seconds(facts: &Facts) -> RunSeconds {
    let jobs = || facts.siblings.iter().chain(&facts.job);
    let between = |start: Option<Timestamp>, end: Option<Timestamp>| Some(end?.as_second() - start?.as_second());
    let completed: Vec<i64> =
        jobs().filter_map(|job| between(job.started, job.completed.as_ref().map(|at| at.value))).collect();
    if !completed.is_empty() {
        return RunSeconds::of(completed, true);
    }
    let of_runs = |wanted: &dyn Fn(Ending) -> bool| -> Vec<i64> {
        let attempts = facts.attempts.iter().filter(|attempt| wanted(attempt.ending));
        let runs = attempts.map(|attempt| facts.failure(attempt));
        runs.filter(|run| run.container.kind == ContainerKind::Regular).filter_map(|run| run.run.seconds()).collect()
    };
    let completed = of_runs(&|ending| ending == Ending::Completed);
    if !completed.is_empty() {
        return RunSeconds::of(completed, true);
    }
    let failed: Vec<i64> = jobs().filter_map(|job| between(job.started, failed_at(job))).collect();
    if !failed.is_empty() {
        return RunSeconds::of(failed, false);
    }
    RunSeconds::of(of_runs(&|ending| matches!(ending, Ending::Exited | Ending::OutOfMemory)), false)
}

/// When the Job failed of itself; one that its deadline ended says nothing about how long it takes.
fn failed_at(job: &Job) -> Option<Timestamp> {
    let condition = job.conditions.iter().find(|condition| condition.kind == "Failed" && condition.status == "True")?;
    condition.at.filter(|_| condition.reason.as_deref() != Some("DeadlineExceeded"))
}

fn containers(facts: &Facts) -> Vec<ObservedContainer> {
    let mut found: Vec<ObservedContainer> = Vec::new();
    for container in facts.pods.iter().chain(&facts.sibling_pods).flat_map(|pod| &pod.containers) {
        let position = found.iter().position(|known| known.name == container.name).unwrap_or_else(|| {
            found.push(ObservedContainer { name: container.name.clone(), ..ObservedContainer::default() });
            found.len() - 1
        });
        let Some(known) = found.get_mut(position) else { continue };
        // Pods come oldest first: the newest tells what runs today.
        if let (Some(image), Some(digest)) = (&container.spec.image, &container.image_digest) {
            (known.image, known.image_digest) = (Some(image.value.clone()), Some(digest.clone()));
        }
        let killed = container.runs.iter().any(|run| run.reason() == "OOMKilled");
        let limit = facts.spec_of(container).memory_limit.as_ref().or(container.spec.memory_limit.as_ref());
        if let (true, Some(limit)) = (killed, limit) {
            let larger = known.killed_at_limit.as_ref().is_none_or(|old| quantity::parse(old) < quantity::parse(limit));
            if larger {
                known.killed_at_limit = Some(limit.value.clone());
            }
        }
    }
    found.sort_by(|left, right| left.name.cmp(&right.name));
    found
}
