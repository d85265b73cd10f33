//! Pods at the same time that want the same port of their node.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::SEVERAL_PODS;
use crate::catalogue::support::pods_at_once;
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::manifest::{Container, Workload};
use crate::prevent::rule::{Compare, Limit, Prevention, Rule, Test};
use crate::repair::{Fix, Safety};
use crate::yaml::Node;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "host-port-shared",
    code: "SE720",
    severity: Severity::Medium,
    page: include_str!("page.md"),
    check: |workload, found| {
        for container in &workload.containers {
            let Some((index, port)) = host_port(workload, container) else { continue };
            let Some(pods @ 2..) = pods_at_once(workload) else { return };
            let message = format!(
                "{} takes port {port} of its node, and {pods} pods run at once: one for each node, the others stay Pending",
                container.name
            );
            let help = "delete hostPort, or set parallelism to 1";
            let path = format!("ports[{index}]");
            found.push(Lint::in_container(&DIAGNOSTIC, workload, container, &path, message).help(help));
        }
    },
    repair: |workload, lint, _| {
        let path = lint.path.clone().key("hostPort");
        workload.root.resolve(&path)?;
        if on_host_network(workload) {
            return None;
        }
        Some(
            Fix::new(Safety::Unsafe, "delete hostPort")
                .note("nobody reaches the pod through its node any more; through its own address they still do")
                .delete(path),
        )
    },
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

fn on_host_network(workload: &Workload<'_>) -> bool {
    workload.pod("hostNetwork").and_then(Node::as_bool) == Some(true)
}

/// The first port of the node that a container takes; on the host's network every port is one.
fn host_port(workload: &Workload<'_>, container: &Container<'_>) -> Option<(usize, i64)> {
    let field = if on_host_network(workload) { "containerPort" } else { "hostPort" };
    let ports = container.get("ports").map(Node::items).unwrap_or_default();
    ports.iter().enumerate().find_map(|(index, port)| {
        let number = port.get(field).and_then(Node::as_int).filter(|number| *number > 0)?;
        Some((index, number))
    })
}

const RULES: &[Rule] = &[Rule::of_containers(
    Test::All(&[
        SEVERAL_PODS,
        Test::Any(&[
            Test::All(&[
                Test::Bool("pod.hostNetwork", true),
                Test::Some(
                    "port",
                    "container.ports",
                    &Test::Number("port.containerPort", Compare::Above, Limit::Is(0)),
                ),
            ]),
            Test::All(&[
                Test::Not(&Test::Bool("pod.hostNetwork", true)),
                Test::Some("port", "container.ports", &Test::Number("port.hostPort", Compare::Above, Limit::Is(0))),
            ]),
        ]),
    ]),
    "takes a port of its node, and several such pods run at once",
)];
