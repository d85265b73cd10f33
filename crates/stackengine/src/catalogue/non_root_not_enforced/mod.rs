//! A user other than root is named, and nothing says that it must be one.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{
    SAYS_NON_ROOT, effective, has_own_users, is_windows, of_pod, or_in_containers, own, pod_path,
};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::manifest::Workload;
use crate::prevent::rule::{Compare, Limit, OWN_USERS, Prevention, Rule, Test, WINDOWS};
use crate::repair::{Fix, Level, Safety};
use crate::yaml::Node;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "non-root-not-enforced",
    code: "SE808",
    severity: Severity::Low,
    level: Level::Hardened,
    page: include_str!("page.md"),
    asked_by: &["pss:restricted:running-as-non-root"],
    check: |workload, found| {
        if is_windows(workload) || has_own_users(workload) {
            return;
        }
        let is_other = |node: Option<&Node<'_>>| node.and_then(Node::as_int).is_some_and(|user| user != 0);
        let of_the_pod = is_other(of_pod(workload, "runAsUser")) && !some_container_is_root(workload);
        let mut n_heirs = 0;
        for container in &workload.containers {
            let demanded = effective(workload, container, "runAsNonRoot").and_then(Node::as_bool) == Some(true);
            if demanded || !is_other(effective(workload, container, "runAsUser")) {
                continue;
            }
            if of_the_pod && own(container, "runAsNonRoot").is_none() {
                n_heirs += 1;
                continue;
            }
            let message =
                format!("{} runs as another user than root, but runAsNonRoot does not say so", container.name);
            let path = "securityContext.runAsNonRoot";
            let lint = Lint::in_container(&DIAGNOSTIC, workload, container, path, message).help(HELP);
            found.push(lint.unless_open(pod_path(workload, "runAsNonRoot")));
        }
        if n_heirs > 0 {
            let message = "the pod runs as another user than root, but runAsNonRoot does not say so";
            let lint = Lint::new(&DIAGNOSTIC, workload, pod_path(workload, "runAsNonRoot"), message).help(HELP);
            found.push(or_in_containers(lint, workload, "runAsNonRoot"));
        }
    },
    repair: |_, lint, _| Some(Fix::new(Safety::Safe, "set runAsNonRoot to true").set(lint.path.clone(), true)),
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

const HELP: &str = "set runAsNonRoot: true; a namespace with the restricted standard asks for it, whatever the user is";

fn some_container_is_root(workload: &Workload<'_>) -> bool {
    workload.containers.iter().any(|container| own(container, "runAsUser").and_then(Node::as_int) == Some(0))
}

const RULES: &[Rule] = &[Rule::of_containers(
    Test::All(&[
        Test::Not(&WINDOWS),
        Test::Not(&OWN_USERS),
        Test::Not(&SAYS_NON_ROOT),
        Test::Any(&[
            Test::Any(&[
                Test::Number("container.securityContext.runAsUser", Compare::Below, Limit::Is(0)),
                Test::Number("container.securityContext.runAsUser", Compare::Above, Limit::Is(0)),
            ]),
            Test::All(&[
                Test::Not(&Test::Present("container.securityContext.runAsUser")),
                Test::Any(&[
                    Test::Number("pod.securityContext.runAsUser", Compare::Below, Limit::Is(0)),
                    Test::Number("pod.securityContext.runAsUser", Compare::Above, Limit::Is(0)),
                ]),
            ]),
        ]),
    ]),
    "runs as another user than root, but runAsNonRoot does not say so; set runAsNonRoot: true",
)];
