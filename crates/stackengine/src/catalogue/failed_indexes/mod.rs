//! Indexes of an Indexed Job failed for good.

use crate::catalogue::Diagnostic;
use crate::diagnosis::{Confidence, Finding, Role, Severity};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "failed-indexes",
    code: "SE519",
    severity: Severity::Medium,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        let Some(job) = &facts.job else { return };
        let Some(indexes) = job.failed_indexes.as_ref().filter(|indexes| !indexes.value.is_empty()) else { return };
        let message = format!("indexes {} failed for good", indexes.value);
        let finding = Finding::new(&DIAGNOSTIC, Confidence::Certain, message)
            .help("each index has its own limit (backoffLimitPerIndex): what failed in one may have nothing to do with the others")
            .role(Role::Symptom)
            .cite([indexes.place]);
        found.push(finding);
    },
    ..Diagnostic::NEW
};
