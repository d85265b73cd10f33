//! A time of the day that the clocks leave out or repeat.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{Calendar, ClockChange, clock_changes, cron_path, written_fields};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::Prevention;
use crate::repair::{Fix, Safety};
use crate::yaml::Node;

/// More hours than this a day, and one run more or less is not noticed.
const FEW_HOURS: u32 = 4;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "schedule-in-clock-change",
    code: "SE725",
    severity: Severity::Medium,
    page: include_str!("page.md"),
    check: |workload, found| {
        let Some(zone) = workload.at("spec.timeZone").and_then(Node::as_str) else { return };
        // On a certain day of the month the clocks change once in many years.
        let Some(fields) = written_fields(workload).filter(|fields| fields.day.is_open) else { return };
        if fields.hour.n_values() > FEW_HOURS {
            return;
        }
        let touched = |skips| {
            clock_changes(zone).filter(|change| change.skips == skips).find_map(|change| touched(&fields, change))
        };
        let (time, what) = match (touched(true), touched(false)) {
            (Some(time), Some(_)) => (time, "is left out on one day of the year and comes twice on another"),
            (Some(time), None) => (time, "is left out on the day when the clocks go forward"),
            (None, Some(time)) => (time, "comes twice on the day when the clocks go back"),
            (None, None) => return,
        };
        let message = format!("the run at {:02}:{:02} in {zone} {what}", time / 60, time % 60);
        let help = "move it out of the hours in which the clocks change, or set timeZone to Etc/UTC";
        found.push(Lint::new(&DIAGNOSTIC, workload, cron_path("schedule"), message).help(help));
    },
    repair: |_, _, _| {
        Some(Fix::new(Safety::DisplayOnly, "move the schedule").note("only you know at which other time it may run"))
    },
    prevent: Prevention::not_said("it reads the schedule, which needs a calendar"),
    ..Diagnostic::NEW
};

/// The first minute of the day at which the schedule fires and that the change touches.
fn touched(fields: &Calendar, change: ClockChange) -> Option<u32> {
    if !(0..7).any(|weekday| fields.weekday.has(weekday) && change.falls_on(weekday)) {
        return None;
    }
    let times = fields.hour.values().flat_map(|hour| fields.minute.values().map(move |minute| hour * 60 + minute));
    times.into_iter().find(|time| (change.start..change.start + change.length).contains(time))
}
