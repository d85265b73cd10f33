//! Rules for the choice of a node that cannot be.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{choose, meant_value};
use crate::diagnosis::Severity;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "scheduling-invalid",
    code: "SE628",
    severity: Severity::High,
    page: include_str!("page.md"),
    rules: &[
        "must-be-positive",
        "topology-key-required",
        "topology-spread-invalid",
        "toleration-invalid",
        "node-selector-invalid",
        "affinity-weight",
        "selector-expression-invalid",
        "label-key-selected-twice",
        "label-keys-without-selector",
        "scheduling-gate-invalid",
        "scheduling-gate-twice",
        "preemption-policy-unknown",
    ],
    help: |_, lint| {
        let otherwise = match lint.rule() {
            "must-be-positive" => "write a number above 0",
            "topology-key-required" => "name the label of nodes that spreads them: topology.kubernetes.io/zone",
            "toleration-invalid" => "give the toleration a key, Equal with a value or Exists without one",
            "affinity-weight" => "write a weight from 1 to 100",
            "node-selector-invalid" | "selector-expression-invalid" => {
                "give the expression an operator of this place and the values that it takes"
            }
            _ => "correct the rule as the message says",
        };
        choose(lint, otherwise)
    },
    repair: |workload, lint, _| meant_value(workload, lint),
    ..Diagnostic::NEW
};
