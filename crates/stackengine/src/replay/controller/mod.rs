//! The Job controller: counts, decides, creates and deletes pods.

mod backoff;
mod decide;
mod manage;
mod policy;
mod tally;

use super::spec::{JobSpec, Minor};
use super::story::{Condition, What};
use super::time::Millis;
use super::world::World;

/// From this version on a verdict and the end are two conditions, and the end waits for the last pod.
const TWO_STEPS: Minor = Minor(31);

/// The Job as its controller knows it.
#[derive(Clone, Debug)]
pub(super) struct JobState {
    pub(super) started: Option<Millis>,
    pub(super) parallelism: u32,
    pub(super) wants_suspension: bool,
    pub(super) is_suspended: bool,
    pub(super) succeeded: u32,
    pub(super) failed: u32,
    /// Failures since the last success, and when the last of them was.
    pub(super) failures_in_a_row: u32,
    pub(super) last_failure: Option<Millis>,
    pub(super) verdict: Option<Verdict>,
    /// When it was Complete or Failed.
    pub(super) finished: Option<Millis>,
    pub(super) next_sync: Option<Millis>,
    /// No index below is open.
    pub(super) first_open: u32,
    pub(super) n_failed_indexes: u32,
}

/// What was decided about the Job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Verdict {
    pub(super) is_failure: bool,
    pub(super) reason: &'static str,
    pub(super) message: String,
}

/// What became of an index.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct IndexState {
    pub(super) is_complete: bool,
    pub(super) has_failed: bool,
    pub(super) failures: u32,
    pub(super) ignored: u32,
    pub(super) last_failure: Option<Millis>,
}

impl JobState {
    pub(super) fn new(spec: &JobSpec) -> Self {
        Self {
            started: None,
            parallelism: spec.parallelism,
            wants_suspension: spec.suspended,
            is_suspended: false,
            succeeded: 0,
            failed: 0,
            failures_in_a_row: 0,
            last_failure: None,
            verdict: None,
            finished: None,
            next_sync: None,
            first_open: 0,
            n_failed_indexes: 0,
        }
    }

    pub(super) fn is_failed(&self) -> bool {
        self.verdict.as_ref().is_some_and(|verdict| verdict.is_failure)
    }
}

impl World<'_> {
    /// One look at the Job: what is new is counted, then decided upon, then acted upon.
    pub(super) fn sync(&mut self) {
        if self.job.finished.is_some() {
            self.let_go();
            return;
        }
        self.start_or_resume();
        let fatal = self.tally();
        if self.job.verdict.is_none() {
            self.job.verdict = self.judge(fatal);
            if self.job.verdict.is_some() {
                self.announce_target();
            }
        }
        match &self.job.verdict {
            Some(_) => self.delete_active(),
            None => {
                self.manage();
                self.conclude();
            }
        }
        if self.job.verdict.is_some() {
            // What was just deleted counts as failed, where deletion counts.
            self.tally();
            self.finish_if_over();
        }
        self.let_go();
        let (active, terminating) = self.n_active_and_terminating();
        self.count(active, terminating);
        self.set_alarms();
    }

    pub(super) fn n_active_and_terminating(&self) -> (u32, u32) {
        let count = |wanted: fn(&super::kubelet::Pod) -> bool| {
            u32::try_from(self.pods.iter().filter(|pod| wanted(pod)).count()).unwrap_or(u32::MAX)
        };
        (count(super::kubelet::Pod::is_active), count(super::kubelet::Pod::is_terminating))
    }

    fn start_or_resume(&mut self) {
        match (self.job.wants_suspension, self.job.is_suspended) {
            (true, false) => {
                self.job.is_suspended = true;
                self.job.started = None;
                self.add_condition("Suspended", true, "JobSuspended", "Job suspended".to_owned());
                self.say(What::Suspended);
            }
            (false, true) => {
                self.job.is_suspended = false;
                self.job.started = Some(self.now);
                self.add_condition("Suspended", false, "JobResumed", "Job resumed".to_owned());
                self.say(What::Resumed);
            }
            (false, false) if self.job.started.is_none() => self.job.started = Some(self.now),
            _ => {}
        }
    }

    /// Somebody sets `suspend`.
    pub(super) fn set_suspended(&mut self, suspended: bool) {
        self.job.wants_suspension = suspended;
        self.wake(self.now);
    }

    fn add_condition(&mut self, kind: &'static str, status: bool, reason: &'static str, message: String) {
        if self.records {
            self.story.conditions.push(Condition { kind, status, reason, message, at: self.now });
        }
    }

    fn announce_target(&mut self) {
        let Some(verdict) = self.job.verdict.clone() else { return };
        let kind = match (verdict.is_failure, self.options.kubernetes >= TWO_STEPS) {
            (true, true) => "FailureTarget",
            (false, true) => "SuccessCriteriaMet",
            // The older ones announce a failure only where the failure policy asked for it.
            (true, false) if verdict.reason == policy::REASON => "FailureTarget",
            _ => return,
        };
        self.add_condition(kind, true, verdict.reason, verdict.message);
    }

    /// Writes the last condition, once no pod of the Job is left that might change anything.
    fn finish_if_over(&mut self) {
        let (active, terminating) = self.n_active_and_terminating();
        let waits_for_all = self.options.kubernetes >= TWO_STEPS;
        if active > 0 || (waits_for_all && terminating > 0) {
            return;
        }
        let Some(verdict) = self.job.verdict.clone() else { return };
        self.job.finished = Some(self.now);
        if verdict.is_failure {
            self.add_condition("Failed", true, verdict.reason, verdict.message);
            self.say(What::JobFailed);
        } else {
            let (reason, message) = match waits_for_all {
                true => (verdict.reason, verdict.message),
                false => ("", String::new()),
            };
            self.add_condition("Complete", true, reason, message);
            self.say(What::Completed);
        }
        if let Some(ttl) = self.spec.job.ttl {
            self.queue.push(self.now.saturating_add(ttl), super::queue::Event::Expire);
        }
    }

    /// Pods that are counted and need nothing more are not looked at again.
    fn let_go(&mut self) {
        let (now, story) = (self.now, &mut self.story);
        self.pods.retain(|pod| {
            let is_done = pod.seen_phase.is_terminal() && (pod.is_counted || pod.is_released);
            if let (true, Some(_), Some(story)) = (is_done, pod.deleted, story.pods.get_mut(pod.id as usize)) {
                story.removed = Some(now);
            }
            !is_done
        });
    }

    /// When the Job is to be looked at again though nothing happens to its pods.
    fn set_alarms(&mut self) {
        let (Some(started), Some(deadline)) = (self.job.started, self.spec.job.active_deadline) else { return };
        let at = started.saturating_add(deadline);
        if self.job.verdict.is_none() && !self.job.is_suspended && at > self.now {
            self.wake(at);
        }
    }
}
