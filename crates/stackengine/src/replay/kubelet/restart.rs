//! Whether a container is restarted, and after how long: CrashLoopBackOff.

use super::{Unit, UnitState};
use crate::replay::behaviour::Cause;
use crate::replay::queue::Event;
use crate::replay::spec::{ContainerRestart, ContainerSpec, RestartAction};
use crate::replay::story::What;
use crate::replay::time::{Millis, SECOND};
use crate::replay::world::World;

const FIRST_BACKOFF: Millis = 10 * SECOND;
const LONGEST_BACKOFF: Millis = 300 * SECOND;
/// A container that ran for longer than this starts over.
const FORGIVEN_AFTER: Millis = 600 * SECOND;
/// The exit code that the kubelet writes down for containers which it restarts because of another one.
const RESTARTED_WITH_OTHERS: i64 = 137;

impl Unit {
    /// A restart makes the wait before the next one twice as long.
    pub(super) fn lengthen_backoff(&mut self) {
        self.backoff = match self.backoff {
            0 => FIRST_BACKOFF,
            backoff => (backoff * 2).min(LONGEST_BACKOFF),
        };
    }

    /// How long after `finished` it may be restarted: at once the first time, and after a long run.
    fn backoff_after(&mut self, finished: Millis) -> Millis {
        if finished - self.last_start > FORGIVEN_AFTER {
            self.backoff = 0;
        }
        self.backoff
    }
}

/// What is done about a container that has ended.
fn decide(container: &ContainerSpec, pod_restarts: bool, unit: &Unit, by_probe: bool) -> Option<RestartAction> {
    let exit_code = unit.last_exit.map_or(0, |(code, _)| code);
    let restarts = match container.restart {
        Some(policy) => {
            // Whom a probe kills, its rules do not save.
            let rule = container.restart_rules.iter().find(|rule| !by_probe && rule.exit_codes.holds(exit_code));
            if let Some(rule) = rule {
                return Some(rule.action);
            }
            match policy {
                ContainerRestart::Always => true,
                ContainerRestart::OnFailure => unit.failed(),
                ContainerRestart::Never => false,
            }
        }
        None => pod_restarts && unit.failed(),
    };
    restarts.then_some(RestartAction::Restart)
}

impl World<'_> {
    pub(super) fn restart_or_leave(&mut self, position: usize, unit: usize, by_probe: bool) {
        let latency = self.options.latency;
        let now = self.now;
        let Some(container) = self.spec.pod.containers.get(unit) else { return };
        let Some(pod) = self.pods.get_mut(position) else { return };
        let (id, number) = (pod.id, u32::try_from(unit).unwrap_or(u32::MAX));
        let Some(state) = pod.units.get_mut(unit) else { return };
        let Some(action) = decide(container, self.spec.pod.restarts_on_failure, state, by_probe) else { return };
        let backoff = state.backoff_after(now);
        let at = now + latency.sleep(backoff) + latency.restart;
        match action {
            RestartAction::Restart => {
                state.state = UnitState::Due(at);
                self.queue.push(at, Event::Start(id, number));
            }
            RestartAction::RestartAllContainers => self.restart_all(position, unit, at),
        }
        if backoff > 0 {
            self.say(What::BackOff(id, number));
        }
    }

    /// Every container of the pod begins anew, the init containers first.
    fn restart_all(&mut self, position: usize, source: usize, at: Millis) {
        let cause = Cause::Other("RestartingAllContainers".to_owned());
        let Some(pod) = self.pods.get_mut(position) else { return };
        pod.not_before = at;
        let id = pod.id;
        let mut ended = Vec::new();
        for (unit, state) in pod.units.iter_mut().enumerate() {
            if unit != source && state.is_running() {
                state.last_exit = Some((RESTARTED_WITH_OTHERS, false));
                ended.push(unit);
            }
            state.state = UnitState::Waiting;
        }
        for unit in ended {
            self.write_end(id, unit, RESTARTED_WITH_OTHERS, &cause, true);
        }
    }
}
