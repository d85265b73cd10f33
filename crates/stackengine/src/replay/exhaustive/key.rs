//! What of a world still matters, as numbers that two worlds have in common exactly if they will go the same ways.

use super::from_now;
use crate::replay::kubelet::{Pod, UnitState};
use crate::replay::time::Millis;
use crate::replay::world::World;

/// A mark between parts of different length.
const MARK: i64 = i64::MIN + 1;

impl World<'_> {
    /// Everything that decides what may still happen, counted from now.
    ///
    /// The parts of indexes are sorted where indexes are alike to the manifest; a success policy may name single ones.
    pub(in crate::replay) fn key(&self) -> Vec<i64> {
        let job = &self.job;
        let now = self.now;
        let mut key = vec![
            i64::from(job.failed),
            i64::from(job.failures_in_a_row.min(8)),
            self.wait_left(job.last_failure),
            i64::from(job.is_suspended),
            i64::from(job.verdict.is_some()) + i64::from(job.is_failed()),
            from_now(job.next_sync, now),
            i64::from(self.n_ghosts > 0),
            i64::from(self.n_runs > 0),
        ];
        if let Some(deadline) = self.spec.job.active_deadline {
            key.push(from_now(job.started.map(|started| started + deadline), now));
        }
        let mut parts: Vec<Vec<i64>> = Vec::new();
        for (position, state) in self.indexes.iter().enumerate() {
            let index = u32::try_from(position).unwrap_or(u32::MAX);
            let mut part = vec![
                i64::from(state.is_complete) + 2 * i64::from(state.has_failed),
                i64::from(state.failures),
                i64::from(state.ignored),
            ];
            if self.spec.job.backoff_limit_per_index.is_some() {
                part.push(self.wait_left(state.last_failure));
            }
            // What is over has no choices left.
            if !(state.is_complete || state.has_failed) {
                self.choices(Some(index), &mut part);
            }
            for pod in self.pods.iter().filter(|pod| pod.index == Some(index)) {
                self.describe(pod, &mut part);
            }
            parts.push(part);
        }
        if self.indexes.is_empty() {
            key.push(i64::from(job.succeeded));
            let mut part = Vec::new();
            self.choices(None, &mut part);
            key.extend(part);
            parts.extend(self.pods.iter().map(|pod| {
                let mut part = Vec::new();
                self.describe(pod, &mut part);
                part
            }));
        }
        if self.spec.job.success_policy.iter().all(|rule| rule.indexes.is_none()) && !self.creation_order_matters() {
            parts.sort_unstable();
        }
        for part in parts {
            key.push(MARK);
            key.extend(part);
        }
        key
    }

    /// With fewer pods than indexes the lowest come first, and indexes are not alike.
    fn creation_order_matters(&self) -> bool {
        !self.indexes.is_empty() && (self.job.parallelism as usize) < self.indexes.len()
    }

    /// Of a wait only what is left of it matters, as long as anything is.
    fn wait_left(&self, last_failure: Option<Millis>) -> i64 {
        const LONGEST: Millis = 600_000;
        match last_failure {
            Some(at) if at + LONGEST > self.now => at - self.now,
            _ => i64::MIN,
        }
    }

    /// How many choices an index has left, and which way it goes when they are used up.
    fn choices(&self, index: Option<u32>, part: &mut Vec<i64>) {
        let had = self.chosen_of(index);
        part.push(i64::try_from(had.len()).unwrap_or(i64::MAX));
        if had.len() >= self.most_choices {
            part.extend(had.last().map(|last| i64::from(*last)));
        }
    }

    fn describe(&self, pod: &Pod, part: &mut Vec<i64>) {
        let now = self.now;
        part.extend([
            MARK + 1,
            pod.phase as i64,
            pod.seen_phase as i64,
            i64::from(pod.restarts),
            i64::from(pod.seen_restarts),
            from_now(pod.deleted, now),
            from_now(pod.progress_due, now),
            from_now(pod.finished.filter(|_| pod.phase.is_terminal()), now),
            i64::from(pod.is_counted) + 2 * i64::from(pod.is_released) + 4 * i64::from(pod.disruption.is_some()),
            pod.stop.map_or(-1, |stop| stop as i64),
            i64::from(pod.is_ghost),
        ]);
        if let Some(deadline) = self.spec.pod.active_deadline {
            part.push(pod.created + deadline - now);
        }
        for (number, unit) in pod.units.iter().enumerate() {
            let waits_for_choice = self.undecided.iter().any(|(id, other)| *id == pod.id && *other as usize == number);
            part.extend([unit.backoff, i64::from(unit.restarts), i64::from(waits_for_choice)]);
            match &unit.state {
                UnitState::Waiting => part.push(0),
                UnitState::Due(at) => part.extend([1, at - now]),
                UnitState::HeldUp => part.push(2),
                UnitState::Running(running) => part.extend([
                    3,
                    from_now(running.ends, now),
                    running.exit_code,
                    i64::from(running.cause.disturbs()) + 2 * i64::from(running.stopped),
                    (running.since - now).max(-601_000),
                ]),
                UnitState::Ended => part.extend([4, unit.last_exit.map_or(0, |(code, _)| code)]),
            }
        }
    }
}
