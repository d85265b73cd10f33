//! The document is no object that a server could take.

use crate::catalogue::Diagnostic;
use crate::diagnosis::Severity;
use crate::prevent::rule::Prevention;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "manifest-malformed",
    code: "SE601",
    severity: Severity::High,
    page: include_str!("page.md"),
    rules: &["yaml-malformed", "not-an-object", "kind-missing"],
    help: |_, _| "mend the YAML at this place".to_owned(),
    prevent: Prevention::not_said("it reads the text of the file, of which a policy sees only the values"),
    ..Diagnostic::NEW
};
