//! A probe or hook on an init container that ends.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::field_name;
use crate::diagnosis::Severity;
use crate::repair::{Fix, Safety};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "probe-on-init-container",
    code: "SE621",
    severity: Severity::High,
    page: include_str!("page.md"),
    rules: &["probe-on-init-container"],
    help: |_, lint| {
        format!("take {} out, or set restartPolicy: Always on it to make it a sidecar", field_name(&lint.path))
    },
    repair: |_, lint, _| {
        let fix = Fix::new(Safety::Unsafe, format!("delete {}", field_name(&lint.path)));
        Some(
            fix.note("the others start when this container ends, whatever the probe would say")
                .delete(lint.path.clone()),
        )
    },
    ..Diagnostic::NEW
};
