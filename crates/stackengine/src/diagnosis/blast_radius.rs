//! What the failure costs while it goes on, in numbers from the facts alone.

use serde::Serialize;

/// The cost so far and to come. A number that the input does not give is absent, never guessed.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct BlastRadius {
    /// Attempts that ended: failed pods, or container restarts with `restartPolicy: OnFailure`.
    pub attempts_made: Option<i64>,
    /// Attempts that may still come before the limit is reached.
    pub attempts_left: Option<i64>,
    /// When the next attempt starts at the earliest (RFC 3339).
    pub next_attempt_at: Option<String>,
    /// Seconds the Job waited between attempts.
    pub back_off_seconds: Option<i64>,
    /// Seconds from scheduling to the start of the containers, summed over attempts.
    pub start_up_seconds: Option<i64>,
    /// Seconds containers ran in attempts that failed.
    pub failed_run_seconds: Option<i64>,
    /// CPU reserved by the pods of the Job, in core seconds.
    pub cpu_core_seconds: Option<f64>,
    /// Memory reserved by the pods of the Job, in mebibyte seconds.
    pub memory_mib_seconds: Option<f64>,
    /// What is held while it lasts: claims, a quota, a CronJob's slot. Sentence fragments.
    pub holds: Vec<String>,
    /// What waits for it, only where the input shows it. Sentence fragments.
    pub blocks: Vec<String>,
}
