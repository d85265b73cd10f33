//! How long the controller waits before it replaces what failed.

use crate::replay::time::{Millis, SECOND};
use crate::replay::world::World;

const FIRST: Millis = 10 * SECOND;
const LONGEST: Millis = 600 * SECOND;

/// The wait after so many failures in a row: 10 s, 20 s, 40 s … 10 min.
pub(super) fn wait(failures: u32) -> Millis {
    match failures {
        0 => 0,
        // The seventh would be longer than the longest.
        n if n > 6 => LONGEST,
        n => (FIRST << (n - 1)).min(LONGEST),
    }
}

impl World<'_> {
    /// When the next pod may be made; nothing where it may be at once.
    pub(super) fn next_creation(&self) -> Option<Millis> {
        let at = self.job.last_failure? + wait(self.job.failures_in_a_row);
        (at > self.now).then_some(at)
    }

    /// The same for a pod of an index that has failures of its own.
    pub(super) fn next_creation_of(&self, index: u32) -> Option<Millis> {
        let state = self.index_state(index);
        let at = state.last_failure? + wait(state.failures + state.ignored);
        (at > self.now).then_some(at)
    }
}

#[cfg(test)]
mod tests {
    use super::wait;

    #[test]
    fn the_wait_doubles_up_to_ten_minutes() {
        let waits: Vec<i64> = [0, 1, 2, 3, 4, 5, 6, 7, 8, 40].map(|n| wait(n) / 1000).to_vec();
        assert_eq!(waits, [0, 10, 20, 40, 80, 160, 320, 600, 600, 600]);
    }
}
