//! An hour of the day, and every minute of it.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{cron_path, schedule_text, written_fields};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::Prevention;
use crate::repair::{Fix, Safety};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "schedule-every-minute-of-an-hour",
    code: "SE729",
    severity: Severity::Medium,
    page: include_str!("page.md"),
    check: |workload, found| {
        let Some(fields) = written_fields(workload) else { return };
        let hours: Vec<u32> = fields.hour.values().collect();
        // Every minute from nine to five is a wish; every minute of one hour is a forgotten 0.
        let in_a_row = hours.windows(2).any(|pair| matches!(pair, [left, right] if right - left == 1));
        let Some(hour) = hours.first() else { return };
        if !fields.minute.is_full() || in_a_row || !fields.ever_fires() {
            return;
        }
        let text = schedule_text(workload).unwrap_or_default();
        let message = format!("\"{text}\" fires 60 times, every minute from {hour:02}:00 to {hour:02}:59");
        let help = "put a minute in the first field: 0 for the full hour";
        found.push(Lint::new(&DIAGNOSTIC, workload, cron_path("schedule"), message).help(help));
    },
    repair: |_, _, _| {
        Some(
            Fix::new(Safety::DisplayOnly, "put a minute in the first field")
                .note("only you know which minute is meant"),
        )
    },
    prevent: Prevention::not_said("it reads the schedule, which needs a calendar"),
    ..Diagnostic::NEW
};
