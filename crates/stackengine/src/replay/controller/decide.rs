//! What is decided about the Job: failure before success, in the order in which the controller asks.

use super::{Verdict, policy};
use crate::replay::spec::matched_success;
use crate::replay::story::What;
use crate::replay::world::World;

fn failure(reason: &'static str, message: &str) -> Option<Verdict> {
    Some(Verdict { is_failure: true, reason, message: message.to_owned() })
}

impl World<'_> {
    /// Whether the Job fails or has done enough, before any pod is made.
    pub(super) fn judge(&self, fatal: Option<String>) -> Option<Verdict> {
        let spec = &self.spec.job;
        if let Some(message) = fatal {
            return failure(policy::REASON, &message);
        }
        if self.job.failed > spec.backoff_limit || self.is_past_restarts() {
            return failure("BackoffLimitExceeded", "Job has reached the specified backoff limit");
        }
        if self.is_past_deadline() {
            return failure("DeadlineExceeded", "Job was active longer than specified deadline");
        }
        if spec.indexed {
            if spec.backoff_limit_per_index.is_some() {
                let n_failed = self.job.n_failed_indexes;
                if spec.max_failed_indexes.is_some_and(|most| n_failed > most) {
                    let message = "Job has exceeded the specified maximal number of failed indexes";
                    return failure("MaxFailedIndexesExceeded", message);
                }
                if n_failed > 0 && self.job.succeeded + n_failed >= spec.completions.unwrap_or(0) {
                    return failure("FailedIndexes", "Job has failed indexes");
                }
            }
            let completions = spec.completions.unwrap_or(0);
            let succeeded = |index| self.index_state(index).is_complete;
            if let Some(rule) = matched_success(&spec.success_policy, completions, succeeded) {
                let message = format!("Matched rules at index {rule}");
                return Some(Verdict { is_failure: false, reason: "SuccessPolicy", message });
            }
        }
        None
    }

    /// With OnFailure, the restarts of all containers of all pods that are at work.
    fn is_past_restarts(&self) -> bool {
        if !self.spec.pod.restarts_on_failure {
            return false;
        }
        let at_work = self.pods.iter().filter(|pod| !pod.seen_phase.is_terminal() && !pod.is_released);
        let restarts: u32 = at_work.map(|pod| pod.seen_restarts).sum();
        match self.spec.job.backoff_limit {
            0 => restarts > 0,
            limit => restarts >= limit,
        }
    }

    fn is_past_deadline(&self) -> bool {
        let (Some(started), Some(deadline)) = (self.job.started, self.spec.job.active_deadline) else { return false };
        !self.job.is_suspended && self.now - started >= deadline
    }

    /// Whether all that was asked for is done, after pods were made and deleted.
    pub(super) fn conclude(&mut self) {
        let (active, _) = self.n_active_and_terminating();
        if active > 0 {
            return;
        }
        let is_complete = match self.spec.job.completions {
            None => self.job.succeeded > 0,
            Some(completions) => self.job.succeeded >= completions,
        };
        if !is_complete {
            return;
        }
        if self.spec.job.completions.is_some_and(|completions| self.job.succeeded > completions) {
            self.say(What::TooManySucceeded);
        }
        let message = "Reached expected number of succeeded pods".to_owned();
        self.job.verdict = Some(Verdict { is_failure: false, reason: "CompletionsReached", message });
        self.announce_target();
    }
}
