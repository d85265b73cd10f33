//! What the failure costs while it goes on, in numbers from the facts alone.

use jiff::Timestamp;
use serde::Serialize;

use crate::facts::{Container, ContainerKind, ContainerState, Facts, Pod, Seen, State};

/// The cost so far and to come. A number that the input does not give is absent, never guessed.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct BlastRadius {
    /// Attempts that ended, well or badly: pods, or container restarts with `restartPolicy: OnFailure`.
    pub attempts_made: Option<i64>,
    /// Those of them that failed.
    pub attempts_failed: Option<i64>,
    /// Attempts that may still come before the limit is reached.
    pub attempts_left: Option<i64>,
    /// When the next attempt starts at the earliest (RFC 3339).
    pub next_attempt_at: Option<String>,
    /// Seconds the Job waited between attempts.
    pub back_off_seconds: Option<i64>,
    /// Seconds from scheduling to the start of the containers, summed over attempts.
    pub start_up_seconds: Option<i64>,
    /// Seconds containers ran in attempts that failed.
    pub failed_run_seconds: Option<i64>,
    /// CPU reserved by the pods of the Job, in core seconds.
    pub cpu_core_seconds: Option<f64>,
    /// Memory reserved by the pods of the Job, in mebibyte seconds.
    pub memory_mib_seconds: Option<f64>,
    /// What is held while it lasts: claims, a quota, a CronJob's slot. Sentence fragments.
    pub holds: Vec<String>,
    /// What waits for it, only where the input shows it. Sentence fragments.
    pub blocks: Vec<String>,
}

/// The Job controller's first pause before a new pod, in seconds (`DefaultJobPodFailureBackOff`).
const FIRST_BACK_OFF: i64 = 10;

/// Its longest, in seconds (`MaxJobPodFailureBackOff`: ten minutes, whatever the documentation says).
const LONGEST_BACK_OFF: i64 = 600;

/// The kubelet's longest pause between restarts, in seconds.
const LONGEST_RESTART_BACK_OFF: i64 = 300;

impl BlastRadius {
    /// Adds up what the facts show.
    #[must_use]
    pub fn of(facts: &Facts) -> Self {
        let failed = || facts.failures().filter(|failure| failure.container.kind != ContainerKind::Sidecar);
        let restarts: i64 = restarts(facts);
        let count = |seen: Option<&Seen<i64>>| seen.map_or(0, |count| count.value.max(0));
        let counted = facts.job.as_ref().map(|job| count(job.failed.as_ref()));
        let succeeded = facts.job.as_ref().map_or(0, |job| count(job.succeeded.as_ref()));
        let seen = i64::try_from(failed().count()).unwrap_or(i64::MAX);
        let failures = if restarts > 0 { restarts.max(seen) } else { counted.unwrap_or(seen).max(seen.min(1)) };
        let running = facts.state == State::Running;
        let limit = facts.job.as_ref().map(|job| job.spec.effective_backoff_limit());
        let known = facts.job.as_ref().is_some_and(|job| job.has_status);
        Self {
            attempts_made: (known || seen > 0).then_some(failures + succeeded),
            attempts_failed: (known || seen > 0).then_some(failures),
            attempts_left: limit
                .filter(|_| running && known && failures > 0)
                .map(|limit| (limit + 1 - failures).max(0)),
            next_attempt_at: if running { next_attempt(facts, restarts).map(|time| time.to_string()) } else { None },
            back_off_seconds: back_off(facts),
            start_up_seconds: sum(facts.pods.iter().filter_map(start_up)),
            failed_run_seconds: sum(failed().filter_map(|failure| failure.run.seconds())),
            cpu_core_seconds: reserved(facts, |container| container.spec.cpu_request),
            memory_mib_seconds: reserved(facts, |container| container.spec.memory_request)
                .map(|bytes| bytes / (1024.0 * 1024.0)),
            holds: holds(facts),
            blocks: blocks(facts),
        }
    }
}

fn sum(values: impl Iterator<Item = i64>) -> Option<i64> {
    values.fold(None, |sum, value| Some(sum.unwrap_or(0) + value.max(0)))
}

fn restarts(facts: &Facts) -> i64 {
    let counts = facts.pods.iter().flat_map(|pod| &pod.containers).filter_map(|container| container.restarts.as_ref());
    counts.map(|count| count.value.max(0)).sum()
}

/// From the pod's creation to the start of its first container.
fn start_up(pod: &Pod) -> Option<i64> {
    // Of a container that restarted, the first start is not shown any more.
    if pod.containers.iter().any(|container| container.restarts.as_ref().is_some_and(|count| count.value > 0)) {
        return None;
    }
    let created = pod.meta.created.or(pod.started)?;
    let started = pod.containers.iter().flat_map(|container| container.runs.iter().filter_map(|run| run.started)).min();
    Some(started?.as_second() - created.as_second())
}

/// Pauses between one attempt's end and the next one's start; only where attempts come one after the other.
fn back_off(facts: &Facts) -> Option<i64> {
    let parallel = facts.job.as_ref().and_then(|job| job.spec.parallelism.as_ref()).map_or(1, |wanted| wanted.value);
    if parallel > 1 || facts.pods.len() > 10_000 {
        return None;
    }
    let ended = |pod: &Pod| pod.containers.iter().filter_map(|container| container.last_run()?.finished).max();
    let between_pods = facts.pods.windows(2).filter_map(|pair| {
        let created = pair[1].meta.created.or(pair[1].started)?;
        Some(created.as_second() - ended(&pair[0])?.as_second())
    });
    let between_runs = facts.pods.iter().flat_map(|pod| &pod.containers).filter_map(|container| {
        // Only the last pause is shown: of more restarts, the sum would be a lie.
        container.restarts.as_ref().filter(|count| count.value == 1)?;
        let before = container.runs.iter().rev().find(|run| !run.current)?.finished?;
        let after = match &container.state {
            ContainerState::Running { started, .. } => (*started)?,
            ContainerState::Terminated => container.last_run()?.started?,
            _ => return None,
        };
        Some(after.as_second() - before.as_second())
    });
    sum(between_pods.chain(between_runs))
}

/// When the controller or the kubelet starts the next attempt at the earliest.
fn next_attempt(facts: &Facts, restarts: i64) -> Option<Timestamp> {
    let (ended, delay) = if restarts > 0 {
        let mut waiting = facts.pods.iter().flat_map(|pod| &pod.containers);
        let crashed = waiting.rfind(|container| container.waiting_reason() == "CrashLoopBackOff")?;
        let doublings = u32::try_from(crashed.restarts.as_ref()?.value.clamp(1, 10) - 1).unwrap_or(0);
        (crashed.last_run()?.finished?, (FIRST_BACK_OFF << doublings).min(LONGEST_RESTART_BACK_OFF))
    } else {
        let live = facts.pods.iter().any(|pod| pod.is_phase("Running") || pod.is_phase("Pending"));
        if live {
            return None;
        }
        let last_success = facts.attempts.iter().filter(|attempt| !attempt.failed());
        let last_success = last_success.filter_map(|attempt| facts.failure(attempt).run.finished).max();
        let ends: Vec<Timestamp> = facts.failures().filter_map(|failure| failure.run.finished).collect();
        let since = ends.iter().filter(|end| last_success.is_none_or(|success| **end > success)).count();
        let doublings = u32::try_from(since.clamp(1, 8) - 1).unwrap_or(0);
        (ends.into_iter().max()?, (FIRST_BACK_OFF << doublings).min(LONGEST_BACK_OFF))
    };
    ended.checked_add(jiff::SignedDuration::from_secs(delay)).ok()
}

/// Requests times the time they were held, over all pods of the Job.
fn reserved(facts: &Facts, request: impl Fn(&Container) -> Option<f64>) -> Option<f64> {
    let mut total = None;
    for pod in &facts.pods {
        let asked: f64 = pod
            .containers
            .iter()
            .filter(|container| container.kind != ContainerKind::Init)
            .filter_map(|container| request(container).or_else(|| request(facts.template_container(&container.name)?)))
            .sum();
        let Some(start) = pod.started.or(pod.meta.created).filter(|_| asked > 0.0) else { continue };
        let running = pod.containers.iter().any(|container| matches!(container.state, ContainerState::Running { .. }));
        let ended = pod.containers.iter().filter_map(|container| container.last_run()?.finished).max();
        let Some(end) = ended.filter(|_| !running).or(facts.as_of) else { continue };
        #[expect(clippy::cast_precision_loss, reason = "seconds of a Job's life are far below 2^52")]
        let seconds = (end.as_second() - start.as_second()).max(0) as f64;
        total = Some(total.unwrap_or(0.0) + asked * seconds);
    }
    total
}

fn holds(facts: &Facts) -> Vec<String> {
    let mut all = Vec::new();
    let ended = matches!(facts.state, State::Failed | State::Complete | State::Suspended);
    if ended {
        return all;
    }
    let of_pods = facts.pods.iter().map(|pod| &pod.spec);
    let of_job = facts.job.as_ref().map(|job| &job.spec.template);
    for claim in of_pods.chain(of_job).flat_map(|spec| &spec.claims) {
        let fragment = format!("claim {}", claim.value);
        if !all.contains(&fragment) {
            all.push(fragment);
        }
    }
    if let Some(cron_job) = &facts.cron_job
        && cron_job.concurrency_policy.as_ref().is_some_and(|policy| policy.value == "Forbid")
    {
        all.push(format!("the slot of CronJob {} (concurrencyPolicy: Forbid)", cron_job.meta.name));
    }
    all
}

fn blocks(facts: &Facts) -> Vec<String> {
    let skipped: i64 =
        facts.cron_events().filter(|event| event.reason == "JobAlreadyActive").map(|event| event.count).sum();
    match (&facts.cron_job, skipped) {
        (Some(cron_job), 1..) => {
            vec![format!("later runs of CronJob {} ({skipped} skipped so far)", cron_job.meta.name)]
        }
        _ => Vec::new(),
    }
}
