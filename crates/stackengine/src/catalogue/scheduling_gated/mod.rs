//! Scheduling gates keep the pod from being scheduled.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::{Confidence, Severity};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "scheduling-gated",
    code: "SE221",
    severity: Severity::Medium,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        let gated: Vec<_> = support::pending_pods(facts)
            .filter(|(_, pod)| !pod.spec.scheduling_gates.is_empty())
            .map(|(_, pod)| (pod, vec![pod.meta.place]))
            .collect();
        found.extend(support::of_pods(&DIAGNOSTIC, &gated, Confidence::Certain, |pod, others| {
            let gates = pod.spec.scheduling_gates.join(", ");
            let message = format!("pod {}{others} is held back by scheduling gates: {gates}", pod.meta.name);
            (message, "whoever set the gate (a queue, an operator) must remove it; find out why it has not".to_owned())
        }));
    },
    ..Diagnostic::NEW
};
