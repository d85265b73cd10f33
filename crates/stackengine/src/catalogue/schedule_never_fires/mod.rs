//! A schedule for a day that never comes.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{cron_path, schedule_text, written_fields};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::Prevention;
use crate::repair::{Fix, Safety};
use crate::yaml::Node;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "schedule-never-fires",
    code: "SE726",
    severity: Severity::High,
    page: include_str!("page.md"),
    check: |workload, found| {
        let Some(fields) = written_fields(workload).filter(|fields| !fields.ever_fires()) else { return };
        if workload.at("spec.suspend").and_then(Node::as_bool) == Some(true) {
            return;
        }
        let text = schedule_text(workload).unwrap_or_default();
        // Some write February 31 for a CronJob that is only a template for runs by hand.
        let by_hand = fields.month.n_values() == 1 && fields.month.has(2) && fields.day.n_values() == 1;
        let why = match fields.day.values().next() {
            Some(day) => format!("no month that it names has a day {day}"),
            None => "a field is empty".to_owned(),
        };
        let message = format!("the schedule \"{text}\" never fires: {why}");
        let (severity, help) = match by_hand {
            true => (
                Severity::Low,
                "if runs are only started by hand, set suspend to true, which says so; else name another day",
            ),
            false => (Severity::High, "name a day that each of the months has"),
        };
        let lint = Lint::new(&DIAGNOSTIC, workload, cron_path("schedule"), message);
        found.push(lint.help(help).severity(severity));
    },
    repair: |_, _, _| Some(Fix::new(Safety::DisplayOnly, "mend the schedule").note("only you know when it is to run")),
    prevent: Prevention::not_said("it reads the schedule, which needs a calendar"),
    ..Diagnostic::NEW
};
