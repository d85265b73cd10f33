//! The pod shares the node's IPC namespace.

use crate::catalogue::Diagnostic;
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::{Prevention, Rule, Test};
use crate::repair::{Fix, Level, Safety};
use crate::yaml::Node;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "host-ipc-shared",
    code: "SE803",
    severity: Severity::Medium,
    level: Level::Hardened,
    page: include_str!("page.md"),
    asked_by: &["CKV_K8S_18", "kube-linter:host-ipc", "pss:baseline:host-namespaces"],
    check: |workload, found| {
        if workload.pod("hostIPC").and_then(Node::as_bool) != Some(true) {
            return;
        }
        let message =
            "the pod has hostIPC: shared memory and message queues of the node's other programs are open to the pod";
        let help = "remove hostIPC; containers of one pod share their IPC without it";
        found.push(Lint::new(&DIAGNOSTIC, workload, workload.pod_path("hostIPC"), message).help(help));
    },
    repair: |_, lint, _| {
        let note = "a program that talks to one outside of the pod through shared memory no longer reaches it";
        Some(Fix::new(Safety::Unsafe, "remove hostIPC").note(note).delete(lint.path.clone()))
    },
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

const RULES: &[Rule] = &[Rule::of_object(
    Test::Bool("pod.hostIPC", true),
    "the pod has hostIPC and shares memory with other programs of its node",
)];
