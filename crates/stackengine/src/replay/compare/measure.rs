//! What one story costs, and what it leaves to look at.

use crate::facts::ContainerKind;
use crate::replay::Options;
use crate::replay::spec::Spec;
use crate::replay::story::{End, Phase, Story};
use crate::replay::time::Millis;

/// So long after the end somebody comes to look at the logs.
const SOMEBODY_LOOKS: Millis = 3_600_000;
/// What never ends is charged for this long.
const CHARGED: Millis = 86_400_000;
const GIB: f64 = 1_073_741_824.0;

/// What a story costs.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// How it ended.
    pub end: End,
    /// The reason of the verdict; empty where there is none.
    pub reason: &'static str,
    /// When the verdict came.
    pub verdict: Option<Millis>,
    /// How many pods there were.
    pub n_pods: usize,
    /// How many runs of regular containers there were.
    pub n_runs: usize,
    /// Time in which regular containers ran for nothing.
    pub repeated: Millis,
    /// CPU that its pods reserved.
    pub cpu_seconds: f64,
    /// Memory that its pods reserved.
    pub memory_gib_minutes: f64,
    /// Whether the reservations would have gone on: then they are those of a day.
    pub goes_on: bool,
    /// How many runs failed.
    pub n_failures: usize,
    /// Of how many of these the log can be read an hour later.
    pub logs_kept: usize,
    /// How many pods were stopped and count as succeeded.
    pub n_ghosts: usize,
}

impl Measure {
    /// Measures a story.
    #[must_use]
    pub fn of(spec: &Spec, story: &Story, options: Options) -> Self {
        let finished = story.finished();
        let horizon = finished.unwrap_or_else(|| options.until.min(CHARGED).max(story.until.min(CHARGED)));
        let (mut cpu, mut memory) = (0.0, 0.0);
        let (mut n_runs, mut repeated, mut n_failures, mut logs_kept, mut n_ghosts) = (0, 0, 0, 0, 0);
        for pod in &story.pods {
            // A pod that no node has taken reserves nothing.
            let was_placed = pod.runs.iter().any(|runs| !runs.is_empty());
            let until = pod.ended.unwrap_or(horizon).min(horizon).max(pod.created);
            if was_placed {
                let seconds = in_seconds(until - pod.created);
                cpu += seconds * spec.pod.cpu;
                memory += seconds * spec.pod.memory;
            }
            let removed = pod.removed.or(story.deleted);
            let is_kept = removed.is_none_or(|at| at > horizon + SOMEBODY_LOOKS);
            let was_stopped = pod.runs.iter().flatten().any(|run| run.stopped);
            let is_good = pod.phase == Phase::Succeeded;
            n_ghosts += usize::from(is_good && (pod.disruption.is_some() || pod.deletion.is_some()) && was_stopped);
            for (container, runs) in spec.pod.containers.iter().zip(&pod.runs) {
                if container.kind == ContainerKind::Sidecar {
                    continue;
                }
                for (run, from_last) in runs.iter().rev().zip(0usize..) {
                    let is_regular = container.kind == ContainerKind::Regular;
                    n_runs += usize::from(is_regular);
                    let length = run.finished.unwrap_or(horizon).min(horizon) - run.started;
                    if is_regular && !(is_good && from_last == 0) {
                        repeated += length.max(0);
                    }
                    if run.exit_code.is_some_and(|code| code != 0) && !run.stopped {
                        n_failures += 1;
                        // Of a container's runs the kubelet keeps the last one and the one before.
                        logs_kept += usize::from(is_kept && from_last < 2);
                    }
                }
            }
        }
        let verdict = story.verdict();
        Self {
            end: story.end,
            reason: verdict.map_or("", |verdict| verdict.reason),
            verdict: verdict.map(|verdict| verdict.at),
            n_pods: story.pods.len(),
            n_runs,
            repeated,
            cpu_seconds: cpu,
            memory_gib_minutes: memory / GIB / 60.0,
            goes_on: finished.is_none() && story.pods.iter().any(|pod| pod.phase == Phase::Running),
            n_failures,
            logs_kept,
            n_ghosts,
        }
    }

    /// Of how many failed runs the log is gone.
    #[must_use]
    pub fn logs_lost(&self) -> usize {
        self.n_failures.saturating_sub(self.logs_kept)
    }
}

#[expect(clippy::cast_precision_loss, reason = "no replay is so long that a millisecond would matter")]
fn in_seconds(time: Millis) -> f64 {
    time as f64 / 1000.0
}
