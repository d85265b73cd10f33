//! The pod's node was shut down.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::Severity;
use crate::facts::StopKind;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "node-shutdown",
    code: "SE309",
    severity: Severity::Medium,
    since: "0.1.0",
    page: include_str!("page.md"),
    explains: &["container-exit-error", "killed-by-sigkill", "terminated-by-sigterm"],
    detect: |facts, found| {
        support::stopped(&DIAGNOSTIC, facts, found, &[StopKind::NodeShutdown], |pod, why| {
            (format!("pod {} ended because its node was shut down{why}", pod.meta.name), "expected on spot and autoscaled nodes: make the work resumable and let disruptions not count (podFailurePolicy: Ignore on DisruptionTarget)".to_owned())
        });
    },
    ..Diagnostic::NEW
};
