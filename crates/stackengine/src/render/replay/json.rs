//! JSON of `replay`, version 1. Times are seconds from the Job's start.

use serde::Serialize;

use crate::render::json::escape_what_steers;
use crate::replay::{
    Behaviour, CronEvent, CronRun, CronStory, End, Explored, Fate, Millis, Played, PodStory, Run, Said, Tale, pod_name,
};

#[derive(Serialize)]
struct Wire<'r> {
    version: u32,
    subject: WireSubject<'r>,
    kubernetes: String,
    end: &'static str,
    until: f64,
    pods: Vec<WirePod<'r>>,
    job: WireJob<'r>,
    events: Vec<WireEvent>,
    schedule: Option<WireSchedule<'r>>,
    explored: Option<WireExplored>,
    not_covered: Vec<String>,
}

#[derive(Serialize)]
struct WireSubject<'r> {
    kind: &'static str,
    namespace: &'r str,
    name: &'r str,
}

#[derive(Serialize)]
struct WirePod<'r> {
    name: String,
    index: Option<String>,
    created: f64,
    deleted: Option<f64>,
    phase: &'static str,
    reason: Option<&'static str>,
    containers: Vec<WireContainer<'r>>,
}

#[derive(Serialize)]
struct WireContainer<'r> {
    name: &'r str,
    runs: Vec<WireRun<'r>>,
}

#[derive(Serialize)]
struct WireRun<'r> {
    started: f64,
    finished: Option<f64>,
    exit_code: Option<i64>,
    reason: Option<&'r str>,
    stopped: bool,
}

#[derive(Serialize)]
struct WireJob<'r> {
    conditions: Vec<WireCondition<'r>>,
    active: u32,
    terminating: u32,
    failed: u32,
    succeeded: u32,
    #[serde(rename = "failedIndexes")]
    failed_indexes: Option<String>,
    #[serde(rename = "completedIndexes")]
    completed_indexes: Option<String>,
    deleted: Option<f64>,
    next_attempt: Option<f64>,
}

#[derive(Serialize)]
struct WireCondition<'r> {
    #[serde(rename = "type")]
    kind: &'static str,
    status: &'static str,
    reason: &'static str,
    message: &'r str,
    at: f64,
}

#[derive(Serialize)]
struct WireEvent {
    at: f64,
    kind: &'static str,
    name: String,
    #[serde(rename = "type")]
    level: &'static str,
    reason: String,
    message: String,
}

#[derive(Serialize)]
struct WireExplored {
    worlds: usize,
    behaviours: String,
    cut: bool,
    tales: Vec<WireTale>,
}

#[derive(Serialize)]
struct WireTale {
    what: &'static str,
    end: &'static str,
    attempts: Vec<String>,
}

#[derive(Serialize)]
struct WireSchedule<'r> {
    start: i64,
    cut: bool,
    runs: Vec<WireCronRun<'r>>,
    events: Vec<WireCronEvent<'r>>,
}

#[derive(Serialize)]
struct WireCronRun<'r> {
    due: &'r str,
    job: Option<&'r str>,
    fate: &'static str,
    started: Option<f64>,
    finished: Option<f64>,
    removed: Option<f64>,
}

#[derive(Serialize)]
struct WireCronEvent<'r> {
    at: f64,
    #[serde(rename = "type")]
    level: &'static str,
    reason: &'static str,
    message: &'r str,
}

/// A replay as JSON, with a line end after it.
#[must_use]
pub fn replay_json(played: &Played) -> String {
    let story = &played.story;
    let spec = &played.spec;
    let counters = story.last_counters();
    let conditions = story.conditions.iter().map(|condition| WireCondition {
        kind: condition.kind,
        status: if condition.status { "True" } else { "False" },
        reason: condition.reason,
        message: &condition.message,
        at: seconds(condition.at),
    });
    let event = |said: Said| WireEvent {
        at: seconds(said.at),
        kind: said.kind,
        name: said.name,
        level: said.level,
        reason: said.reason,
        message: said.message,
    };
    let wire = Wire {
        version: 1,
        subject: WireSubject {
            kind: if spec.cron.is_some() { "CronJob" } else { "Job" },
            namespace: &spec.namespace,
            name: &spec.name,
        },
        kubernetes: format!("1.{}", played.options.kubernetes.0),
        end: end_word(story.end),
        until: seconds(story.until),
        pods: story.pods.iter().zip(0..).map(|(pod, id)| wire_pod(played, pod, id)).collect(),
        job: WireJob {
            conditions: conditions.collect(),
            active: counters.active,
            terminating: counters.terminating,
            failed: counters.failed,
            succeeded: counters.succeeded,
            failed_indexes: ranges(&story.failed_indexes),
            completed_indexes: ranges(&story.completed_indexes),
            deleted: story.deleted.map(seconds),
            next_attempt: story.next_attempt.map(seconds),
        },
        events: story.said(spec).into_iter().map(event).collect(),
        schedule: played.cron.as_ref().map(wire_schedule),
        explored: played.explored.as_ref().map(wire_explored),
        not_covered: played.not_covered(),
    };
    // Every type above has text keys and finite numbers, so there is nothing serde_json could refuse.
    let mut text = escape_what_steers(serde_json::to_string_pretty(&wire).unwrap_or_default());
    text.push('\n');
    text
}

fn wire_pod<'r>(played: &'r Played, pod: &'r PodStory, id: u32) -> WirePod<'r> {
    let containers =
        played.spec.pod.containers.iter().zip(&pod.runs).map(|(container, runs)| WireContainer {
            name: &container.name,
            runs: runs.iter().map(wire_run).collect(),
        });
    WirePod {
        name: pod_name(&played.spec, pod.index, id),
        index: pod.index.map(|index| index.to_string()),
        created: seconds(pod.created),
        // As in the API: the time at which its grace is over.
        deleted: pod.deletion.map(|at| seconds(at + played.spec.pod.grace)),
        phase: pod.phase.word(),
        reason: pod.reason,
        containers: containers.collect(),
    }
}

fn wire_run(run: &Run) -> WireRun<'_> {
    WireRun {
        started: seconds(run.started),
        finished: run.finished.map(seconds),
        exit_code: run.exit_code,
        reason: Some(run.reason()).filter(|reason| !reason.is_empty()),
        stopped: run.stopped,
    }
}

fn wire_schedule(cron: &CronStory) -> WireSchedule<'_> {
    WireSchedule {
        start: cron.start,
        cut: cron.is_cut,
        runs: cron.runs.iter().map(wire_cron_run).collect(),
        events: cron.events.iter().map(wire_cron_event).collect(),
    }
}

fn wire_cron_run(run: &CronRun) -> WireCronRun<'_> {
    WireCronRun {
        due: &run.local,
        job: run.job.as_deref(),
        fate: fate_word(run.fate),
        started: run.started.map(seconds),
        finished: run.finished.map(seconds),
        removed: run.removed.map(seconds),
    }
}

fn wire_cron_event(event: &CronEvent) -> WireCronEvent<'_> {
    WireCronEvent { at: seconds(event.at), level: event.level, reason: event.reason, message: &event.message }
}

fn wire_explored(explored: &Explored) -> WireExplored {
    let tale = |tale: &Tale| WireTale {
        what: tale.badness.word(),
        end: end_word(tale.end),
        attempts: attempts(&tale.behaviour),
    };
    WireExplored {
        worlds: explored.n_worlds,
        // More than a number of JSON can safely hold.
        behaviours: explored.n_behaviours.to_string(),
        cut: explored.is_cut,
        tales: explored.tales.iter().map(tale).collect(),
    }
}

/// Every outcome as the command line takes it.
pub(super) fn attempts(behaviour: &Behaviour) -> Vec<String> {
    let each = behaviour.attempts.iter().flat_map(|attempts| {
        let index = attempts.index.map_or_else(String::new, |index| format!("index={index}:"));
        let container = attempts.container.as_ref().map_or_else(String::new, |name| format!("container={name}:"));
        attempts.outcomes.iter().map(move |outcome| format!("{index}{container}{outcome}"))
    });
    each.collect()
}

pub(in crate::render) fn end_word(end: End) -> &'static str {
    match end {
        End::Complete => "complete",
        End::Failed => "failed",
        End::Unfinished => "unfinished",
        End::Stuck => "stuck",
        End::Suspended => "suspended",
        End::NotManaged => "not-managed",
        End::TooMany => "too-many-runs",
    }
}

pub(super) fn fate_word(fate: Fate) -> &'static str {
    match fate {
        Fate::Complete => "complete",
        Fate::Failed => "failed",
        Fate::Running => "running",
        Fate::Replaced => "replaced",
        Fate::Skipped => "skipped",
        Fate::Missed => "missed",
    }
}

#[expect(clippy::cast_precision_loss, reason = "no replay is so long that a millisecond would matter")]
pub(in crate::render) fn seconds(time: Millis) -> f64 {
    time as f64 / 1000.0
}

/// `0,2-4`, as the API writes indexes; nothing where there are none.
pub(super) fn ranges(indexes: &[u32]) -> Option<String> {
    let mut parts: Vec<(u32, u32)> = Vec::new();
    for index in indexes {
        match parts.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(*index) => *last = *index,
            _ => parts.push((*index, *index)),
        }
    }
    let word = |(first, last): &(u32, u32)| match last - first {
        0 => first.to_string(),
        1 => format!("{first},{last}"),
        _ => format!("{first}-{last}"),
    };
    (!parts.is_empty()).then(|| parts.iter().map(word).collect::<Vec<_>>().join(","))
}
