//! Rules for the choice of a node that cannot be.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{choose, meant_value, text_at};
use crate::diagnosis::Severity;
use crate::repair::{Fix, Safety};

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
    repair: |workload, lint, _| {
        // Of the operators of nodes and labels the message says only that it does not know this one.
        let operator = lint.message.ends_with("not a valid selector operator");
        match operator.then(|| text_at(workload, &lint.path)).flatten() {
            Some(written) => {
                let known = ["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"];
                let right = known.into_iter().find(|known| known.eq_ignore_ascii_case(written))?;
                Some(Fix::new(Safety::Safe, format!("write {right}")).set(lint.path.clone(), right))
            }
            None => meant_value(workload, lint),
        }
    },
    ..Diagnostic::NEW
};
