//! An hour of the day, and nobody has said where.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{cron_path, schedule_text, written_fields};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::Prevention;
use crate::repair::{Fix, Safety};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "time-zone-unset",
    code: "SE724",
    severity: Severity::Low,
    page: include_str!("page.md"),
    check: |workload, found| {
        if workload.at("spec.timeZone").is_some() {
            return;
        }
        let Some(text) = schedule_text(workload).filter(|text| !text.contains(['@', '='])) else { return };
        // Every hour, or every so many hours: it hardly matters which clock counts them.
        let names_hours = match written_fields(workload) {
            Some(fields) => !fields.hour.is_full() && fields.hour.step.is_none() && fields.ever_fires(),
            // The API refuses it; once it is mended, the hours are still nobody's.
            None => text.split_whitespace().nth(1).is_some_and(|hour| !hour.starts_with('*')),
        };
        if !names_hours {
            return;
        }
        let message = format!(
            "timeZone is not set: the hours of \"{text}\" are those of the kube-controller-manager, often but not always UTC"
        );
        let help = "set timeZone to the zone whose hours are meant: Etc/UTC, Europe/Berlin";
        found.push(Lint::new(&DIAGNOSTIC, workload, cron_path("timeZone"), message).help(help));
    },
    repair: |_, _, _| Some(Fix::new(Safety::DisplayOnly, "set timeZone").note("only you know whose hours are meant")),
    prevent: Prevention::not_said("it reads the schedule, which needs a calendar"),
    ..Diagnostic::NEW
};
