//! The CronJob controller: when Jobs are made, which runs are skipped, and which Jobs are kept.

mod times;

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::tz::{TimeZone, TimeZoneDatabase};

use super::refusal::Refusal;
use super::spec::{Concurrency, CronSpec, Spec};
use super::story::{End, Story};
use super::time::{Millis, SECOND};
use crate::validate::cron::Schedule;
use times::Times;

/// More missed times than this are not counted, but complained about.
const MANY_MISSED: usize = 100;
/// More runs than this are not played.
const MOST_RUNS: usize = 2_000;

/// What a CronJob did in a window of time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CronStory {
    /// When the window begins, in seconds of Unix time.
    pub start: i64,
    /// The runs, in the order of their times.
    pub runs: Vec<CronRun>,
    /// What the controller said.
    pub events: Vec<CronEvent>,
    /// Whether there are more runs than are played.
    pub is_cut: bool,
}

/// One time of the schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CronRun {
    /// When it was due, in seconds of Unix time.
    pub due: i64,
    /// The same on the clocks of the schedule's zone: `2026-03-29T03:00:00+02:00`.
    pub local: String,
    /// The Job that was made.
    pub job: Option<String>,
    /// What became of it.
    pub fate: Fate,
    /// When the Job was made, counted from the beginning of the window.
    pub started: Option<Millis>,
    /// When it had finished.
    pub finished: Option<Millis>,
    /// When it was deleted.
    pub removed: Option<Millis>,
}

/// What became of a time of the schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Its Job completed.
    Complete,
    /// Its Job failed.
    Failed,
    /// Its Job was at work when the window ended.
    Running,
    /// Its Job was deleted for the next one.
    Replaced,
    /// Another one was at work.
    Skipped,
    /// The controller was not there, and later it was too late.
    Missed,
}

/// Something that the controller said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CronEvent {
    /// When, counted from the beginning of the window.
    pub at: Millis,
    /// `Normal` or `Warning`.
    pub level: &'static str,
    /// The reason.
    pub reason: &'static str,
    /// The message.
    pub message: String,
}

/// In which window a CronJob is played.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CronOptions {
    /// When it begins, in seconds of Unix time.
    pub start: i64,
    /// How long it lasts.
    pub length: Millis,
    /// When the controller is not there: from, until, counted from the beginning of the window.
    pub down: Vec<(Millis, Millis)>,
}

/// Plays the schedule of a CronJob whose Jobs all go the way of `job`.
pub fn replay_cron(spec: &Spec, cron: &CronSpec, job: &Story, options: &CronOptions) -> Result<CronStory, Refusal> {
    let zone = zone(cron)?;
    let refuse = |reason: String| Refusal::new("spec.schedule", reason);
    let schedule = Schedule::parse(&cron.schedule).map_err(refuse)?;
    if Timestamp::from_second(options.start).is_err() {
        return Err(Refusal::new("start", "no such time"));
    }
    let mut play = Play {
        name: &spec.name,
        cron,
        job,
        options,
        zone: zone.clone(),
        story: CronStory { start: options.start, ..CronStory::default() },
        collected: BTreeSet::new(),
    };
    if cron.suspended {
        return Ok(play.story);
    }
    let mut overdue: Vec<i64> = Vec::new();
    for (n, due) in Times::new(&schedule, zone, options.start, options.length).enumerate() {
        if n >= MOST_RUNS {
            play.story.is_cut = true;
            break;
        }
        let at = (due - options.start) * SECOND;
        // A run that waited for another one starts as soon as that has ended, if that is before the next time.
        play.catch_up(&mut overdue, at);
        overdue.push(due);
        let back =
            options.down.iter().filter(|(from, until)| *from <= at && at < *until).map(|(_, until)| *until).max();
        if back.is_none() {
            play.start_latest(&mut overdue, at);
        }
    }
    play.catch_up(&mut overdue, options.length);
    play.close(&overdue);
    Ok(play.story)
}

fn zone(cron: &CronSpec) -> Result<TimeZone, Refusal> {
    let Some(name) = &cron.time_zone else { return Ok(TimeZone::UTC) };
    TimeZoneDatabase::bundled().get(name).map_err(|_| Refusal::new("spec.timeZone", "its rules are not known here"))
}

struct Play<'p> {
    name: &'p str,
    cron: &'p CronSpec,
    job: &'p Story,
    options: &'p CronOptions,
    zone: TimeZone,
    story: CronStory,
    /// The times whose Jobs were seen to have finished.
    collected: BTreeSet<i64>,
}

impl Play<'_> {
    /// What could not start at its time starts when the controller is back, or when the Job that was in its way has ended.
    fn catch_up(&mut self, overdue: &mut Vec<i64>, before: Millis) {
        while let Some(last) = overdue.last() {
            let due = (last - self.options.start) * SECOND;
            let back = self.options.down.iter().filter(|(from, until)| *from <= due && due < *until);
            let back = back.map(|(_, until)| *until).max();
            let free = match self.cron.concurrency {
                Concurrency::Forbid => self.active_until(due),
                _ => None,
            };
            let Some(at) = [back, free].into_iter().flatten().max().filter(|at| *at < before) else { return };
            let n = overdue.len();
            self.start_latest(overdue, at);
            if overdue.len() == n {
                return;
            }
        }
    }

    /// Until when the Job that is at work at a time is at work; `None` where none is.
    fn active_until(&self, at: Millis) -> Option<Millis> {
        let at_work = self.story.runs.iter().filter(|run| is_active(run, at));
        at_work.map(|run| run.finished.unwrap_or(Millis::MAX)).max()
    }

    /// Starts the latest of the times that have passed, as the policies allow.
    fn start_latest(&mut self, overdue: &mut Vec<i64>, at: Millis) {
        let Some(due) = overdue.last().copied() else { return };
        if overdue.len() > MANY_MISSED {
            let message = format!(
                "too many missed start times: {}. Set or decrease .spec.startingDeadlineSeconds or check clock skew",
                overdue.len()
            );
            self.say(at, "Warning", "TooManyMissedTimes", message);
        }
        let late = at - (due - self.options.start) * SECOND;
        if self.cron.starting_deadline.is_some_and(|deadline| late > deadline) {
            let time = self.shown(due);
            self.say(at, "Warning", "MissSchedule", format!("Missed scheduled time to start a job: {time}"));
            self.give_up(overdue, Fate::Missed);
            return;
        }
        self.collect(at);
        match (self.cron.concurrency, self.active_until(at)) {
            (Concurrency::Forbid, Some(_)) => {
                let message = "Not starting job because prior execution is running and concurrency policy is Forbid";
                return self.say(at, "Normal", "JobAlreadyActive", message.to_owned());
            }
            (Concurrency::Replace, Some(_)) => self.delete_active(at),
            _ => {}
        }
        overdue.pop();
        let earlier = match self.cron.concurrency {
            Concurrency::Forbid => Fate::Skipped,
            _ => Fate::Missed,
        };
        self.give_up(overdue, earlier);
        let job = format!("{}-{}", self.name, due.div_euclid(60));
        self.say(at, "Normal", "SuccessfulCreate", format!("Created job {job}"));
        let fate = match self.job.end {
            End::Complete => Fate::Complete,
            End::Failed => Fate::Failed,
            _ => Fate::Running,
        };
        let finished = self.job.finished().map(|after| at.saturating_add(after));
        let removed = self.job.deleted.map(|after| at.saturating_add(after));
        let local = self.shown(due);
        self.story.runs.push(CronRun { due, local, job: Some(job), fate, started: Some(at), finished, removed });
    }

    fn give_up(&mut self, overdue: &mut Vec<i64>, fate: Fate) {
        for due in overdue.drain(..) {
            let local = shown(&self.zone, due);
            let run = CronRun { due, local, job: None, fate, started: None, finished: None, removed: None };
            self.story.runs.push(run);
        }
        self.story.runs.sort_by_key(|run| run.due);
    }

    fn delete_active(&mut self, at: Millis) {
        let mut deleted = Vec::new();
        for run in self.story.runs.iter_mut().filter(|run| is_active(run, at)) {
            (run.fate, run.finished, run.removed) = (Fate::Replaced, Some(at), Some(at));
            deleted.extend(run.job.clone());
        }
        for job in deleted {
            self.say(at, "Normal", "SuccessfulDelete", format!("Deleted job {job}"));
        }
    }

    /// Says which Jobs have finished by now, and deletes those of them that are too many.
    fn collect(&mut self, now: Millis) {
        let mut finished: Vec<(Millis, usize)> = Vec::new();
        for (position, run) in self.story.runs.iter().enumerate() {
            let fresh = run.finished.filter(|at| *at <= now && run.fate != Fate::Replaced);
            let fresh = fresh.filter(|_| !self.collected.contains(&run.due));
            finished.extend(fresh.map(|at| (at, position)));
        }
        finished.sort_unstable();
        for (at, position) in finished {
            let Some(run) = self.story.runs.get(position) else { continue };
            let condition = if run.fate == Fate::Failed { "Failed" } else { "Complete" };
            let message = format!("Saw completed job: {}, condition: {condition}", run.job.clone().unwrap_or_default());
            self.collected.insert(run.due);
            self.say(at, "Normal", "SawCompletedJob", message);
            self.trim(at, Fate::Complete, self.cron.successful_history);
            self.trim(at, Fate::Failed, self.cron.failed_history);
        }
    }

    fn trim(&mut self, at: Millis, fate: Fate, keep: u32) {
        let done = |run: &CronRun| {
            run.fate == fate
                && run.finished.is_some_and(|end| end <= at)
                && run.removed.is_none_or(|removed| removed > at)
        };
        let kept: Vec<usize> =
            (0..self.story.runs.len()).filter(|at| self.story.runs.get(*at).is_some_and(done)).collect();
        let n_surplus = kept.len().saturating_sub(keep as usize);
        for position in kept.into_iter().take(n_surplus) {
            let Some(run) = self.story.runs.get_mut(position) else { continue };
            run.removed = Some(at);
            let message = format!("Deleted job {}", run.job.clone().unwrap_or_default());
            self.say(at, "Normal", "SuccessfulDelete", message);
        }
    }

    /// What is known when the window ends.
    fn close(&mut self, overdue: &[i64]) {
        let end = self.options.length;
        self.collect(end);
        let fate = match self.cron.concurrency {
            Concurrency::Forbid => Fate::Skipped,
            _ => Fate::Missed,
        };
        self.give_up(&mut overdue.to_vec(), fate);
        for run in &mut self.story.runs {
            if run.finished.is_some_and(|at| at > end) {
                (run.fate, run.finished) = (Fate::Running, None);
            }
            run.removed = run.removed.filter(|at| *at <= end);
        }
        self.story.events.sort_by_key(|event| event.at);
    }

    fn say(&mut self, at: Millis, level: &'static str, reason: &'static str, message: String) {
        self.story.events.push(CronEvent { at, level, reason, message });
    }

    fn shown(&self, due: i64) -> String {
        shown(&self.zone, due)
    }
}

fn is_active(run: &CronRun, at: Millis) -> bool {
    run.started.is_some_and(|start| start <= at) && run.finished.is_none_or(|end| end > at)
}

/// A moment on the clocks of a zone, with how far they are from UTC.
fn shown(zone: &TimeZone, second: i64) -> String {
    let Ok(moment) = Timestamp::from_second(second) else { return String::new() };
    let offset = zone.to_offset(moment);
    let civil = offset.to_datetime(moment);
    let minutes = offset.seconds() / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    match minutes {
        0 => format!("{civil}Z"),
        _ => format!("{civil}{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60),
    }
}
