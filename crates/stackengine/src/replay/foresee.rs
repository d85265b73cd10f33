//! How a Job that is still at work will end, if it goes on as it did.

use jiff::{SignedDuration, Timestamp};

use super::behaviour::Behaviour;
use super::infer::infer;
use super::spec::Spec;
use super::story::{End, Story};
use super::time::{Millis, SECOND};
use super::{Options, replay};
use crate::diagnosis::{Assumption, ExpectedEnd, Outlook};
use crate::facts::{ContainerKind, ContainerState, Facts, Run, State};

/// How long a Job is followed: what has not ended after a month will not end tomorrow either.
const HORIZON: Millis = 31 * 86_400 * SECOND;

/// More runs than this are no outlook for anybody.
const MOST_RUNS: u64 = 5_000;

/// Plays a Job on from where the evidence shows it. `None` where it has ended, where another controller plays it, or
/// where the evidence leaves open what decides.
#[must_use]
pub fn foresee(facts: &Facts) -> Option<Outlook> {
    let job = facts.job.as_ref()?;
    let is_at_work = matches!(facts.state, State::Running | State::NeverRan) && job.has_status;
    let is_ours = job.spec.managed_by.as_ref().is_none_or(|by| by.value == "kubernetes.io/job-controller");
    let is_paused = job.spec.suspend.as_ref().is_some_and(|suspend| suspend.value);
    if !is_at_work || !is_ours || is_paused || !shows_every_pod(facts) {
        return None;
    }
    let started = job.started.or(job.meta.created)?;
    let deadline = job.spec.active_deadline.as_ref().and_then(|seconds| after(started, seconds.value * SECOND));
    let by_deadline = |assumes| {
        let end = deadline.map(|at| ExpectedEnd {
            at: at.to_string(),
            completes: false,
            reason: "DeadlineExceeded".to_owned(),
        });
        Outlook { assumes, end }
    };
    let spec = Spec::of_evidence(facts)?;
    // Where nothing runs and nothing ran, only the deadline can end it.
    let Some(mut behaviour) = infer(facts) else { return Some(by_deadline(Assumption::StaysHeldUp)) };
    let assumes = assumption(facts, &mut behaviour);
    let options = Options { until: HORIZON, max_runs: MOST_RUNS, ..Options::default() };
    let story = replay(&spec, &behaviour, options).ok()?;
    match story.end {
        End::Complete | End::Failed => {
            let verdict = story.verdict()?;
            if verdict.reason == "DeadlineExceeded" {
                return Some(by_deadline(assumes));
            }
            let at = moved(facts, &story, started, verdict.at)?;
            // What should be over by now went another way than the model.
            if facts.as_of.is_some_and(|as_of| at < as_of) {
                return None;
            }
            let reason = verdict.reason.to_owned();
            let end = ExpectedEnd { at: at.to_string(), completes: story.end == End::Complete, reason };
            Some(Outlook { assumes, end: Some(end) })
        }
        End::Stuck | End::Unfinished => Some(by_deadline(assumes)),
        End::Suspended | End::NotManaged | End::TooMany => None,
    }
}

/// Whether the evidence has as many pods as the Job's counters speak of: what is not shown cannot be played.
fn shows_every_pod(facts: &Facts) -> bool {
    let Some(job) = &facts.job else { return false };
    let count = |seen: &Option<crate::facts::Seen<i64>>| seen.as_ref().map_or(0, |seen| seen.value.max(0));
    let counted = count(&job.active) + count(&job.failed) + count(&job.succeeded);
    let shown = facts.pods.iter().filter(|pod| pod.meta.origin.is_some() && !pod.containers.is_empty()).count();
    i64::try_from(shown).is_ok_and(|shown| shown >= counted)
}

/// What is taken for granted. Where a run has ended, what runs now is expected to end like it.
fn assumption(facts: &Facts, behaviour: &mut Behaviour) -> Assumption {
    let nothing_starts = !behaviour.held_up.is_empty() || behaviour.unschedulable_until.is_some();
    for attempts in &mut behaviour.attempts {
        if attempts.outcomes.iter().any(|outcome| outcome.after.is_some()) {
            attempts.outcomes.retain(|outcome| outcome.after.is_some());
        }
    }
    let ended = facts.attempts.iter().any(|attempt| facts.failure(attempt).container.kind == ContainerKind::Regular);
    match (nothing_starts, ended) {
        (true, _) => Assumption::StaysHeldUp,
        (false, true) => Assumption::SameAgain,
        (false, false) => Assumption::NeverEnds,
    }
}

/// A time of the story on the clock of the incident: counted from the last thing that both know.
fn moved(facts: &Facts, story: &Story, started: Timestamp, at: Millis) -> Option<Timestamp> {
    let Some((ordinal, kind, real)) = last_known(facts) else { return after(started, at) };
    let runs = story.pods.iter().flat_map(|pod| &pod.runs).flatten();
    let mut times: Vec<Millis> = match kind {
        Known::Start => runs.map(|run| run.started).collect(),
        Known::End => runs.filter_map(|run| run.finished).collect(),
    };
    times.sort_unstable();
    after(real, at - times.get(ordinal.checked_sub(1)?)?)
}

/// What of a run is known.
#[derive(Clone, Copy)]
enum Known {
    Start,
    End,
}

/// The latest start of a run, or else the latest end: how many there were until then, and when.
fn last_known(facts: &Facts) -> Option<(usize, Known, Timestamp)> {
    let containers = || {
        let all = facts.pods.iter().flat_map(|pod| &pod.containers);
        all.filter(|container| container.kind != ContainerKind::Sidecar)
    };
    let (mut starts, mut ends) = (0, 0);
    for container in containers() {
        let restarts = container.restarts.as_ref().map_or(0, |restarts| usize::try_from(restarts.value).unwrap_or(0));
        let runs_now = matches!(container.state, ContainerState::Running { .. });
        let ended = container.runs.len().max(restarts);
        let ended = if runs_now || ended == 0 { ended } else { ended.max(restarts + usize::from(is_over(container))) };
        ends += ended;
        starts += ended + usize::from(runs_now);
    }
    let running = containers().filter_map(|container| match &container.state {
        ContainerState::Running { started, .. } => *started,
        _ => None,
    });
    let last_end = containers().flat_map(|container| &container.runs).filter_map(|run: &Run| run.finished).max();
    match running.max().filter(|start| last_end.is_none_or(|end| *start >= end)) {
        Some(start) => Some((starts, Known::Start, start)),
        None => Some((ends, Known::End, last_end?)),
    }
}

/// Whether its present state is an ended run, so that it is no restart yet.
fn is_over(container: &crate::facts::Container) -> bool {
    container.runs.iter().any(|run| run.current)
}

fn after(moment: Timestamp, span: Millis) -> Option<Timestamp> {
    let moved = moment.checked_add(SignedDuration::from_millis(span)).ok()?;
    Timestamp::from_second(moved.as_second()).ok()
}
