//! A schedule for a day that never comes.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{cron_path, schedule_text, written_fields};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::repair::{Fix, Safety};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "schedule-never-fires",
    code: "SE726",
    severity: Severity::High,
    page: include_str!("page.md"),
    check: |workload, found| {
        let Some(fields) = written_fields(workload).filter(|fields| !fields.ever_fires()) else { return };
        let text = schedule_text(workload).unwrap_or_default();
        let why = match fields.day.values().next() {
            Some(day) => format!("no month that it names has a day {day}"),
            None => "a field is empty".to_owned(),
        };
        let message = format!("the schedule \"{text}\" never fires: {why}");
        let help = "name a day that each of the months has";
        found.push(Lint::new(&DIAGNOSTIC, workload, cron_path("schedule"), message).help(help));
    },
    repair: |_, _, _| Some(Fix::new(Safety::DisplayOnly, "mend the schedule").note("only you know when it is to run")),
    ..Diagnostic::NEW
};
