//! `spec.schedule` and `spec.timeZone` of a CronJob.

use super::cron::{Schedule, is_zone};
use super::place::At;
use super::report::Report;

/// `spec.schedule`: five fields, names, ranges, steps, or a descriptor; never a time zone.
pub(super) fn schedule(at: &At<'_>, report: &mut Report) {
    let text = at.text();
    if text.is_empty() {
        report.required(at, "schedule-required", "");
        return;
    }
    if let Err(problem) = Schedule::parse(text) {
        report.invalid(at, "schedule-invalid", text, &problem);
    }
    if text.contains("TZ") {
        let message = "cannot use TZ or CRON_TZ in schedule, use timeZone field instead";
        report.invalid(at, "schedule-with-time-zone", text, message);
    }
}

/// `spec.timeZone`: a name of the IANA database, in its case.
pub(super) fn time_zone(at: &At<'_>, report: &mut Report) {
    const RULE: &str = "time-zone-unknown";
    let Some(name) = at.optional_text() else { return };
    if name.is_empty() {
        report.invalid(at, RULE, name, "timeZone must be nil or non-empty string");
    } else if name.eq_ignore_ascii_case("Local") {
        let message = "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones";
        report.invalid(at, RULE, name, message);
    } else if !is_zone(name) {
        report.invalid(at, RULE, name, &format!("unknown time zone {name}"));
    }
}
