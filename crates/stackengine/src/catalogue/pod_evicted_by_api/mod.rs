//! The eviction API was called for the pod.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::Severity;
use crate::facts::StopKind;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "pod-evicted-by-api",
    code: "SE306",
    severity: Severity::Medium,
    since: "0.1.0",
    page: include_str!("page.md"),
    explains: &["container-exit-error", "killed-by-sigkill", "terminated-by-sigterm"],
    detect: |facts, found| {
        support::stopped(&DIAGNOSTIC, facts, found, &[StopKind::EvictionApi], |pod, why| {
            (format!("pod {} was evicted through the API, as a drain or an autoscaler does{why}", pod.meta.name), "let such evictions not count (podFailurePolicy: Ignore on DisruptionTarget), or keep the pod where it is while it runs".to_owned())
        });
    },
    ..Diagnostic::NEW
};
