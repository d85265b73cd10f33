//! Creates the pods that are missing and deletes those that are too many.

use crate::replay::kubelet::Pod;
use crate::replay::story::What;
use crate::replay::time::Millis;
use crate::replay::world::World;

/// So many pods are made or deleted in one go.
const MOST_AT_ONCE: u32 = 500;

impl World<'_> {
    pub(super) fn manage(&mut self) {
        let (active, terminating) = self.n_active_and_terminating();
        if self.job.is_suspended {
            return self.delete_uncounted(active);
        }
        let wanted = self.wanted(active);
        if active > wanted {
            return self.delete_uncounted((active - wanted).min(MOST_AT_ONCE));
        }
        let held_back = if self.spec.job.replaces_only_failed { terminating } else { 0 };
        let missing = wanted.saturating_sub(active).saturating_sub(held_back).min(MOST_AT_ONCE);
        if missing == 0 {
            return;
        }
        let per_index = self.spec.job.backoff_limit_per_index.is_some();
        if let Some(at) = self.next_creation().filter(|_| !per_index) {
            return self.wake(at);
        }
        if self.spec.job.indexed {
            self.create_indexes(missing, per_index);
        } else {
            for _ in 0..missing {
                self.create_pod(None);
            }
        }
        if missing == MOST_AT_ONCE {
            self.wake(self.now);
        }
    }

    /// How many pods should be at work.
    fn wanted(&self, active: u32) -> u32 {
        match self.spec.job.completions {
            // The first success of a work queue says that the queue is empty.
            None if self.job.succeeded > 0 => active.min(self.job.parallelism),
            None => self.job.parallelism,
            Some(completions) => {
                let open = completions.saturating_sub(self.job.succeeded).saturating_sub(self.job.n_failed_indexes);
                open.min(self.job.parallelism)
            }
        }
    }

    /// Makes pods for the lowest indexes that have none, as far as their own waits allow.
    fn create_indexes(&mut self, missing: u32, per_index: bool) {
        let completions = self.spec.job.completions.unwrap_or(0);
        let is_over = |world: &Self, index| {
            let state = world.index_state(index);
            state.is_complete || state.has_failed
        };
        while self.job.first_open < completions && is_over(self, self.job.first_open) {
            self.job.first_open += 1;
        }
        let holds_index = |pod: &&Pod| match self.spec.job.replaces_only_failed {
            true => pod.is_active() || pod.is_terminating(),
            false => pod.is_active(),
        };
        let mut taken: Vec<u32> = self.pods.iter().filter(holds_index).filter_map(|pod| pod.index).collect();
        taken.sort_unstable();
        let mut left = missing;
        let mut next: Option<Millis> = None;
        let mut index = self.job.first_open;
        while left > 0 && index < completions {
            if !is_over(self, index) && taken.binary_search(&index).is_err() {
                match self.next_creation_of(index).filter(|_| per_index) {
                    Some(at) => next = Some(next.map_or(at, |next| next.min(at))),
                    None => {
                        self.create_pod(Some(index));
                        left -= 1;
                    }
                }
            }
            index += 1;
        }
        if let Some(at) = next.filter(|_| left > 0) {
            self.wake(at);
        }
    }

    /// Deletes pods that are not to count: of a suspended Job, or more than are wanted. The youngest first.
    fn delete_uncounted(&mut self, number: u32) {
        let mut left = number;
        for position in (0..self.pods.len()).rev() {
            let Some(pod) = self.pods.get_mut(position).filter(|pod| left > 0 && pod.is_active()) else { continue };
            left -= 1;
            pod.is_released = true;
            let id = pod.id;
            self.say(What::Deleted(id));
            self.delete_pod(position, None);
        }
    }

    /// Deletes every pod that is still at work, for the Job is decided.
    pub(super) fn delete_active(&mut self) {
        for position in 0..self.pods.len() {
            let Some(pod) = self.pods.get(position).filter(|pod| pod.is_active()) else { continue };
            let id = pod.id;
            self.say(What::Deleted(id));
            self.delete_pod(position, None);
        }
    }
}
