//! A container takes a port of the node.

use crate::catalogue::Diagnostic;
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::{Compare, Limit, Prevention, Rule, Test};
use crate::repair::{Fix, Level, Safety};
use crate::yaml::Node;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "host-port-used",
    code: "SE805",
    severity: Severity::Medium,
    level: Level::Hardened,
    page: include_str!("page.md"),
    asked_by: &["CKV_K8S_26", "pss:baseline:host-ports"],
    check: |workload, found| {
        for container in &workload.containers {
            let ports = container.get("ports").map(Node::items).unwrap_or_default();
            for (index, port) in ports.iter().enumerate() {
                let Some(number) = port.get("hostPort").and_then(Node::as_int).filter(|number| *number != 0) else {
                    continue;
                };
                let message = format!(
                    "{} takes port {number} of its node: only one such pod fits on a node, a second one waits",
                    container.name
                );
                let help = "remove hostPort; pods reach each other through a Service";
                let path = workload.container_path(container, "ports").index(index).key("hostPort");
                let mut lint = Lint::new(&DIAGNOSTIC, workload, path, message).help(help);
                lint.container = Some(container.name.to_owned());
                found.push(lint);
            }
        }
    },
    repair: |_, lint, _| {
        let note = "whoever calls the port at the node's address no longer reaches it";
        Some(Fix::new(Safety::Unsafe, "remove hostPort").note(note).delete(lint.path.clone()))
    },
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

const RULES: &[Rule] = &[Rule::of_containers(
    Test::Some(
        "port",
        "container.ports",
        &Test::Any(&[
            Test::Number("port.hostPort", Compare::Below, Limit::Is(0)),
            Test::Number("port.hostPort", Compare::Above, Limit::Is(0)),
        ]),
    ),
    "takes a port of its node, so that only one such pod fits on a node",
)];
