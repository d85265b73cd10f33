//! What a CronJob asks for around its Jobs.

use crate::replay::time::Millis;

/// The schedule of a CronJob and what is done when runs meet.
#[derive(Clone, Debug, PartialEq)]
pub struct CronSpec {
    /// The schedule as written.
    pub schedule: String,
    /// The time zone; UTC, as the controller usually runs, where absent.
    pub time_zone: Option<String>,
    /// What happens when a run is due while another one runs.
    pub concurrency: Concurrency,
    /// How late a run may start.
    pub starting_deadline: Option<Millis>,
    /// Whether it is suspended.
    pub suspended: bool,
    /// How many completed Jobs are kept.
    pub successful_history: u32,
    /// How many failed Jobs are kept.
    pub failed_history: u32,
}

/// `concurrencyPolicy`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Concurrency {
    /// Runs may overlap.
    Allow,
    /// The later one is skipped.
    Forbid,
    /// The earlier one is deleted.
    Replace,
}
