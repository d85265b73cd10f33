//! The pod used more ephemeral storage than it was allowed.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::Severity;
use crate::facts::StopKind;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "evicted-ephemeral-storage",
    code: "SE303",
    severity: Severity::High,
    since: "0.1.0",
    page: include_str!("page.md"),
    explains: &["container-exit-error", "killed-by-sigkill", "terminated-by-sigterm"],
    detect: |facts, found| {
        support::stopped(&DIAGNOSTIC, facts, found, &[StopKind::LocalStorage], |pod, why| {
            (format!("pod {} was evicted for using too much ephemeral storage{why}", pod.meta.name), "raise the volume's sizeLimit or the container's ephemeral-storage limit to what the work needs, or write less; an eviction spends one attempt of the backoffLimit".to_owned())
        });
    },
    ..Diagnostic::NEW
};
