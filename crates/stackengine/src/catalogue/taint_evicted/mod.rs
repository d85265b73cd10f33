//! The pod was evicted by a taint that it does not tolerate.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::Severity;
use crate::facts::StopKind;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "taint-evicted",
    code: "SE310",
    severity: Severity::High,
    since: "0.1.0",
    page: include_str!("page.md"),
    explains: &["container-exit-error", "killed-by-sigkill", "terminated-by-sigterm"],
    detect: |facts, found| {
        support::stopped(&DIAGNOSTIC, facts, found, &[StopKind::Taint], |pod, why| {
            (
                format!("pod {} was evicted because of a taint on its node{why}", pod.meta.name),
                "look at the node first: not-ready and unreachable taints mean that it failed".to_owned(),
            )
        });
    },
    ..Diagnostic::NEW
};
