//! The Job controller could not create pods, for a reason of its own kind.

use crate::catalogue::{
    Diagnostic, admission_denied, limit_range_violation, pod_security_violation, quota_exceeded,
    service_account_missing, support,
};
use crate::diagnosis::Severity;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "pod-creation-failed",
    code: "SE223",
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

const HELP: &str = "read the API server's answer; the controller keeps trying with a growing pause";

/// Whatever none of the others knows.
fn is_about(answer: &str) -> bool {
    let known = [
        quota_exceeded::is_about,
        limit_range_violation::is_about,
        service_account_missing::is_about,
        pod_security_violation::is_about,
        admission_denied::is_about,
    ];
    !known.iter().any(|is_about| is_about(answer))
}
