//! Every object of the input once, whatever number of texts showed it.

use std::collections::HashMap;

use jiff::Timestamp;

use super::event::Event;
use super::job::{CronJob, Job};
use super::merge::Contradiction;
use super::node::NodeFacts;
use super::pod::Pod;
use super::reader::At;
use crate::evidence::{Document, LogOwner, Origin, Place, SourceId};
use crate::yaml::Node;

/// The output of a container, not read yet.
#[derive(Clone, Debug)]
pub(super) struct RawLog {
    pub(super) of: LogOwner,
    pub(super) place: Place,
}

#[derive(Debug, Default)]
pub(super) struct Inventory {
    pub(super) jobs: Merged<Job>,
    pub(super) cron_jobs: Merged<CronJob>,
    pub(super) pods: Merged<Pod>,
    pub(super) nodes: Vec<NodeFacts>,
    pub(super) events: Vec<Event>,
    event_keys: HashMap<(String, String, String), usize>,
    pub(super) logs: Vec<RawLog>,
    pub(super) contradictions: Vec<Contradiction>,
}

/// Objects of one kind, found again by name; a missing namespace matches any.
#[derive(Debug)]
pub(super) struct Merged<T> {
    pub(super) all: Vec<T>,
    by_name: HashMap<String, Vec<(Option<String>, usize)>>,
}

impl<T> Default for Merged<T> {
    fn default() -> Self {
        Self { all: Vec::new(), by_name: HashMap::new() }
    }
}

impl<T> Merged<T> {
    pub(super) fn find(&self, namespace: Option<&str>, name: &str) -> Option<usize> {
        let known = self.by_name.get(name)?;
        let exact = known.iter().find(|(other, _)| other.as_deref() == namespace);
        let loose = known.iter().find(|(other, _)| other.is_none() || namespace.is_none());
        exact.or(loose).map(|(_, index)| *index)
    }

    /// The place of an object, made by `new` where it is not known yet.
    pub(super) fn entry(&mut self, namespace: Option<&str>, name: &str, new: impl FnOnce() -> T) -> usize {
        if let Some(index) = self.find(namespace, name) {
            self.learn_namespace(namespace, name, index);
            return index;
        }
        self.all.push(new());
        let index = self.all.len() - 1;
        self.by_name.entry(name.to_owned()).or_default().push((namespace.map(str::to_owned), index));
        index
    }

    fn learn_namespace(&mut self, namespace: Option<&str>, name: &str, index: usize) {
        let Some(namespace) = namespace else { return };
        for (known, at) in self.by_name.get_mut(name).into_iter().flatten() {
            if *at == index && known.is_none() {
                *known = Some(namespace.to_owned());
            }
        }
    }
}

impl Inventory {
    pub(super) fn add(&mut self, document: Document<'_>) {
        match document {
            Document::Log { of, place } => self.logs.push(RawLog { of, place }),
            Document::Object { origin, source, root } => self.add_object(origin, source, &root),
        }
    }

    fn add_object(&mut self, origin: Origin, source: SourceId, root: &Node<'_>) {
        let at = At { source, node: root };
        match at.plain("kind").as_deref() {
            Some("Pod") => self.add_pod(Pod::read(at, origin)),
            Some("Job") => self.add_job(Job::read(at, origin)),
            Some("CronJob") => self.add_cron_job(CronJob::read(at, origin)),
            Some("Event") => self.events_from(Event::read(at, origin)),
            Some("Node") => self.nodes.push(NodeFacts::read(at, origin)),
            _ => {}
        }
    }

    pub(super) fn add_pod(&mut self, pod: Pod) {
        let (namespace, name) = (pod.meta.namespace.clone(), pod.meta.name.clone());
        match self.pods.find(namespace.as_deref(), &name) {
            // Pods without a name (a description whose head was cut off) are never the same pod.
            Some(index) if !name.is_empty() => {
                self.pods.learn_namespace(namespace.as_deref(), &name, index);
                self.pods.all[index].merge(pod, &mut self.contradictions);
            }
            _ => {
                self.pods.entry(namespace.as_deref(), &name, || pod);
            }
        }
    }

    fn add_job(&mut self, job: Job) {
        let (namespace, name) = (job.meta.namespace.clone(), job.meta.name.clone());
        match self.jobs.find(namespace.as_deref(), &name) {
            Some(index) => {
                self.jobs.learn_namespace(namespace.as_deref(), &name, index);
                self.jobs.all[index].merge(job, &mut self.contradictions);
            }
            None => {
                self.jobs.entry(namespace.as_deref(), &name, || job);
            }
        }
    }

    fn add_cron_job(&mut self, cron_job: CronJob) {
        let (namespace, name) = (cron_job.meta.namespace.clone(), cron_job.meta.name.clone());
        match self.cron_jobs.find(namespace.as_deref(), &name) {
            Some(index) => {
                self.cron_jobs.learn_namespace(namespace.as_deref(), &name, index);
                self.cron_jobs.all[index].merge(cron_job, &mut self.contradictions);
            }
            None => {
                self.cron_jobs.entry(namespace.as_deref(), &name, || cron_job);
            }
        }
    }

    /// An event printed twice (as JSON, in a description, in a table) is one event.
    fn events_from(&mut self, event: Option<Event>) {
        let Some(event) = event else { return };
        let key = (event.name.clone(), event.reason.clone(), event.message.clone());
        let Some(&index) = self.event_keys.get(&key) else {
            self.event_keys.insert(key, self.events.len());
            self.events.push(event);
            return;
        };
        let known = &mut self.events[index];
        known.count = if (known.origin, event.origin) == (Origin::Object, Origin::Object) {
            known.count + event.count
        } else {
            known.count.max(event.count)
        };
        known.first = [known.first, event.first].into_iter().flatten().min();
        known.last = [known.last, event.last].into_iter().flatten().max();
        known.age_seconds = known.age_seconds.or(event.age_seconds);
        known.container = known.container.take().or(event.container);
        known.namespace = known.namespace.take().or(event.namespace);
        if event.origin > known.origin {
            known.origin = event.origin;
            known.place = event.place;
        }
    }

    /// The moment the evidence was taken, as far as it tells.
    pub(super) fn as_of(&self) -> AsOf {
        let plus = |time: Option<Timestamp>, seconds: Option<i64>| -> Option<Timestamp> {
            time?.checked_add(jiff::SignedDuration::from_secs(seconds?)).ok()
        };
        let mut latest = None;
        let mut aged = None;
        for event in &self.events {
            latest = latest.max(event.last);
            aged = aged.max(plus(event.last, event.age_seconds));
        }
        let first_ages = self.first_ages();
        for pod in &self.pods.all {
            let ended = pod.containers.iter().flat_map(|container| &container.runs).map(|run| run.finished).max();
            latest = latest.max(pod.started).max(ended.flatten());
            aged = aged.max(plus(pod.meta.created.or(pod.started), pod.meta.age_seconds));
            aged = aged.max(plus(pod.started, first_ages.get(pod.meta.name.as_str()).copied()));
        }
        for job in &self.jobs.all {
            let decided = job.conditions.iter().filter_map(|condition| condition.at).max();
            latest = latest.max(job.started).max(decided);
            aged = aged.max(plus(job.meta.created.or(job.started), job.meta.age_seconds));
            aged = aged.max(plus(job.started, first_ages.get(job.meta.name.as_str()).copied()));
        }
        for cron_job in &self.cron_jobs.all {
            latest = latest.max(cron_job.last_schedule.as_ref().map(|time| time.value));
        }
        AsOf { time: latest.max(aged), tells_ages: aged.is_some() }
    }

    /// A description prints an object's start as a time and its first event as an age: together they give the present.
    fn first_ages(&self) -> HashMap<&str, i64> {
        let mut ages: HashMap<&str, i64> = HashMap::new();
        for event in
            self.events.iter().filter(|event| matches!(event.reason.as_str(), "Scheduled" | "SuccessfulCreate"))
        {
            if let Some(age) = event.first_age_seconds.or(event.age_seconds) {
                let known = ages.entry(event.name.as_str()).or_insert(age);
                *known = age.max(*known);
            }
        }
        ages
    }
}

/// The present of the evidence.
#[derive(Clone, Copy, Debug)]
pub(super) struct AsOf {
    /// The latest time in it, or a time plus the age that was printed beside it.
    pub(super) time: Option<Timestamp>,
    /// Whether an age was printed beside a time, so that other ages can be turned into times.
    pub(super) tells_ages: bool,
}
