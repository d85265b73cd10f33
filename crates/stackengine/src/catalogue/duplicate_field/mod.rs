//! The same field twice in one object.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{ask_owner, field_name};
use crate::diagnosis::Severity;
use crate::prevent::rule::Prevention;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "duplicate-field",
    code: "SE604",
    severity: Severity::High,
    page: include_str!("page.md"),
    rules: &["duplicate-field"],
    help: |_, lint| format!("keep one {}; of two lists the items of both are probably meant", field_name(&lint.path)),
    repair: |_, lint, _| {
        let name = field_name(&lint.path);
        ask_owner(&format!("keep one {name}"), "a server that does not refuse it takes the last one")
    },
    prevent: Prevention::not_said("it reads the text of the file, of which a policy sees only the values"),
    ..Diagnostic::NEW
};
