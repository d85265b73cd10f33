//! The kubelet of the chosen node refused the pod.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::Severity;
use crate::facts::StopKind;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "pod-rejected",
    code: "SE220",
    severity: Severity::High,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        support::stopped(&DIAGNOSTIC, facts, found, &[StopKind::Rejected], |pod, why| {
            (
                format!("the node refused pod {}{why}", pod.meta.name),
                "the node had less room than the scheduler believed, or changed since: such a pod is failed at once and counted".to_owned(),
            )
        });
    },
    ..Diagnostic::NEW
};
