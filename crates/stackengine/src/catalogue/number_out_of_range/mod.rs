//! A number below what its field may be.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{ask_owner, field_name};
use crate::diagnosis::Severity;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "number-out-of-range",
    code: "SE611",
    severity: Severity::High,
    page: include_str!("page.md"),
    rules: &["must-not-be-negative", "pod-deadline-out-of-range"],
    help: |_, lint| match lint.rule() {
        "pod-deadline-out-of-range" => "set it to 1 or more, or leave it out".to_owned(),
        _ => format!("set {} to 0 or more; for no limit leave it out", field_name(&lint.path)),
    },
    repair: |_, lint, _| {
        ask_owner(&format!("set {} to 0 or more", field_name(&lint.path)), "only you know what was meant")
    },
    ..Diagnostic::NEW
};
