//! A native sidecar failed before the work was done; its exit code does not count.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::{Role, Severity};
use crate::facts::ContainerKind;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "sidecar-failed-unnoticed",
    code: "SE409",
    severity: Severity::Medium,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        support::runs(
            &DIAGNOSTIC,
            facts,
            found,
            |failure| failure.container.kind == ContainerKind::Sidecar && failure.attempt.failed(),
            |words| {
                let message = format!(
                    "sidecar {} failed (exit code {}) before the work was done; Kubernetes does not count that",
                    words.container, words.code
                );
                (message, "check whether the work went through without it".to_owned())
            },
        );
        support::demote(&DIAGNOSTIC, found, Role::Contributing);
    },
    ..Diagnostic::NEW
};
