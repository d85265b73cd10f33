//! With restartPolicy OnFailure the restarts of all pods are summed against backoffLimit.

use crate::catalogue::Diagnostic;
use crate::diagnosis::{Confidence, Finding, Role, Severity};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "restarts-spend-the-limit",
    code: "SE522",
    severity: Severity::Low,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        let parallel = facts
            .job
            .as_ref()
            .and_then(|job| job.spec.parallelism.as_ref())
            .filter(|parallelism| parallelism.value > 1);
        let Some(parallel) = parallel.filter(|_| facts.restart_policy() == Some("OnFailure")) else { return };
        let restarted = facts.pods.iter().filter(|pod| {
            pod.containers.iter().any(|container| container.restarts.as_ref().is_some_and(|count| count.value > 0))
        });
        if restarted.count() < 2 {
            return;
        }
        let finding = Finding::new(
            &DIAGNOSTIC,
            Confidence::Certain,
            "restarts of all parallel pods are added up against one backoffLimit",
        )
        .help("with parallel pods, use restartPolicy: Never, or a limit per index (backoffLimitPerIndex)")
        .role(Role::Contributing)
        .cite([parallel.place]);
        found.push(finding);
    },
    ..Diagnostic::NEW
};
