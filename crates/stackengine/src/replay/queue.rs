//! What will happen, in the order of time.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::time::Millis;

/// Something that happens at a moment. What has been overtaken by the time it is due is no longer true of its pod, and
/// is passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Event {
    /// A disturbance, by its position.
    Disturb(u32),
    /// The kubelet takes the pod on.
    Begin(u32),
    /// A container starts: pod, container.
    Start(u32, u32),
    /// A container ends.
    End(u32, u32),
    /// A probe has failed often enough.
    Probe(u32, u32),
    /// The pod's own deadline.
    PodDeadline(u32),
    /// A pod on a lost node is given up.
    GiveUp(u32),
    /// The Job controller hears of restarts.
    Progress(u32),
    /// The Job controller hears that a pod has ended.
    Ended(u32),
    /// The Job controller looks at the Job.
    Sync,
    /// The finished Job is deleted.
    Expire,
}

impl Event {
    /// At one moment the truth comes before the news of it, and the news before what is done about it.
    fn class(self) -> u8 {
        match self {
            Self::Sync | Self::Expire => 2,
            Self::Progress(_) | Self::Ended(_) => 1,
            _ => 0,
        }
    }
}

/// The events that are due, the earliest first; what was put in first comes first at the same moment.
#[derive(Clone, Debug, Default)]
pub(super) struct Queue {
    heap: BinaryHeap<Reverse<(Millis, u8, u32, Event)>>,
    n_pushed: u32,
}

impl Queue {
    pub(super) fn push(&mut self, at: Millis, event: Event) {
        self.n_pushed = self.n_pushed.wrapping_add(1);
        self.heap.push(Reverse((at, event.class(), self.n_pushed, event)));
    }

    /// The next event, unless it is later than `until`.
    pub(super) fn pop(&mut self, until: Millis) -> Option<(Millis, Event)> {
        let Reverse((at, ..)) = self.heap.peek()?;
        if *at > until {
            return None;
        }
        self.heap.pop().map(|Reverse((at, _, _, event))| (at, event))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.heap.is_empty()
    }
}
