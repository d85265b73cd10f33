//! The pod's node is not ready or gone; how the container fares nobody can know.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::{Confidence, Severity};
use crate::facts::StopKind;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "node-lost",
    code: "SE308",
    severity: Severity::High,
    since: "0.1.0",
    page: include_str!("page.md"),
    explains: &["pod-deleted", "taint-evicted"],
    detect: |facts, found| {
        support::stopped(&DIAGNOSTIC, facts, found, &[StopKind::NodeGone], |pod, why| {
            (format!("the node of pod {} is gone{why}; no exit code exists", pod.meta.name), HELP.to_owned())
        });
        let told = facts.events.iter().filter(|event| event.kind == "Pod" && event.reason == "NodeNotReady");
        let still = told.filter(|event| !support::has_ended(facts, &event.name));
        found.extend(support::of_events(&DIAGNOSTIC, still, Confidence::Certain, |event, _| {
            let message = format!(
                "the node under pod {} is not ready: whether its container still runs nobody can know",
                event.name
            );
            (message, HELP.to_owned())
        }));
        if found.iter().all(|finding| finding.diagnostic.name != DIAGNOSTIC.name) {
            let lost: Vec<_> = facts
                .pods
                .iter()
                .filter(|pod| pod.is_phase("Running") && !support::has_ended(facts, &pod.meta.name))
                .filter_map(|pod| {
                    let name = &pod.spec.node.as_ref()?.value;
                    let node = facts.nodes.iter().find(|node| &node.meta.name == name)?;
                    Some((pod, vec![node.not_ready()?.place]))
                })
                .collect();
            found.extend(support::of_pods(&DIAGNOSTIC, &lost, Confidence::Certain, |pod, others| {
                (format!("the node under pod {}{others} is not ready", pod.meta.name), HELP.to_owned())
            }));
        }
    },
    ..Diagnostic::NEW
};

const HELP: &str = "look at the node (kubectl describe node); when it is truly gone, delete the Node object or taint it out-of-service so that the pod is replaced";
