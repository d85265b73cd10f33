//! The timeline as something to draw: who ran from when to when, how it ended, where the deadline lay.
//!
//! A replayed manifest can give the same shape, so that two of them are drawn to one scale.

use jiff::Timestamp;
use serde::Serialize;
use stackengine::facts::{ContainerKind, ContainerState, Facts, Pod};
use stackengine::replay::{Millis, PodStory, SECOND, Spec, Story, pod_name};

/// Pods that are drawn at most: the first and the last ones.
const MOST_LANES: usize = 40;

/// What a picture is drawn from; all times are seconds since its zero.
#[derive(Debug, Serialize)]
pub(crate) struct Picture {
    /// What second 0 is, as RFC 3339.
    zero: String,
    /// The pods, oldest first.
    lanes: Vec<Lane>,
    /// Pods that are not drawn, between the first half of the lanes and the second.
    left_out: usize,
    /// When `activeDeadlineSeconds` ends the Job.
    deadline: Option<i64>,
    /// When the Job ended.
    ended: Option<i64>,
    /// When the evidence was taken.
    as_of: Option<i64>,
}

#[derive(Debug, Serialize)]
struct Lane {
    pod: String,
    created: Option<i64>,
    runs: Vec<Run>,
}

#[derive(Debug, Serialize)]
struct Run {
    container: String,
    /// `init`, `sidecar` or `main`.
    kind: &'static str,
    start: Option<i64>,
    /// Absent while it runs.
    end: Option<i64>,
    /// Absent while it runs, and where it went with the pod.
    exit_code: Option<i64>,
    reason: Option<String>,
}

/// `None` where the input gives no time.
pub(crate) fn picture(facts: &Facts) -> Option<Picture> {
    let first_pod = facts.pods.iter().filter_map(|pod| pod.meta.created.or(pod.started)).min();
    let first_event = facts.events.iter().filter_map(|event| event.first.or(event.last)).min();
    let started = facts.job.as_ref().and_then(|job| job.started.or(job.meta.created));
    let zero = started.or(first_pod).or(first_event)?;
    let since = |at: Timestamp| at.as_second() - zero.as_second();
    let mut lanes: Vec<Lane> = facts.pods.iter().map(|pod| lane(pod, &since)).collect();
    for (index, lane) in lanes.iter_mut().enumerate().filter(|(_, lane)| lane.runs.is_empty()) {
        from_events(facts, index, lane, &since);
    }
    let left_out = shorten(&mut lanes);
    let job = facts.job.as_ref();
    let finished = job.and_then(|job| {
        let conditions = job.conditions.iter().filter(|condition| condition.status == "True");
        let ends = conditions.filter(|condition| matches!(condition.kind.as_str(), "Complete" | "Failed"));
        ends.filter_map(|condition| condition.at).min().or(job.completed.as_ref().map(|completed| completed.value))
    });
    let limit = job.and_then(|job| job.spec.active_deadline.as_ref());
    Some(Picture {
        zero: zero.to_string(),
        lanes,
        left_out,
        deadline: started.and(limit).map(|limit| limit.value).filter(|seconds| *seconds > 0),
        ended: finished.map(since),
        as_of: facts.as_of.map(since),
    })
}

/// A replay, drawn like what was seen. It has no beginning but its own: its zero is empty.
pub(crate) fn played(spec: &Spec, story: &Story) -> Picture {
    let pods = story.pods.iter().zip(0u32..);
    let mut lanes: Vec<Lane> = pods.map(|(pod, id)| played_lane(spec, pod, id)).collect();
    let left_out = shorten(&mut lanes);
    Picture {
        zero: String::new(),
        lanes,
        left_out,
        deadline: spec.job.active_deadline.map(in_seconds).filter(|seconds| *seconds > 0),
        ended: story.finished().map(in_seconds),
        // What runs for ever runs to the edge of the drawing.
        as_of: None,
    }
}

fn played_lane(spec: &Spec, pod: &PodStory, id: u32) -> Lane {
    let containers = spec.pod.containers.iter().zip(&pod.runs);
    let runs = containers.flat_map(|(container, runs)| {
        runs.iter().map(|run| Run {
            container: container.name.clone(),
            kind: kind(container.kind),
            start: Some(in_seconds(run.started)),
            end: run.finished.map(in_seconds),
            exit_code: run.exit_code,
            reason: Some(run.cause.word()).filter(|reason| !reason.is_empty()).map(str::to_owned),
        })
    });
    Lane { pod: pod_name(spec, pod.index, id), created: Some(in_seconds(pod.created)), runs: runs.collect() }
}

fn in_seconds(time: Millis) -> i64 {
    time.div_euclid(SECOND)
}

fn kind(kind: ContainerKind) -> &'static str {
    match kind {
        ContainerKind::Init => "init",
        ContainerKind::Sidecar => "sidecar",
        ContainerKind::Regular => "main",
    }
}

/// Leaves out what is too much to be drawn, from the middle; says how much that was.
fn shorten(lanes: &mut Vec<Lane>) -> usize {
    let left_out = lanes.len().saturating_sub(MOST_LANES);
    if left_out > 0 {
        lanes.drain(MOST_LANES / 2..MOST_LANES / 2 + left_out);
    }
    left_out
}

/// A pod that is gone may still stand in events: when it was made, started and stopped, though not with which exit code.
fn from_events(facts: &Facts, pod: usize, lane: &mut Lane, since: &impl Fn(Timestamp) -> i64) {
    let at = |reason: &str| {
        let event = facts.events_of_pod(pod).find(|event| event.reason == reason)?;
        event.first.or(event.last).map(since)
    };
    lane.created = lane.created.or_else(|| at("Scheduled"));
    if let (Some(start), Some(end)) = (at("Started"), at("Killing")) {
        let (container, reason) = (String::new(), Some("stopped".to_owned()));
        lane.runs.push(Run { container, kind: "main", start: Some(start), end: Some(end), exit_code: None, reason });
    }
}

fn lane(pod: &Pod, since: &impl Fn(Timestamp) -> i64) -> Lane {
    let mut runs = Vec::new();
    for container in &pod.containers {
        let kind = kind(container.kind);
        for run in container.runs.iter().filter(|run| run.started.or(run.finished).is_some()) {
            runs.push(Run {
                container: container.name.clone(),
                kind,
                start: run.started.map(since),
                end: run.finished.map(since),
                exit_code: Some(run.exit_code.value),
                reason: run.reason.as_ref().map(|reason| reason.value.clone()),
            });
        }
        if let ContainerState::Running { started, .. } = &container.state {
            let start = started.map(since);
            runs.push(Run { container: container.name.clone(), kind, start, end: None, exit_code: None, reason: None });
        }
    }
    Lane { pod: pod.meta.name.clone(), created: pod.meta.created.or(pod.started).map(since), runs }
}
