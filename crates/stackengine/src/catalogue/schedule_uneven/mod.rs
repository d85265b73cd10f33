//! A schedule that does not come as regularly as it reads.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{Calendar, cron_path, written_fields};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::Prevention;
use crate::repair::{Fix, Safety};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "schedule-uneven",
    code: "SE728",
    severity: Severity::Low,
    page: include_str!("page.md"),
    check: |workload, found| {
        let Some(message) = written_fields(workload).filter(Calendar::ever_fires).and_then(|fields| uneven(&fields))
        else {
            return;
        };
        let help = "choose a step that divides the hour, the day or the year, or list the times that are meant";
        found.push(Lint::new(&DIAGNOSTIC, workload, cron_path("schedule"), message).help(help));
    },
    repair: |_, _, _| {
        Some(Fix::new(Safety::DisplayOnly, "choose another step").note("only you know which times are meant"))
    },
    prevent: Prevention::not_said("it reads the schedule, which needs a calendar"),
    ..Diagnostic::NEW
};

fn uneven(fields: &Calendar) -> Option<String> {
    let Calendar { minute, hour, day, month, weekday } = fields;
    if let Some(step) = minute.step.filter(|_| hour.is_full()) {
        return of_step(step, 60, "minute", "hour");
    }
    if let Some(step) = hour.step.filter(|_| day.is_open && weekday.is_open) {
        return of_step(step, 24, "hour", "day");
    }
    if let Some(step) = day.step.filter(|_| weekday.is_open) {
        return Some(format!(
            "*/{step} in the day of the month begins again with each month: after its last run of a month the next one \
            comes on the 1st, {}",
            if step == 2 { "so that it runs on the 31st and on the 1st" } else { "sooner than after that many days" }
        ));
    }
    if let Some(step) = month.step {
        return of_step(step, 12, "month", "year");
    }
    let first = day.values().next().filter(|first| *first > 28 && weekday.is_open)?;
    let lacking = month.values().filter(|month| length(*month) < first).count();
    match lacking {
        _ if month.n_values() == 1 && first == 29 && lacking == 1 => {
            Some("it fires on February 29, which comes once in four years".to_owned())
        }
        0 => None,
        n => {
            Some(format!("it fires on day {first} at the earliest, which {n} of the months that it names do not have"))
        }
    }
}

fn of_step(step: u32, whole: u32, unit: &str, of: &str) -> Option<String> {
    if whole.is_multiple_of(step) {
        return None;
    }
    if step > whole {
        return Some(format!(
            "*/{step} in the {unit} does not mean every {step} {unit}s: it fires at the first {unit} of every {of}"
        ));
    }
    let last = (whole - 1) / step * step;
    let rest = whole - last;
    Some(format!(
        "*/{step} does not divide the {of}: after {unit} {} only {rest} pass until it begins again",
        shown(last, unit)
    ))
}

/// Months count from 1, so that the last one of a step lies one higher.
fn shown(value: u32, unit: &str) -> u32 {
    if unit == "month" { value + 1 } else { value }
}

fn length(month: u32) -> u32 {
    match month {
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}
