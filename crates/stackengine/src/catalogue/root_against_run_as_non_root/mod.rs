//! The manifest forbids root and asks for it: the kubelet starts no such container.

use crate::catalogue::Diagnostic;
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::{Compare, Limit, Prevention, Rule, Test};
use crate::yaml::Node;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "root-against-run-as-non-root",
    code: "SE750",
    severity: Severity::High,
    page: include_str!("page.md"),
    check: |workload, found| {
        let of_pod = |field: &str| workload.pod("securityContext").and_then(|context| context.get(field));
        let mut pod_told = false;
        for container in &workload.containers {
            let own = |field: &str| container.get("securityContext").and_then(|context| context.get(field));
            let own = |field: &str| own(field).filter(|node| !node.is_empty());
            let non_root = own("runAsNonRoot").or(of_pod("runAsNonRoot")).and_then(Node::as_bool);
            let user = own("runAsUser").or(of_pod("runAsUser")).and_then(Node::as_int);
            if non_root != Some(true) || user != Some(0) {
                continue;
            }
            let message = format!(
                "{} is never started: it may not run as root (runAsNonRoot) and is to run as user 0",
                container.name
            );
            let help = "set runAsUser to the user that the image is made for";
            let lint = if own("runAsUser").is_some() {
                Lint::in_container(&DIAGNOSTIC, workload, container, "securityContext.runAsUser", message)
            } else if pod_told {
                continue;
            } else {
                pod_told = true;
                Lint::new(&DIAGNOSTIC, workload, workload.pod_path("securityContext.runAsUser"), message)
            };
            found.push(lint.help(help));
        }
    },
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

const RULES: &[Rule] = &[Rule::of_containers(
    Test::All(&[
        Test::Any(&[
            Test::Bool("container.securityContext.runAsNonRoot", true),
            Test::All(&[
                Test::Not(&Test::Present("container.securityContext.runAsNonRoot")),
                Test::Bool("pod.securityContext.runAsNonRoot", true),
            ]),
        ]),
        Test::Any(&[
            Test::Number("container.securityContext.runAsUser", Compare::Equal, Limit::Is(0)),
            Test::All(&[
                Test::Not(&Test::Present("container.securityContext.runAsUser")),
                Test::Number("pod.securityContext.runAsUser", Compare::Equal, Limit::Is(0)),
            ]),
        ]),
    ]),
    "is never started: it may not run as root and is to run as user 0",
)];
