//! Restart rules of a container that cannot be.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{choose, meant_value};
use crate::diagnosis::Severity;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "restart-rules-invalid",
    code: "SE622",
    severity: Severity::High,
    page: include_str!("page.md"),
    rules: &["restart-rule-invalid", "restart-rules-without-policy", "container-restart-policy-unknown"],
    help: |_, lint| {
        let otherwise = match lint.rule() {
            "restart-rules-without-policy" => "set restartPolicy: Never on the container, beside its rules",
            _ => "give the rule an action and exitCodes, and at most 255 values",
        };
        choose(lint, otherwise)
    },
    repair: |workload, lint, _| meant_value(workload, lint),
    ..Diagnostic::NEW
};
