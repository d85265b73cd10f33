//! How long the parts of a cluster take to notice each other. The rules themselves have no delay but those they name.

use super::time::{Millis, SECOND};

/// The longest the kubelet lets a pod wait between two looks at it.
const RESYNC: Millis = 60 * SECOND;

/// The delays of a cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Latency {
    /// From the creation of a pod to the start of its first container, its image being there.
    pub start: Millis,
    /// From the end of an init container to the start of the next container.
    pub next: Millis,
    /// From the moment at which a container may be restarted to its start.
    pub restart: Millis,
    /// From the start of a container to the Job controller's knowing of it.
    pub progress: Millis,
    /// From the end of a pod's last container to the Job controller's acting on it.
    pub ended: Millis,
    /// By how many hundredths the kubelet oversleeps: it wakes up between once and one and a half times the back-off.
    pub oversleep: i64,
}

impl Latency {
    /// None at all: the rules alone.
    pub const IDEAL: Self = Self { start: 0, next: 0, restart: 0, progress: 0, ended: 0, oversleep: 0 };

    /// What an idle cluster of version 1.36 was seen to take.
    pub const MEASURED: Self =
        Self { start: SECOND, next: SECOND, restart: 1300, progress: 700, ended: 2700, oversleep: 10 };

    /// How long the kubelet really sleeps where it means to sleep for `delay`.
    pub(super) fn sleep(&self, delay: Millis) -> Millis {
        let mut slept = 0;
        while self.oversleep > 0 && slept < delay {
            let nap = (delay - slept).min(RESYNC);
            slept += nap + nap * self.oversleep / 100;
            // Naps that shrink for ever are no delay any more.
            if delay - slept < 10 {
                break;
            }
        }
        slept.max(delay)
    }
}
