//! Another controller manages the Job; the built-in one ignores it.

use crate::catalogue::Diagnostic;
use crate::diagnosis::{Confidence, Finding, Severity};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "managed-by-other-controller",
    code: "SE517",
    severity: Severity::Medium,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        let managed = facts.job.as_ref().and_then(|job| job.spec.managed_by.as_ref());
        let Some(managed) =
            managed.filter(|managed| managed.value != "kubernetes.io/job-controller" && facts.pods.is_empty())
        else {
            return;
        };
        if facts.job.as_ref().is_some_and(|job| !job.has_status || job.started.is_some() || job.completed.is_some()) {
            return;
        }
        let message = format!(
            "the Job is managed by {}: the built-in controller ignores it, and no pod was created",
            managed.value
        );
        found.push(
            Finding::new(&DIAGNOSTIC, Confidence::Likely, message)
                .help("ask that controller: its own objects and logs tell why")
                .cite([managed.place]),
        );
    },
    ..Diagnostic::NEW
};
