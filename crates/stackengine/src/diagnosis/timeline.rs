//! What happened when, from the times of objects and events.

use jiff::Timestamp;

use super::Moment;
use crate::evidence::Place;
use crate::facts::{ContainerKind, ContainerState, Facts};

/// A Job of thousands of pods has a story too long to tell: its beginning and its end are kept.
const MAX_MOMENTS: usize = 200;

pub(super) fn of(facts: &Facts) -> Vec<Moment> {
    let first_pod = facts.pods.iter().filter_map(|pod| pod.meta.created.or(pod.started)).min();
    let first_event = facts.events.iter().filter_map(|event| event.first.or(event.last)).min();
    let job_start = facts.job.as_ref().and_then(|job| job.started.or(job.meta.created));
    let Some(zero) = job_start.or(first_pod).or(first_event) else { return Vec::new() };
    let mut all = Collected { zero, moments: Vec::new() };
    if let Some(job) = &facts.job {
        all.add(job.started, "Job started", None, Some(job.meta.place));
        for condition in job.conditions.iter().filter(|condition| condition.status == "True") {
            let reason = condition.reason.as_deref().map(|reason| format!(" ({reason})")).unwrap_or_default();
            all.add(condition.at, &format!("Job is {}{reason}", condition.kind), None, Some(condition.place));
        }
    }
    for pod in &facts.pods {
        let name = Some(pod.meta.name.as_str());
        all.add(pod.meta.created, "pod created", name, Some(pod.meta.place));
        for container in &pod.containers {
            let side = if container.kind == ContainerKind::Regular { "" } else { " (init)" };
            for run in &container.runs {
                let place = Some(run.exit_code.place);
                all.add(run.started, &format!("{}{side} started", container.name), name, place);
                let reason = match run.reason() {
                    "" | "Error" | "Completed" => String::new(),
                    reason => format!(" ({reason})"),
                };
                let what = format!("{}{side} exited {}{reason}", container.name, run.exit_code.value);
                all.add(run.finished, &what, name, place);
            }
            if let ContainerState::Running { started, place } = &container.state {
                all.add(*started, &format!("{}{side} started, still running", container.name), name, Some(*place));
            }
        }
    }
    for event in facts.events.iter().filter(|event| event.warning || event.reason == "Killing") {
        let pod = (event.kind == "Pod").then_some(event.name.as_str());
        let times = if event.count > 1 { format!(" ({} times)", event.count) } else { String::new() };
        let message: String = event.message.chars().take(160).collect();
        let what = format!("{}{times}: {message}", event.reason);
        all.add(event.first.or(event.last), &what, pod, Some(event.place));
    }
    all.finish()
}

struct Collected {
    zero: Timestamp,
    moments: Vec<Moment>,
}

impl Collected {
    fn add(&mut self, at: Option<Timestamp>, what: &str, pod: Option<&str>, place: Option<Place>) {
        let Some(at) = at else { return };
        let seconds = at.as_second() - self.zero.as_second();
        self.moments.push(Moment { seconds, what: what.to_owned(), pod: pod.map(str::to_owned), place });
    }

    fn finish(mut self) -> Vec<Moment> {
        self.moments.sort_by_key(|moment| moment.seconds);
        if self.moments.len() > MAX_MOMENTS {
            let tail = self.moments.split_off(self.moments.len() - MAX_MOMENTS / 2);
            self.moments.truncate(MAX_MOMENTS / 2);
            self.moments.extend(tail);
        }
        self.moments
    }
}
