//! The pod shares the node's Network namespace.

use crate::catalogue::Diagnostic;
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::{Prevention, Rule, Test};
use crate::repair::{Fix, Level, Safety};
use crate::yaml::Node;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "host-network-shared",
    code: "SE804",
    severity: Severity::Medium,
    level: Level::Hardened,
    page: include_str!("page.md"),
    asked_by: &["CKV_K8S_19", "kube-linter:host-network", "pss:baseline:host-namespaces"],
    check: |workload, found| {
        if workload.pod("hostNetwork").and_then(Node::as_bool) != Some(true) {
            return;
        }
        let message = "the pod has hostNetwork: network policies do not hold for the pod, it reaches what listens on the node's loopback, and its ports are the node's";
        let help = "remove hostNetwork; a pod reaches Services and the outside without it";
        found.push(Lint::new(&DIAGNOSTIC, workload, workload.pod_path("hostNetwork"), message).help(help));
    },
    repair: |_, lint, _| {
        let note = "addresses that answer only the node, such as its loopback or a cloud's metadata service, are no longer reached";
        Some(Fix::new(Safety::Unsafe, "remove hostNetwork").note(note).delete(lint.path.clone()))
    },
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

const RULES: &[Rule] = &[Rule::of_object(
    Test::Bool("pod.hostNetwork", true),
    "the pod has hostNetwork, where network policies do not hold",
)];
