//! The pod's service account does not exist.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::Severity;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "service-account-missing",
    code: "SE212",
    severity: Severity::High,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        found.extend(support::refused_creation(&DIAGNOSTIC, facts, is_about, |answer, tries| {
            (
                {
                    let name =
                        support::after_last(answer, "serviceaccount ").split(" not found").next().unwrap_or_default();
                    format!("no pod was created in {tries}: service account {} does not exist", name.trim_matches('"'))
                },
                HELP.to_owned(),
            )
        }));
    },
    ..Diagnostic::NEW
};

const HELP: &str = "create the service account in the same namespace, or correct serviceAccountName";

/// Whether the API server's answer is this one.
pub(super) fn is_about(answer: &str) -> bool {
    answer.contains("error looking up service account")
}
