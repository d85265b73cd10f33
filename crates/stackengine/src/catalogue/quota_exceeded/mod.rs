//! The namespace's quota leaves no room for the Job's pods.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::Severity;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "quota-exceeded",
    code: "SE210",
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

const HELP: &str = "lower the requests, free quota (kubectl describe resourcequota), or have it raised; the controller keeps trying, without spending the backoffLimit";

/// Whether the API server's answer is this one.
pub(super) fn is_about(answer: &str) -> bool {
    answer.contains("exceeded quota") || answer.contains("failed quota")
}
