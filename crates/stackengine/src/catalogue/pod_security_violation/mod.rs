//! The namespace's Pod Security level refuses the Job's pods.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::Severity;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "pod-security-violation",
    code: "SE213",
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

const HELP: &str = "set the security context that the level asks for (each item in the message), or run the Job in a namespace meant for it";

/// Whether the API server's answer is this one.
pub(super) fn is_about(answer: &str) -> bool {
    answer.contains("violates PodSecurity")
}
