//! Somebody deleted the pod while it ran.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::Severity;
use crate::facts::StopKind;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "pod-deleted",
    code: "SE305",
    severity: Severity::Medium,
    since: "0.1.0",
    page: include_str!("page.md"),
    explains: &["container-exit-error", "killed-by-sigkill", "terminated-by-sigterm"],
    detect: |facts, found| {
        support::stopped(&DIAGNOSTIC, facts, found, &[StopKind::Deleted], |pod, why| {
            (format!("pod {} was stopped and deleted from outside{why}; the record cannot tell a deletion from an eviction", pod.meta.name), "ask who or what deleted it (the API server's audit log knows); a deletion spends one attempt of the backoffLimit unless podReplacementPolicy: Failed or a podFailurePolicy is set".to_owned())
        });
    },
    ..Diagnostic::NEW
};
