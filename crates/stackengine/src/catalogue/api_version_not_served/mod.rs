//! No server of today serves this version or kind.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::text_at;
use crate::diagnosis::Severity;
use crate::repair::{Fix, Safety};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "api-version-not-served",
    code: "SE602",
    severity: Severity::High,
    page: include_str!("page.md"),
    rules: &["api-version-not-served", "api-version-missing", "kind-not-served"],
    help: |_, _| "write apiVersion: batch/v1".to_owned(),
    repair: |workload, lint, _| {
        let old = text_at(workload, &lint.path).unwrap_or_default();
        let known = matches!(old, "" | "batch/v1beta1" | "batch/v2alpha1" | "extensions/v1beta1" | "v1" | "batch");
        let safety = if known { Safety::Safe } else { Safety::Unsafe };
        Some(Fix::new(safety, "write apiVersion: batch/v1").set(lint.path.clone(), "batch/v1"))
    },
    ..Diagnostic::NEW
};
