//! The pod's own activeDeadlineSeconds passed.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::Severity;
use crate::facts::StopKind;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "pod-deadline-exceeded",
    code: "SE509",
    severity: Severity::High,
    since: "0.1.0",
    page: include_str!("page.md"),
    explains: &["container-exit-error", "killed-by-sigkill", "terminated-by-sigterm"],
    detect: |facts, found| {
        support::stopped(&DIAGNOSTIC, facts, found, &[StopKind::PodDeadline], |pod, why| {
            (format!("pod {} was stopped at its own deadline (activeDeadlineSeconds of the pod template){why}", pod.meta.name), "the template's activeDeadlineSeconds limits each pod and burns an attempt each time: move the deadline to the Job's spec, or raise it".to_owned())
        });
    },
    ..Diagnostic::NEW
};
