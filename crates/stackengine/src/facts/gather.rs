//! From the inventory to one set of facts a workload: which Job, which pods, which events, which logs.

use std::collections::HashMap;

use super::event::Event;
use super::inventory::{AsOf, Inventory};
use super::job::{CronJob, Job};
use super::logs::Log;
use super::object::Meta;
use super::pod::Pod;
use super::state::state_of_job;
use super::{Facts, State, Subject};
use crate::evidence::{self, NotAnalysed, Sources};

/// Reads all sources and gives the facts of every workload in them, in the order of the input.
#[must_use]
pub fn gather(sources: &Sources) -> (Vec<Facts>, Vec<NotAnalysed>) {
    let mut inventory = Inventory::default();
    let not_analysed = evidence::read(sources, &mut |document| inventory.add(document));
    add_what_events_tell(&mut inventory);
    (group(inventory, sources), not_analysed)
}

/// Objects that are gone, or were not shown, live on in the events about them.
fn add_what_events_tell(inventory: &mut Inventory) {
    let mut links = HashMap::new();
    let events = std::mem::take(&mut inventory.events);
    for event in &events {
        let namespace = event.namespace.as_deref();
        if event.name.is_empty() {
            continue;
        }
        match event.kind.as_str() {
            "Job" => {
                inventory
                    .jobs
                    .entry(namespace, &event.name, || stub(event, &event.name, |meta| Job { meta, ..Job::default() }));
                if let Some(pod) = created_pod(event) {
                    links.insert(pod.to_owned(), event.name.clone());
                    inventory.pods.entry(namespace, pod, || stub(event, pod, |meta| Pod { meta, ..Pod::default() }));
                }
            }
            "CronJob" => {
                let new = || stub(event, &event.name, |meta| CronJob { meta, ..CronJob::default() });
                inventory.cron_jobs.entry(namespace, &event.name, new);
                if let Some(job) = event.message.strip_prefix("Created job ") {
                    let index = inventory
                        .jobs
                        .entry(namespace, job, || stub(event, job, |meta| Job { meta, ..Job::default() }));
                    let owner = &mut inventory.jobs.all[index].meta.owner;
                    if owner.is_none() {
                        *owner = Some(("CronJob".to_owned(), event.name.clone()));
                    }
                }
            }
            "Pod" => {
                inventory
                    .pods
                    .entry(namespace, &event.name, || stub(event, &event.name, |meta| Pod { meta, ..Pod::default() }));
            }
            _ => {}
        }
    }
    inventory.events = events;
    for log in &inventory.logs {
        let (Some(pod), namespace) = (&log.of.pod, log.of.namespace.as_deref()) else { continue };
        // A log alone proves that the pod was there, but only a known Job's pod is worth a place.
        let of_job =
            job_by_pod_name(inventory.jobs.all.iter().map(|job| job.meta.name.as_str()), pod).map(str::to_owned);
        if let Some(job) = of_job {
            let meta = Meta { name: pod.clone(), place: log.place, ..Meta::default() };
            inventory.pods.entry(namespace, pod, || Pod { meta, ..Pod::default() });
            links.insert(pod.clone(), job);
        }
    }
    for pod in &mut inventory.pods.all {
        if pod.job_name().is_some() || pod.meta.owner.is_some() {
            continue;
        }
        let by_name = || job_by_pod_name(inventory.jobs.all.iter().map(|job| job.meta.name.as_str()), &pod.meta.name);
        if let Some(job) = links.get(&pod.meta.name).cloned().or_else(|| by_name().map(str::to_owned)) {
            pod.meta.owner = Some(("Job".to_owned(), job));
        }
    }
}

fn stub<T>(event: &Event, name: &str, make: impl FnOnce(Meta) -> T) -> T {
    make(Meta {
        name: name.to_owned(),
        namespace: event.namespace.clone(),
        place: event.place,
        created: None,
        ..Meta::default()
    })
}

fn created_pod(event: &Event) -> Option<&str> {
    if event.reason != "SuccessfulCreate" && event.reason != "SuccessfulDelete" {
        return None;
    }
    let message = event.message.strip_prefix("(combined from similar events): ").unwrap_or(&event.message);
    message.strip_prefix("Created pod: ").or_else(|| message.strip_prefix("Deleted pod: "))
}

/// `etl-9wf6b` and `tiles-3-n7f2f` carry their Job's name; of several that fit, the longest.
fn job_by_pod_name<'j>(jobs: impl Iterator<Item = &'j str>, pod: &str) -> Option<&'j str> {
    let (stem, suffix) = pod.rsplit_once('-')?;
    if suffix.len() != 5 || !suffix.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    let indexed = stem.rsplit_once('-').filter(|(_, index)| index.bytes().all(|byte| byte.is_ascii_digit()));
    jobs.filter(|job| !job.is_empty() && (*job == stem || indexed.is_some_and(|(stem, _)| *job == stem)))
        .max_by_key(|job| job.len())
}

/// One root a workload: a CronJob with its Jobs, a Job, or a pod of its own.
#[derive(Default)]
struct Root {
    cron_job: Option<usize>,
    jobs: Vec<usize>,
    pods: Vec<usize>,
}

fn group(mut inventory: Inventory, sources: &Sources) -> Vec<Facts> {
    let as_of = inventory.as_of();
    for pod in 0..inventory.pods.all.len() {
        let pod = &inventory.pods.all[pod];
        let (namespace, place) = (pod.meta.namespace.clone(), pod.meta.place);
        if let Some(name) = pod.job_name().map(str::to_owned) {
            let origin = None;
            let meta = Meta { name: name.clone(), namespace: namespace.clone(), place, origin, ..Meta::default() };
            inventory.jobs.entry(namespace.as_deref(), &name, || Job { meta, ..Job::default() });
        }
    }
    let mut roots: Vec<Root> = Vec::new();
    let mut root_of_job = vec![usize::MAX; inventory.jobs.all.len()];
    for (index, _) in inventory.cron_jobs.all.iter().enumerate() {
        roots.push(Root { cron_job: Some(index), ..Root::default() });
    }
    for (index, job) in inventory.jobs.all.iter().enumerate() {
        let root = cron_job_of(&inventory, job).unwrap_or_else(|| {
            roots.push(Root::default());
            roots.len() - 1
        });
        roots[root].jobs.push(index);
        root_of_job[index] = root;
    }
    let workloads = !roots.is_empty();
    for (index, pod) in inventory.pods.all.iter().enumerate() {
        let job = pod.job_name().and_then(|name| inventory.jobs.find(pod.meta.namespace.as_deref(), name));
        match job {
            Some(job) => roots[root_of_job[job]].pods.push(index),
            // Beside Jobs, other pods are neighbours; alone, they are what the question is about.
            None if !workloads => roots.push(Root { pods: vec![index], ..Root::default() }),
            None => {}
        }
    }
    build(inventory, roots, as_of, sources)
}

fn cron_job_of(inventory: &Inventory, job: &Job) -> Option<usize> {
    let namespace = job.meta.namespace.as_deref();
    if let Some(owner) = job.meta.owned_by("CronJob") {
        return inventory.cron_jobs.find(namespace, owner);
    }
    let (stem, minutes) = job.meta.name.rsplit_once('-')?;
    let scheduled = minutes.len() >= 8 && minutes.bytes().all(|byte| byte.is_ascii_digit());
    if job.meta.owner.is_none() && scheduled { inventory.cron_jobs.find(namespace, stem) } else { None }
}

fn build(inventory: Inventory, roots: Vec<Root>, as_of: AsOf, sources: &Sources) -> Vec<Facts> {
    let Inventory { jobs, cron_jobs, pods, nodes, mut events, logs, contradictions, .. } = inventory;
    let mut events_of: HashMap<(String, String), Vec<usize>> = HashMap::new();
    for (index, event) in events.iter().enumerate() {
        events_of.entry((event.kind.clone(), event.name.clone())).or_default().push(index);
    }
    resolve_ages(&mut events, as_of);
    let mut logs_of: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, log) in logs.iter().enumerate() {
        logs_of.entry(log.of.pod.as_deref().unwrap_or_default()).or_default().push(index);
    }
    let only_one = roots.len() == 1;
    let mut events: Vec<Option<Event>> = events.into_iter().map(Some).collect();
    let mut jobs: Vec<Option<Job>> = jobs.all.into_iter().map(Some).collect();
    let mut cron_jobs: Vec<Option<CronJob>> = cron_jobs.all.into_iter().map(Some).collect();
    let mut pods: Vec<Option<Pod>> = pods.all.into_iter().map(Some).collect();
    let mut all = Vec::new();
    for root in roots {
        let mut facts = Facts { as_of: as_of.time, ..Facts::default() };
        facts.cron_job = root.cron_job.and_then(|index| cron_jobs[index].take());
        let mut runs: Vec<Job> = root.jobs.iter().filter_map(|index| jobs[*index].take()).collect();
        runs.sort_by(|a, b| {
            (a.started.or(a.meta.created), &a.meta.name).cmp(&(b.started.or(b.meta.created), &b.meta.name))
        });
        let mut own: Vec<Pod> = root.pods.iter().filter_map(|index| pods[*index].take()).collect();
        own.sort_by(|a, b| {
            (a.meta.created.or(a.started), &a.meta.name).cmp(&(b.meta.created.or(b.started), &b.meta.name))
        });
        let mut take = |kind: &str, name: &str| -> Vec<Event> {
            let found = events_of.get(&(kind.to_owned(), name.to_owned()));
            found.into_iter().flatten().filter_map(|index| events[*index].take()).collect()
        };
        let mut found = Vec::new();
        if let Some(cron_job) = &facts.cron_job {
            found.extend(take("CronJob", &cron_job.meta.name));
        }
        for job in &runs {
            found.extend(take("Job", &job.meta.name));
        }
        for pod in &own {
            found.extend(take("Pod", &pod.meta.name));
        }
        for node in own.iter().filter_map(|pod| pod.spec.node.as_ref()) {
            found.extend(take("Node", &node.value));
        }
        facts.logs = own
            .iter()
            .flat_map(|pod| logs_of.get(pod.meta.name.as_str()).into_iter().flatten())
            .chain(only_one.then(|| logs_of.get("")).flatten().into_iter().flatten())
            .map(|index| Log::read(&logs[*index], sources))
            .collect();
        facts.nodes = nodes
            .iter()
            .filter(|node| {
                own.iter().any(|pod| pod.spec.node.as_ref().is_some_and(|name| name.value == node.meta.name))
            })
            .cloned()
            .collect();
        facts.contradictions = contradictions
            .iter()
            .filter(|contradiction| {
                let known = |name: &str| contradiction.what.split(' ').any(|word| word == name);
                own.iter().any(|pod| known(&pod.meta.name)) || runs.iter().any(|job| known(&job.meta.name))
            })
            .cloned()
            .collect();
        facts.settle(runs, own, found);
        all.push(facts);
    }
    if all.is_empty() && !logs.is_empty() {
        all.extend(log_alone(&logs, sources));
    }
    all
}

/// Logs and nothing else: what they say is worth saying, and what is missing too.
fn log_alone(logs: &[super::inventory::RawLog], sources: &Sources) -> Option<Facts> {
    let logs: Vec<Log> = logs.iter().map(|log| Log::read(log, sources)).collect();
    if logs.iter().all(|log| log.reading.hits.is_empty()) {
        return None;
    }
    let name = logs.iter().find_map(|log| log.pod.clone().or_else(|| log.job.clone())).unwrap_or_default();
    let kind = if logs.iter().any(|log| log.job.is_some()) { "Job" } else { "Pod" };
    let subject = Subject { kind: kind.to_owned(), namespace: None, name };
    Some(Facts { subject, logs, ..Facts::default() })
}

/// A description prints ages; against the moment it was taken they are times again, to the second they were printed in.
fn resolve_ages(events: &mut [Event], as_of: AsOf) {
    let Some(as_of) = as_of.time.filter(|_| as_of.tells_ages) else { return };
    for event in events {
        if let (None, Some(age)) = (event.last, event.age_seconds) {
            event.last = as_of.checked_sub(jiff::SignedDuration::from_secs(age)).ok();
            if event.count == 1 {
                event.first = event.first.or(event.last);
            }
        }
    }
}

impl Facts {
    /// Chooses the Job in question, sorts the rest around it, and works out how everything ended.
    fn settle(&mut self, mut runs: Vec<Job>, pods: Vec<Pod>, events: Vec<Event>) {
        self.events = events;
        let focus = focus(&runs, &pods, &self.events);
        if let Some(focus) = focus {
            self.job = Some(runs.remove(focus));
        }
        self.siblings = runs;
        let mut pods = pods;
        pods.iter_mut().for_each(Pod::infer_sidecars);
        let wanted = self.job.as_ref().map(|job| job.meta.name.clone());
        let (own, other): (Vec<Pod>, Vec<Pod>) =
            pods.into_iter().partition(|pod| wanted.is_none() || pod.job_name() == wanted.as_deref());
        self.pods = own;
        self.sibling_pods = other;
        self.subject = self.name_subject();
        self.state = match &self.job {
            Some(job) => state_of_job(job, &self.events, &self.pods),
            None => super::state::state_without_job(self),
        };
        self.index_events();
        self.read_scripts();
        super::attempt::judge(self);
        let found = super::contradiction::find(self);
        self.contradictions.extend(found);
    }

    fn name_subject(&self) -> Subject {
        let of = |kind: &str, meta: &Meta| Subject {
            kind: kind.to_owned(),
            namespace: meta.namespace.clone().or_else(|| self.pods.iter().find_map(|pod| pod.meta.namespace.clone())),
            name: meta.name.clone(),
        };
        match (&self.cron_job, &self.job, self.pods.first()) {
            (Some(cron_job), _, _) => of("CronJob", &cron_job.meta),
            (None, Some(job), _) => of("Job", &job.meta),
            (None, None, Some(pod)) => of("Pod", &pod.meta),
            (None, None, None) => Subject::default(),
        }
    }

    fn index_events(&mut self) {
        let pods: HashMap<String, usize> =
            self.pods.iter().enumerate().map(|(index, pod)| (pod.meta.name.clone(), index)).collect();
        let mut index = vec![Vec::new(); self.pods.len()];
        for (at, event) in self.events.iter().enumerate() {
            if event.kind == "Pod"
                && let Some(pod) = pods.get(event.name.as_str())
            {
                index[*pod].push(at);
            }
        }
        self.pod_events = index;
        self.pod_names = pods;
    }
}

/// Of the runs of a CronJob, the one the question is about: the newest, unless it is only just running and the one
/// before it failed.
fn focus(runs: &[Job], pods: &[Pod], events: &[Event]) -> Option<usize> {
    let newest = runs.len().checked_sub(1)?;
    let state = |index: usize| state_of_job(&runs[index], events, pods);
    if newest == 0 || state(newest) != State::Running {
        return Some(newest);
    }
    let name = &runs[newest].meta.name;
    let healthy = pods.iter().filter(|pod| pod.job_name() == Some(name)).all(|pod| {
        pod.containers.iter().all(|container| matches!(container.state, super::ContainerState::Running { .. }))
    });
    let before = (0..newest).rev().find(|index| matches!(state(*index), State::Failed | State::Complete));
    match before {
        Some(before) if healthy && state(before) == State::Failed && runs[before].has_status => Some(before),
        _ => Some(newest),
    }
}
