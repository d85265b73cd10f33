//! The schedule of a CronJob, for checks.

use crate::manifest::Workload;
pub(in crate::catalogue) use crate::validate::cron::{Calendar, ClockChange, Schedule, clock_changes};
use crate::yaml::Node;

/// The schedule, where there is one that can be read.
pub(in crate::catalogue) fn schedule(workload: &Workload<'_>) -> Option<Schedule> {
    Schedule::parse(text(workload)?).ok()
}

/// The five fields of the schedule; `None` also for `@daily` and its like, which say what they mean.
pub(in crate::catalogue) fn written_fields(workload: &Workload<'_>) -> Option<Calendar> {
    let text = text(workload).filter(|text| !text.contains(['@', '=']))?;
    match Schedule::parse(text).ok()? {
        Schedule::Calendar(calendar) => Some(calendar),
        Schedule::Every(_) => None,
    }
}

/// The schedule as it is written.
pub(in crate::catalogue) fn text<'t>(workload: &Workload<'t>) -> Option<&'t str> {
    workload.at("spec.schedule").filter(|_| workload.is_cron_job()).and_then(Node::as_str)
}
