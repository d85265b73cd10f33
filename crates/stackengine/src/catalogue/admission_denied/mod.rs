//! An admission webhook or policy refuses the Job's pods.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::Severity;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "admission-denied",
    code: "SE215",
    severity: Severity::High,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        found.extend(support::refused_creation(&DIAGNOSTIC, facts, is_about, |answer, tries| {
            (format!("no pod was created in {tries}: {}", support::after(answer, "Error creating: ")), HELP.to_owned())
        }));
    },
    ..Diagnostic::NEW
};

const HELP: &str =
    "read the policy's message and follow it; a webhook that cannot be called at all must be mended first";

/// Whether the API server's answer is this one.
pub(super) fn is_about(answer: &str) -> bool {
    answer.contains("admission webhook")
        || answer.contains("ValidatingAdmissionPolicy")
        || answer.contains("failed calling webhook")
}
