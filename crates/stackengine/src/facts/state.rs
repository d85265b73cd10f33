//! How a Job stands, from conditions, counters and events; a STATUS column only where nothing better was shown.

use super::event::Event;
use super::job::Job;
use super::pod::Pod;
use super::{Facts, State};

/// Reasons of the events (and conditions) with which the Job controller gives up.
pub const FAILED_REASONS: [&str; 6] = [
    "BackoffLimitExceeded",
    "DeadlineExceeded",
    "PodFailurePolicy",
    "FailedIndexes",
    "MaxFailedIndexesExceeded",
    "FailJob",
];

pub(super) fn state_of_job(job: &Job, events: &[Event], pods: &[Pod]) -> State {
    by_condition(job)
        .or_else(|| gone_by_ttl(job, events, pods).then_some(State::Gone))
        .or_else(|| by_event(job, events))
        .or_else(|| by_counters(job))
        .or_else(|| by_pods(job, pods))
        .or_else(|| by_column(job))
        .unwrap_or(State::Unknown)
}

fn by_condition(job: &Job) -> Option<State> {
    if job.condition("Failed").is_some() || job.condition("FailureTarget").is_some() {
        return Some(State::Failed);
    }
    if job.condition("Complete").is_some() || job.condition("SuccessCriteriaMet").is_some() || job.completed.is_some() {
        return Some(State::Complete);
    }
    let suspended = job.spec.suspend.as_ref().is_some_and(|suspend| suspend.value);
    let a_manifest = !job.has_status && job.meta.origin == Some(crate::evidence::Origin::Object);
    (suspended && !a_manifest).then_some(State::Suspended)
}

/// A manifest with a TTL, events that tell of the Job's end, and neither the Job nor any of its pods: it was deleted.
fn gone_by_ttl(job: &Job, events: &[Event], pods: &[Pod]) -> bool {
    let shown = pods.iter().any(|pod| pod.job_name() == Some(&job.meta.name) && pod.meta.origin.is_some());
    let ended = |event: &Event| event.reason == "Completed" || FAILED_REASONS.contains(&event.reason.as_str());
    let own = |event: &&Event| event.kind == "Job" && event.name == job.meta.name && ended(event);
    job.spec.ttl.is_some() && !job.has_status && !shown && events.iter().any(|event| own(&event))
}

fn by_event(job: &Job, events: &[Event]) -> Option<State> {
    let own = || events.iter().filter(|event| event.kind == "Job" && event.name == job.meta.name);
    if own().any(|event| event.warning && FAILED_REASONS.contains(&event.reason.as_str())) {
        return Some(State::Failed);
    }
    if own().any(|event| event.reason == "Completed") {
        return Some(State::Complete);
    }
    let saw = format!("Saw completed job: {}, ", job.meta.name);
    let seen = events.iter().find(|event| event.reason == "SawCompletedJob" && event.message.starts_with(&saw))?;
    let failed = seen.message.ends_with("Failed");
    Some(if failed { State::Failed } else { State::Complete })
}

fn by_counters(job: &Job) -> Option<State> {
    let count = |seen: &Option<super::Seen<i64>>| seen.as_ref().map_or(0, |count| count.value);
    if !job.has_status {
        return None;
    }
    let (active, succeeded, failed) = (count(&job.active), count(&job.succeeded), count(&job.failed));
    // Conditions come with every object; only a description, which prints none, is read by its counters.
    let described = job.conditions.is_empty() && job.meta.origin == Some(crate::evidence::Origin::Describe);
    if described && active == 0 {
        let wanted = job.spec.completions.as_ref().map_or(1, |completions| completions.value);
        if wanted > 0 && succeeded >= wanted {
            return Some(State::Complete);
        }
        if job.spec.backoff_limit.is_some() && failed > job.spec.effective_backoff_limit() {
            return Some(State::Failed);
        }
    }
    if job.started.is_some() || active + succeeded + failed > 0 {
        return Some(State::Running);
    }
    let idle = job.spec.managed_by.is_some() || job.spec.parallelism.as_ref().is_some_and(|wanted| wanted.value == 0);
    Some(if idle { State::NeverRan } else { State::Running })
}

fn by_pods(job: &Job, pods: &[Pod]) -> Option<State> {
    let mut own = pods.iter().filter(|pod| pod.job_name() == Some(&job.meta.name)).peekable();
    own.peek()?;
    let live = own.any(|pod| pod.is_phase("Running") || pod.is_phase("Pending"));
    live.then_some(State::Running)
}

fn by_column(job: &Job) -> Option<State> {
    match job.status_column.as_ref()?.value.as_str() {
        "Complete" | "SuccessCriteriaMet" => Some(State::Complete),
        "Failed" | "FailureTarget" => Some(State::Failed),
        "Running" => Some(State::Running),
        "Suspended" => Some(State::Suspended),
        _ => None,
    }
}

/// A CronJob none of whose Jobs are shown, or a pod of its own.
pub(super) fn state_without_job(facts: &Facts) -> State {
    if let Some(cron_job) = &facts.cron_job {
        let suspended = cron_job.suspend.as_ref().is_some_and(|suspend| suspend.value);
        return match (cron_job.has_status || cron_job.meta.origin != Some(crate::evidence::Origin::Object), suspended) {
            (false, _) => State::Unknown,
            (true, true) => State::Suspended,
            (true, false) if cron_job.last_schedule.is_none() => State::NeverRan,
            (true, false) => State::Unknown,
        };
    }
    let Some(pod) = facts.pods.first() else { return State::Unknown };
    match pod.phase.as_ref().map(|phase| phase.value.as_str()) {
        Some("Succeeded") => State::Complete,
        Some("Failed") => State::Failed,
        Some("Running" | "Pending") => State::Running,
        _ => State::Unknown,
    }
}
