//! The namespace's LimitRange refuses the Job's pods.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::Severity;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "limit-range-violation",
    code: "SE211",
    severity: Severity::High,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        found.extend(support::refused_creation(&DIAGNOSTIC, facts, is_about, |answer, tries| {
            (format!("no pod was created in {tries}: {}", support::after(answer, "is forbidden: ")), HELP.to_owned())
        }));
    },
    ..Diagnostic::NEW
};

const HELP: &str = "bring requests and limits within the LimitRange (kubectl describe limitrange); requests and limits in a Job's template need a new Job";

/// Whether the API server's answer is this one.
pub(super) fn is_about(answer: &str) -> bool {
    answer.contains("usage per ") || answer.contains("limit to request ratio")
}
