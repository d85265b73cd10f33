//! A container does not say how much cpu it needs.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{pod_has, resource};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::{Prevention, Rule, Test};
use crate::repair::{Fix, Safety};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "cpu-request-missing",
    code: "SE832",
    severity: Severity::Low,
    page: include_str!("page.md"),
    asked_by: &["CKV_K8S_10", "kube-linter:unset-cpu-requirements", "kube-score:container-resources"],
    check: |workload, found| {
        if pod_has(workload, "requests", "cpu") || pod_has(workload, "limits", "cpu") {
            return;
        }
        for container in &workload.containers {
            // A limit on its own is the request, too.
            let is_said = ["requests", "limits"].iter().any(|list| resource(container, list, "cpu").is_some());
            if is_said {
                continue;
            }
            let message = format!(
                "{} does not ask for cpu: the scheduler counts it as nothing, and on a busy node it gets next to nothing",
                container.name
            );
            let help = "set resources.requests.cpu to what it uses on an ordinary day";
            let lint =
                Lint::in_container(&DIAGNOSTIC, workload, container, "resources.requests.cpu", message).help(help);
            found.push(lint.unless_open(workload.container_path(container, "resources.limits.cpu")));
        }
    },
    repair: |_, _, _| {
        let note = "only you know how much it uses: kubectl top pod --containers shows it while it runs";
        Some(Fix::new(Safety::DisplayOnly, "set a cpu request").note(note))
    },
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

const RULES: &[Rule] = &[Rule::of_containers(
    Test::All(&[
        Test::Not(&Test::Present("pod.resources.requests.cpu")),
        Test::Not(&Test::Present("pod.resources.limits.cpu")),
        Test::Not(&Test::Present("container.resources.requests.cpu")),
        Test::Not(&Test::Present("container.resources.limits.cpu")),
    ]),
    "does not ask for cpu; set resources.requests.cpu",
)];
