//! Who stopped a pod from outside, where anything tells: status, conditions, events, the Job's own decisions.

use jiff::Timestamp;

use super::state::FAILED_REASONS;
use super::{Event, Facts, Pod};
use crate::evidence::Place;

/// Why a pod was stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StopKind {
    /// It used more ephemeral storage than it, or its emptyDir volume, was allowed.
    LocalStorage,
    /// The node ran short of memory, disk or processes.
    NodePressure,
    /// The kubelet evicted it, and what it said about why is cut off or not known.
    Evicted,
    /// A pod of higher priority took its place.
    Preempted,
    /// The eviction API was called, as `kubectl drain` and autoscalers do.
    EvictionApi,
    /// A taint it does not tolerate, usually of a node that is not ready.
    Taint,
    /// Its node is gone.
    NodeGone,
    /// Its node was shut down.
    NodeShutdown,
    /// `activeDeadlineSeconds` of the pod passed.
    PodDeadline,
    /// The kubelet would not take it.
    Rejected,
    /// The Job controller deleted it: a limit, a deadline, a suspension, success elsewhere.
    JobController,
    /// Somebody deleted it, and nothing says who.
    Deleted,
}

/// A pod that was stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// Index of the pod.
    pub pod: usize,
    /// Why.
    pub kind: StopKind,
    /// When it began, as far as is known.
    pub at: Option<Timestamp>,
    /// What proves it.
    pub places: Vec<Place>,
}

pub(super) fn find_stops(facts: &Facts) -> Vec<Stop> {
    let controller = controller_deletions(facts);
    (0..facts.pods.len()).filter_map(|pod| find_stop(facts, pod, &controller)).collect()
}

/// Names of the pods that the Job controller says it deleted, with the place where it says so.
fn controller_deletions(facts: &Facts) -> std::collections::HashMap<&str, &Event> {
    let deleted = facts.events.iter().filter(|event| event.kind == "Job" && event.reason == "SuccessfulDelete");
    deleted.filter_map(|event| Some((event.message.rsplit_once(": ")?.1, event))).collect()
}

fn find_stop(facts: &Facts, index: usize, controller: &std::collections::HashMap<&str, &Event>) -> Option<Stop> {
    let pod = &facts.pods[index];
    let events = || facts.pod_events[index].iter().map(|at| &facts.events[*at]);
    let stop = |kind, at, places| Some(Stop { pod: index, kind, at, places });
    if let Some((kind, place)) = by_status(pod) {
        return stop(kind, events().find(|event| event.reason == "Killing").and_then(|event| event.last), vec![place]);
    }
    if let Some(event) = events().find(|event| by_event(event).is_some()) {
        let kind = by_event(event).unwrap_or(StopKind::Deleted);
        return stop(kind, event.first.or(event.last), vec![event.place]);
    }
    if let Some((kind, place, at)) = by_condition(pod) {
        return stop(kind, at, vec![place]);
    }
    if let Some(event) = controller.get(pod.meta.name.as_str()) {
        return stop(StopKind::JobController, event.last, vec![event.place]);
    }
    let killing = events().find(|event| event.reason == "Killing" && event.message.starts_with("Stopping container"));
    let deleted = pod.meta.deleted.as_ref();
    if deleted.is_none() && killing.is_none() {
        return None;
    }
    let at = killing.and_then(|event| event.first.or(event.last)).or(deleted.map(|time| time.value));
    let decided = facts.job.as_ref().and_then(super::Job::failure_decided);
    let by_job = match (decided, at) {
        (Some(decided), Some(at)) => at.as_second() >= decided.as_second() - 1,
        _ => false,
    };
    // Native sidecars and finished pods are "stopped" too; only a pod that vanished or is being deleted was ended by it.
    let ended_by_it = deleted.is_some() || pod.meta.origin.is_none() || pod.terminating;
    if !ended_by_it && !by_job {
        return None;
    }
    // A pod that is not shown may have been stopped by anything; only the pod that took its place tells that the Job
    // went on, and that nobody but the one who stopped it meant this pod.
    let shown = pod.meta.origin.is_some();
    if !by_job && !shown && !was_replaced(facts, pod, at) {
        return None;
    }
    let places = killing.map(|event| event.place).into_iter().chain(deleted.map(|time| time.place)).collect();
    stop(if by_job { StopKind::JobController } else { StopKind::Deleted }, at, places)
}

/// Whether the controller made another pod after this one was stopped, and has not given up.
fn was_replaced(facts: &Facts, pod: &Pod, at: Option<Timestamp>) -> bool {
    let newer = |event: &&Event| {
        event.reason == "SuccessfulCreate"
            // A message that was cut names the same pod by half its name.
            && event.message.strip_prefix("Created pod: ").is_some_and(|name| !pod.meta.name.starts_with(name))
            && match (event.last, at) {
                (Some(created), Some(at)) => created >= at,
                _ => true,
            }
    };
    gave_up(facts).is_none() && facts.job_events().any(|event| newer(&event))
}

fn by_status(pod: &Pod) -> Option<(StopKind, Place)> {
    let reason = pod.reason.as_ref()?;
    let message = pod.message.as_ref().map_or("", |message| message.value.as_str());
    let kind = match reason.value.as_str() {
        "Evicted" if message.starts_with("Pod was rejected") => StopKind::Rejected,
        "Evicted" => evicted(message),
        "DeadlineExceeded" => StopKind::PodDeadline,
        "Preempting" => StopKind::Preempted,
        "NodeLost" => StopKind::NodeGone,
        "Terminated" | "NodeShutdown" | "Shutdown" => StopKind::NodeShutdown,
        "NodeAffinity"
        | "UnexpectedAdmissionError"
        | "VolumeAttachmentLimitExceeded"
        | "HostNetworkNotSupported"
        | "AppArmor"
        | "PodOSNotSupported"
        | "InvalidNodeInfo"
        | "SysctlForbidden" => StopKind::Rejected,
        other if other.starts_with("OutOf") => StopKind::Rejected,
        _ if message.starts_with("Pod was rejected") => StopKind::Rejected,
        _ => return None,
    };
    Some((kind, pod.message.as_ref().map_or(reason.place, |message| message.place)))
}

fn evicted(message: &str) -> StopKind {
    let pressed = ["low on resource", "had condition", "threshold quantity", "Threshold quantity"];
    let local = ["EmptyDir", "emptyDir", "ephemeral local storage usage exceeds", "local ephemeral storage limit"];
    if local.iter().any(|words| message.contains(words)) {
        StopKind::LocalStorage
    } else if pressed.iter().any(|words| message.contains(words)) {
        StopKind::NodePressure
    } else {
        StopKind::Evicted
    }
}

fn by_event(event: &Event) -> Option<StopKind> {
    match event.reason.as_str() {
        // Autoscalers announce their own evictions under the same reason.
        "Evicted" if !event.warning || event.message == "Evicted pod" => Some(StopKind::EvictionApi),
        "Evicted" => Some(evicted(&event.message)),
        "Preempted" | "Preempting" => Some(StopKind::Preempted),
        "TaintManagerEviction" if event.message.starts_with("Marking for deletion") => Some(StopKind::Taint),
        "ExceededGracePeriod" | "DeadlineExceeded" => Some(StopKind::PodDeadline),
        "OutOfcpu" | "OutOfmemory" | "OutOfpods" | "UnexpectedAdmissionError" => Some(StopKind::Rejected),
        _ => None,
    }
}

fn by_condition(pod: &Pod) -> Option<(StopKind, Place, Option<Timestamp>)> {
    let condition = pod.condition("DisruptionTarget")?;
    let kind = match condition.reason.as_deref().unwrap_or_default() {
        "PreemptionByScheduler" => StopKind::Preempted,
        "DeletionByTaintManager" => StopKind::Taint,
        "EvictionByEvictionAPI" => StopKind::EvictionApi,
        "DeletionByPodGC" => StopKind::NodeGone,
        "TerminationByKubelet" => StopKind::NodePressure,
        _ => StopKind::Deleted,
    };
    Some((kind, condition.place, condition.at))
}

/// Whether the Job controller has said that it gave up.
#[must_use]
pub fn gave_up(facts: &Facts) -> Option<&Event> {
    facts
        .events
        .iter()
        .find(|event| event.kind == "Job" && event.warning && FAILED_REASONS.contains(&event.reason.as_str()))
}
