//! A ConfigMap, a Secret or a key that a container needs does not exist.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::Severity;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "config-missing",
    code: "SE204",
    severity: Severity::High,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        let what = support::WaitsFor { reasons: &["CreateContainerConfigError"], about: is_about, must_be_told: true };
        support::waiting(&DIAGNOSTIC, facts, found, &what, |waiting| {
            let what = waiting.why.map(|why| format!(": {}", why.trim_start_matches("Error: "))).unwrap_or_default();
            let message = format!(
                "{} in pod {}{} cannot be created because its configuration is missing{what}",
                waiting.container, waiting.pod, waiting.others
            );
            let namespace = facts.subject.namespace_flag();
            (
                message,
                format!(
                    "create what is missing in the same namespace, or correct its name (kubectl get configmaps,secrets{namespace}); the pod then starts by itself"
                ),
            )
        });
    },
    ..Diagnostic::NEW
};

/// A missing object or key, in the kubelet's words.
fn is_about(_reason: &str, message: &str) -> bool {
    let missing =
        ["not found", "couldn't find key", "non-existent config key"].iter().any(|words| message.contains(words));
    let lower = message.to_ascii_lowercase();
    missing && (lower.contains("configmap") || lower.contains("secret")) && !message.contains("MountVolume")
}
