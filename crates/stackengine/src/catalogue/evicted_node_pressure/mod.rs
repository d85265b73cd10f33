//! The node ran short of memory, disk or processes and evicted the pod.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::Severity;
use crate::facts::StopKind;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "evicted-node-pressure",
    code: "SE304",
    severity: Severity::High,
    since: "0.1.0",
    page: include_str!("page.md"),
    explains: &["container-exit-error", "killed-by-sigkill", "terminated-by-sigterm"],
    detect: |facts, found| {
        support::stopped(&DIAGNOSTIC, facts, found, &[StopKind::NodePressure], |pod, why| {
            (format!("pod {} was evicted because its node ran short{why}", pod.meta.name), "request what the Job really uses, so that the scheduler finds a node with room; a podFailurePolicy can ignore such evictions (onPodConditions: DisruptionTarget)".to_owned())
        });
    },
    ..Diagnostic::NEW
};
