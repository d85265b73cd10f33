//! Settings of another operating system.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{choose, field_name, meant_value};
use crate::diagnosis::Severity;
use crate::repair::{Fix, Safety};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "operating-system-mismatch",
    code: "SE627",
    severity: Severity::High,
    page: include_str!("page.md"),
    rules: &[
        "operating-system-unknown",
        "not-for-linux",
        "not-for-windows",
        "windows-options-invalid",
        "host-process-invalid",
        "pod-resources-on-windows",
    ],
    help: |_, lint| {
        let otherwise = match lint.rule() {
            "not-for-linux" | "not-for-windows" | "pod-resources-on-windows" => {
                "take it out: this system does not have it"
            }
            "host-process-invalid" => "make all containers HostProcess containers, and set hostNetwork: true",
            "windows-options-invalid" => "correct the option as the message says",
            _ => "write linux or windows",
        };
        choose(lint, otherwise)
    },
    repair: |workload, lint, _| match lint.rule() {
        "not-for-linux" | "not-for-windows" => {
            let fix = Fix::new(Safety::Unsafe, format!("delete {}", field_name(&lint.path)));
            Some(fix.note("this operating system does not have it").delete(lint.path.clone()))
        }
        _ => meant_value(workload, lint),
    },
    ..Diagnostic::NEW
};
