//! What is new about the pods: which count as succeeded, which as failed, and what that does to the wait.

use super::IndexState;
use super::policy;
use crate::replay::kubelet::Pod;
use crate::replay::spec::Action;
use crate::replay::story::Phase;
use crate::replay::time::Millis;
use crate::replay::world::World;

/// What a sync finds to be new.
#[derive(Default)]
struct News {
    failures: Vec<Millis>,
    last_success: Option<Millis>,
}

impl World<'_> {
    /// Counts every pod that ended or, where deletion counts as failure, is being deleted. Says which one ends the Job by
    /// the failure policy, and with which words.
    pub(super) fn tally(&mut self) -> Option<String> {
        let mut news = News::default();
        let mut fatal = None;
        let succeeds = self.job.verdict.as_ref().is_some_and(|verdict| !verdict.is_failure);
        for position in 0..self.pods.len() {
            let Some(pod) = self.pods.get(position).filter(|pod| !pod.is_counted && !pod.is_released) else { continue };
            let (index, finished) = (pod.index, finish_time(pod));
            if pod.seen_phase == Phase::Succeeded {
                self.n_ghosts += u32::from(pod.is_ghost);
                self.count_success(index);
                news.last_success = news.last_success.max(Some(finished));
            } else if self.is_failed(pod) {
                let matched = policy::matched(self, pod);
                if let Some((Action::FailJob, _, message)) = &matched {
                    fatal.get_or_insert_with(|| message.clone());
                }
                let action = matched.map_or(Action::Count, |(action, ..)| action);
                let counters = (pod.earlier_failures, pod.earlier_ignored);
                news.failures.push(finished);
                // What ends after the Job has succeeded is no failure of it.
                if action != Action::Ignore && !succeeds {
                    self.job.failed += 1;
                }
                self.count_failure(index, action, counters, finished);
            } else {
                continue;
            }
            if let Some(pod) = self.pods.get_mut(position) {
                pod.is_counted = true;
            }
        }
        self.remember(&news);
        fatal
    }

    /// Whether a pod counts as failed: once it has, or as soon as it is being deleted, by the policy of replacement.
    fn is_failed(&self, pod: &Pod) -> bool {
        pod.seen_phase == Phase::Failed || (pod.deleted.is_some() && !self.spec.job.replaces_only_failed)
    }

    fn count_success(&mut self, index: Option<u32>) {
        let Some(index) = index else {
            self.job.succeeded += 1;
            return;
        };
        let Some(state) = self.indexes.get_mut(index as usize).filter(|state| !state.is_complete) else { return };
        state.is_complete = true;
        self.job.succeeded += 1;
    }

    fn count_failure(&mut self, index: Option<u32>, action: Action, earlier: (u32, u32), finished: Millis) {
        let Some(state) = index.and_then(|index| self.indexes.get_mut(index as usize)) else { return };
        state.last_failure = state.last_failure.max(Some(finished));
        let (failures, ignored) = earlier;
        match action {
            Action::Ignore => state.ignored = state.ignored.max(ignored + 1),
            _ => state.failures = state.failures.max(failures + 1),
        }
        let Some(limit) = self.spec.job.backoff_limit_per_index else { return };
        let is_over = action == Action::FailIndex || (action != Action::Ignore && failures >= limit);
        if is_over && !state.has_failed && !state.is_complete {
            state.has_failed = true;
            self.job.n_failed_indexes += 1;
        }
    }

    /// Failures make the wait before the next pod longer, ignored ones too; a success starts over.
    fn remember(&mut self, news: &News) {
        let mut later = news.failures.iter().filter(|finished| news.last_success.is_none_or(|last| **finished > last));
        if news.last_success.is_some() {
            (self.job.failures_in_a_row, self.job.last_failure) = (0, None);
        }
        for finished in later.by_ref() {
            self.job.failures_in_a_row = self.job.failures_in_a_row.saturating_add(1);
            self.job.last_failure = self.job.last_failure.max(Some(*finished));
        }
    }

    /// The state of an index.
    pub(super) fn index_state(&self, index: u32) -> IndexState {
        self.indexes.get(index as usize).copied().unwrap_or_default()
    }
}

/// The end of its last container; of a pod that has none, the moment at which it was deleted or made.
fn finish_time(pod: &Pod) -> Millis {
    let ended = pod.finished.filter(|_| pod.phase.is_terminal());
    ended.or(pod.deleted).unwrap_or(pod.created)
}
