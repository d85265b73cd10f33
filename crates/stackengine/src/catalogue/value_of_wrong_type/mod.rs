//! A value of a type that its field does not have.

mod repair;

use crate::catalogue::Diagnostic;
use crate::diagnosis::Severity;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "value-of-wrong-type",
    code: "SE605",
    severity: Severity::High,
    page: include_str!("page.md"),
    explains: &["yaml-read-otherwise"],
    rules: &["wrong-type", "quantity-malformed", "time-malformed"],
    help: repair::help,
    repair: repair::repair,
    ..Diagnostic::NEW
};
