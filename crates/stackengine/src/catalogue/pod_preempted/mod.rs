//! A pod of higher priority took the pod's place.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::Severity;
use crate::facts::StopKind;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "pod-preempted",
    code: "SE307",
    severity: Severity::High,
    since: "0.1.0",
    page: include_str!("page.md"),
    explains: &["container-exit-error", "killed-by-sigkill", "terminated-by-sigterm"],
    detect: |facts, found| {
        support::stopped(&DIAGNOSTIC, facts, found, &[StopKind::Preempted], |pod, why| {
            (format!("pod {} had to give way to a pod of higher priority{why}", pod.meta.name), "give the Job a priorityClassName that fits its worth, add room, or let preemptions not count (podFailurePolicy: Ignore on DisruptionTarget)".to_owned())
        });
    },
    ..Diagnostic::NEW
};
