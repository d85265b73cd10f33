//! A time zone that is not in the IANA database.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{ask_owner, text_at};
use crate::diagnosis::Severity;
use crate::repair::{Fix, Safety};
use crate::validate::zone_in_its_case;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "time-zone-unknown",
    code: "SE613",
    severity: Severity::High,
    page: include_str!("page.md"),
    rules: &["time-zone-unknown"],
    help: |_, _| "write the name of a city of the zone, like Europe/Berlin, or Etc/UTC".to_owned(),
    repair: |workload, lint, _| {
        let written = text_at(workload, &lint.path)?;
        let squeezed = written.trim().replace(' ', "_");
        match zone_in_its_case(&squeezed).filter(|zone| *zone != "Local") {
            Some(zone) => Some(Fix::new(Safety::Safe, format!("write {zone}")).set(lint.path.clone(), zone)),
            None => ask_owner("name the time zone", "only you know which one was meant"),
        }
    },
    ..Diagnostic::NEW
};
