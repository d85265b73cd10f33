//! The document is no object that a server could take.

use crate::catalogue::Diagnostic;
use crate::diagnosis::Severity;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "manifest-malformed",
    code: "SE601",
    severity: Severity::High,
    page: include_str!("page.md"),
    rules: &["yaml-malformed", "not-an-object", "kind-missing"],
    help: |_, _| "mend the YAML at this place".to_owned(),
    ..Diagnostic::NEW
};
