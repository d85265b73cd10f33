//! A schedule that the server cannot read.

mod repair;

use crate::catalogue::Diagnostic;
use crate::diagnosis::Severity;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "schedule-malformed",
    code: "SE612",
    severity: Severity::High,
    page: include_str!("page.md"),
    rules: &["schedule-required", "schedule-invalid", "schedule-with-time-zone"],
    help: |_, lint| {
        let text = lint.refusal.as_ref().and_then(|refusal| refusal.value.as_deref()).unwrap_or_default();
        match lint.rule() {
            "schedule-required" => "write a schedule of five fields: minute, hour, day, month, weekday",
            "schedule-with-time-zone" => "move the time zone to the field timeZone",
            _ if text.contains("@reboot") => "choose a time: a cluster is never rebooted, so @reboot does not exist",
            _ if text.contains('@') => "write @hourly, @daily, @weekly, @monthly, @yearly, or @every with a duration",
            _ if lint.message.contains("(7) above maximum (6)") => "write Sunday as 0",
            _ if lint.message.contains("found 6") => "take one field out: seconds and years do not exist",
            _ => "write five fields: minute 0-59, hour 0-23, day 1-31, month 1-12, weekday 0-6",
        }
        .to_owned()
    },
    repair: |workload, lint, _| repair::repair(workload, lint),
    ..Diagnostic::NEW
};
