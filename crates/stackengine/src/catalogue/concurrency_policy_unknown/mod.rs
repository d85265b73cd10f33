//! A concurrency policy that does not exist.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{choose, meant_value};
use crate::diagnosis::Severity;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "concurrency-policy-unknown",
    code: "SE614",
    severity: Severity::High,
    page: include_str!("page.md"),
    rules: &["concurrency-policy-unknown"],
    help: |_, lint| choose(lint, "write Allow, Forbid or Replace"),
    repair: |workload, lint, _| meant_value(workload, lint),
    ..Diagnostic::NEW
};
