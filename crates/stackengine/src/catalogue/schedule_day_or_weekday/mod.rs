//! Day of the month and weekday, of which either is enough.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{cron_path, schedule_text, written_fields};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::Prevention;
use crate::repair::{Fix, Safety};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "schedule-day-or-weekday",
    code: "SE727",
    severity: Severity::Medium,
    page: include_str!("page.md"),
    check: |workload, found| {
        let Some(fields) = written_fields(workload) else { return };
        if fields.day.is_open || fields.weekday.is_open || !fields.ever_fires() {
            return;
        }
        let text = schedule_text(workload).unwrap_or_default();
        let then = match fields.day.is_full() || fields.weekday.is_full() {
            true => "and as one of them names every day, it fires on every day",
            false => "not only on days that match both",
        };
        let message = format!(
            "\"{text}\" names days of the month and weekdays: it fires on the days that match either of them, {then}"
        );
        let help = "leave one of the two fields at *; test for the other in the program";
        found.push(Lint::new(&DIAGNOSTIC, workload, cron_path("schedule"), message).help(help));
    },
    repair: |_, _, _| {
        Some(
            Fix::new(Safety::DisplayOnly, "leave one of the two fields at *")
                .note("only you know which of them is meant"),
        )
    },
    prevent: Prevention::not_said("it reads the schedule, which needs a calendar"),
    ..Diagnostic::NEW
};
