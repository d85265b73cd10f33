//! The same object seen twice: in a description and as JSON, or in two snapshots of time.

use jiff::Timestamp;

use super::container::{Container, ContainerSpec, Run, State};
use super::job::{CronJob, Job, JobSpec};
use super::object::Meta;
use super::pod::{Pod, PodSpec};
use crate::evidence::Place;

/// Two places that cannot both be true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contradiction {
    /// What contradicts what, a sentence.
    pub what: String,
    /// The places.
    pub places: Vec<Place>,
}

fn fill<T>(known: &mut Option<T>, other: Option<T>) {
    if known.is_none() {
        *known = other;
    }
}

fn fill_list<T>(known: &mut Vec<T>, other: Vec<T>) {
    if known.is_empty() {
        *known = other;
    }
}

impl Meta {
    fn fill(&mut self, other: Self) {
        fill(&mut self.namespace, other.namespace);
        fill(&mut self.uid, other.uid);
        fill(&mut self.owner, other.owner);
        fill(&mut self.created, other.created);
        fill(&mut self.deleted, other.deleted);
        fill(&mut self.age_seconds, other.age_seconds);
        fill_list(&mut self.finalizers, other.finalizers);
        if self.labels.is_empty() {
            self.labels = other.labels;
        }
        if self.annotations.is_empty() {
            self.annotations = other.annotations;
        }
        if self.origin.is_none() {
            self.place = other.place;
        }
        self.origin = self.origin.max(other.origin);
    }
}

impl PodSpec {
    fn fill(&mut self, other: Self) {
        fill(&mut self.restart_policy, other.restart_policy);
        fill(&mut self.node, other.node);
        fill(&mut self.service_account, other.service_account);
        fill(&mut self.active_deadline, other.active_deadline);
        fill(&mut self.grace_seconds, other.grace_seconds);
        fill_list(&mut self.node_selector, other.node_selector);
        fill_list(&mut self.claims, other.claims);
        fill_list(&mut self.scheduling_gates, other.scheduling_gates);
        fill(&mut self.run_as_non_root, other.run_as_non_root);
    }
}

impl ContainerSpec {
    fn fill(&mut self, other: Self) {
        fill(&mut self.image, other.image);
        fill_list(&mut self.command, other.command);
        fill_list(&mut self.args, other.args);
        fill(&mut self.command_place, other.command_place);
        fill(&mut self.restart_policy, other.restart_policy);
        fill(&mut self.image_pull_policy, other.image_pull_policy);
        fill(&mut self.termination_message_policy, other.termination_message_policy);
        fill(&mut self.cpu_request, other.cpu_request);
        fill(&mut self.memory_request, other.memory_request);
        fill(&mut self.memory_limit, other.memory_limit);
        fill(&mut self.ephemeral_limit, other.ephemeral_limit);
        fill(&mut self.read_only_root, other.read_only_root);
        fill(&mut self.liveness_probe, other.liveness_probe);
        fill(&mut self.startup_probe, other.startup_probe);
    }
}

fn merge_containers(known: &mut Vec<Container>, others: Vec<Container>, who: &str, found: &mut Vec<Contradiction>) {
    for other in others {
        let Some(container) = known.iter_mut().find(|container| container.name == other.name) else {
            known.push(other);
            continue;
        };
        container.kind = container.kind.min_known(other.kind);
        container.spec.fill(other.spec);
        fill(&mut container.ready, other.ready);
        fill(&mut container.image_digest, other.image_digest);
        let stale = container.restarts.is_some();
        fill(&mut container.restarts, other.restarts);
        match (&mut container.state, other.state) {
            (State::Unknown, state) => container.state = state,
            (State::Waiting { reason, message }, State::Waiting { reason: other_reason, message: other_message })
                if reason.as_ref().map(|seen| &seen.value) == other_reason.as_ref().map(|seen| &seen.value) =>
            {
                fill(reason, other_reason);
                fill(message, other_message);
            }
            _ => {}
        }
        for run in other.runs {
            merge_run(container, run, stale, who, found);
        }
        container.runs.sort_by_key(|run| (run.current, run.finished));
    }
}

fn merge_run(container: &mut Container, run: Run, stale: bool, who: &str, found: &mut Vec<Contradiction>) {
    let same = |known: &Run| match (known.started, run.started, known.finished, run.finished) {
        (Some(a), Some(b), _, _) => a == b,
        (_, _, Some(a), Some(b)) => a == b,
        _ => known.exit_code.value == run.exit_code.value && known.current == run.current,
    };
    match container.runs.iter_mut().find(|known| same(known)) {
        Some(known) => {
            if known.exit_code.value != run.exit_code.value {
                found.push(Contradiction {
                    what: format!(
                        "the same run of {} in {who} is said to have ended with exit code {} and with {}",
                        container.name, known.exit_code.value, run.exit_code.value
                    ),
                    places: vec![known.exit_code.place, run.exit_code.place],
                });
            }
            fill(&mut known.reason, run.reason);
            fill(&mut known.message, run.message);
            fill(&mut known.signal, run.signal);
            fill(&mut known.started, run.started);
            fill(&mut known.finished, run.finished);
        }
        None => container.runs.push(Run { current: run.current && !stale, ..run }),
    }
}

impl Pod {
    /// The latest moment this view of the pod knows of.
    fn freshness(&self) -> Option<Timestamp> {
        let runs = self.containers.iter().flat_map(|container| &container.runs);
        let times = runs.flat_map(|run| [run.started, run.finished]);
        let running = self.containers.iter().map(|container| match container.state {
            State::Running { started, .. } => started,
            _ => None,
        });
        let conditions = self.conditions.iter().map(|condition| condition.at);
        times.chain(running).chain(conditions).flatten().max()
    }

    pub(super) fn merge(&mut self, mut other: Self, found: &mut Vec<Contradiction>) {
        if (other.freshness(), other.meta.origin) > (self.freshness(), self.meta.origin) {
            std::mem::swap(self, &mut other);
        }
        let who = format!("pod {}", self.meta.name);
        self.meta.fill(other.meta);
        self.spec.fill(other.spec);
        merge_containers(&mut self.containers, other.containers, &who, found);
        fill(&mut self.phase, other.phase);
        fill(&mut self.reason, other.reason);
        fill(&mut self.message, other.message);
        for condition in other.conditions {
            match self.conditions.iter_mut().find(|known| known.kind == condition.kind) {
                None => self.conditions.push(condition),
                Some(known) if known.status == condition.status => {
                    fill(&mut known.reason, condition.reason);
                    fill(&mut known.message, condition.message);
                    fill(&mut known.at, condition.at);
                }
                Some(_) => {}
            }
        }
        fill(&mut self.started, other.started);
        self.terminating |= other.terminating;
        fill(&mut self.status_column, other.status_column);
    }
}

impl JobSpec {
    fn fill(&mut self, other: Self, who: &str, found: &mut Vec<Contradiction>) {
        fill(&mut self.backoff_limit, other.backoff_limit);
        fill(&mut self.backoff_limit_per_index, other.backoff_limit_per_index);
        fill(&mut self.max_failed_indexes, other.max_failed_indexes);
        fill(&mut self.completions, other.completions);
        fill(&mut self.parallelism, other.parallelism);
        self.indexed |= other.indexed;
        fill(&mut self.active_deadline, other.active_deadline);
        fill(&mut self.ttl, other.ttl);
        fill(&mut self.suspend, other.suspend);
        fill(&mut self.managed_by, other.managed_by);
        fill(&mut self.pod_replacement_policy, other.pod_replacement_policy);
        fill_list(&mut self.failure_rules, other.failure_rules);
        fill(&mut self.success_policy, other.success_policy);
        self.template.fill(other.template);
        merge_containers(&mut self.containers, other.containers, who, found);
    }
}

impl Job {
    fn progress(&self) -> (usize, i64, i64) {
        let counted = |count: &Option<super::Seen<i64>>| count.as_ref().map_or(0, |count| count.value);
        (self.conditions.len(), counted(&self.failed) + counted(&self.succeeded), -counted(&self.active))
    }

    pub(super) fn merge(&mut self, mut other: Self, found: &mut Vec<Contradiction>) {
        let rank = |job: &Self| (job.has_status, job.progress(), job.meta.origin);
        if rank(&other) > rank(self) {
            std::mem::swap(self, &mut other);
        }
        let who = format!("job {}", self.meta.name);
        self.meta.fill(other.meta);
        self.spec.fill(other.spec, &who, found);
        fill(&mut self.started, other.started);
        fill(&mut self.completed, other.completed);
        fill(&mut self.active, other.active);
        fill(&mut self.succeeded, other.succeeded);
        fill(&mut self.failed, other.failed);
        fill(&mut self.completed_indexes, other.completed_indexes);
        fill(&mut self.failed_indexes, other.failed_indexes);
        fill_list(&mut self.conditions, other.conditions);
        fill(&mut self.status_column, other.status_column);
        self.has_status |= other.has_status;
    }
}

impl CronJob {
    pub(super) fn merge(&mut self, mut other: Self, found: &mut Vec<Contradiction>) {
        if other.meta.origin > self.meta.origin {
            std::mem::swap(self, &mut other);
        }
        let who = format!("cronjob {}", self.meta.name);
        self.meta.fill(other.meta);
        fill(&mut self.schedule, other.schedule);
        fill(&mut self.time_zone, other.time_zone);
        fill(&mut self.suspend, other.suspend);
        fill(&mut self.concurrency_policy, other.concurrency_policy);
        fill(&mut self.starting_deadline, other.starting_deadline);
        fill(&mut self.failed_history, other.failed_history);
        fill(&mut self.successful_history, other.successful_history);
        fill(&mut self.last_schedule, other.last_schedule);
        fill(&mut self.last_success, other.last_success);
        self.job.fill(other.job, &who, found);
        self.has_status |= other.has_status;
    }
}

impl super::ContainerKind {
    /// Sidecar is known only where the restart policy was seen; it then wins over plain Init.
    fn min_known(self, other: Self) -> Self {
        match (self, other) {
            (Self::Init, Self::Sidecar) | (Self::Sidecar, Self::Init) => Self::Sidecar,
            (kind, _) => kind,
        }
    }
}
