//! A restart policy that a Job may not have.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{ask_owner, meant_value};
use crate::diagnosis::Severity;
use crate::repair::{Fix, Safety};
use crate::yaml::Node;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "restart-policy-invalid",
    code: "SE607",
    severity: Severity::High,
    page: include_str!("page.md"),
    rules: &["restart-policy-required", "restart-policy-unknown", "restart-policy-with-failure-policy"],
    help: |_, lint| {
        match lint.rule() {
            "restart-policy-with-failure-policy" => {
                "set restartPolicy to Never: a podFailurePolicy judges pods that failed"
            }
            _ => "set restartPolicy to Never, or to OnFailure where attempts must share a pod",
        }
        .to_owned()
    },
    repair: |workload, lint, _| {
        if let Some(fix) = (lint.rule() == "restart-policy-unknown").then(|| meant_value(workload, lint)).flatten() {
            return Some(fix);
        }
        let resizes = workload.containers.iter().any(|container| {
            let policies = container.get("resizePolicy").map(Node::items).unwrap_or_default();
            let kept = |policy: &Node<'_>| policy.get("restartPolicy").and_then(Node::as_str) == Some("NotRequired");
            policies.iter().any(|policy| !kept(policy))
        });
        if resizes {
            return ask_owner("set restartPolicy", "a resizePolicy restarts a container, which Never would not allow");
        }
        let note = "each attempt becomes a pod of its own, and failed ones keep their logs; OnFailure would restart the \
                    container in the same pod, which is quicker and loses the logs when the limit is reached";
        Some(Fix::new(Safety::Unsafe, "set restartPolicy to Never").note(note).set(lint.path.clone(), "Never"))
    },
    ..Diagnostic::NEW
};
