//! The pod shares the node's PID namespace.

use crate::catalogue::Diagnostic;
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::{Prevention, Rule, Test};
use crate::repair::{Fix, Level, Safety};
use crate::yaml::Node;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "host-pid-shared",
    code: "SE802",
    severity: Severity::High,
    level: Level::Hardened,
    page: include_str!("page.md"),
    asked_by: &["CKV_K8S_17", "kube-linter:host-pid", "pss:baseline:host-namespaces"],
    check: |workload, found| {
        if workload.pod("hostPID").and_then(Node::as_bool) != Some(true) {
            return;
        }
        let message = "the pod has hostPID: every process of the node can be seen from the pod, its environment variables too, and killed by its root";
        let help = "remove hostPID; containers of one pod see each other with shareProcessNamespace";
        found.push(Lint::new(&DIAGNOSTIC, workload, workload.pod_path("hostPID"), message).help(help));
    },
    repair: |_, lint, _| {
        let note = "a program that looks at processes of the node no longer finds them";
        Some(Fix::new(Safety::Unsafe, "remove hostPID").note(note).delete(lint.path.clone()))
    },
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

const RULES: &[Rule] =
    &[Rule::of_object(Test::Bool("pod.hostPID", true), "the pod has hostPID and sees every process of its node")];
