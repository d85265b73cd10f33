//! A container of a Job listens for SSH.

use crate::catalogue::Diagnostic;
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::{Compare, Limit, Prevention, Rule, Test};
use crate::repair::Level;
use crate::yaml::Node;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "ssh-port-exposed",
    code: "SE831",
    severity: Severity::Low,
    level: Level::Hardened,
    page: include_str!("page.md"),
    asked_by: &["kube-linter:ssh-port"],
    check: |workload, found| {
        for container in &workload.containers {
            let ports = container.get("ports").map(Node::items).unwrap_or_default();
            let is_ssh = |port: &Node<'_>| {
                let is_tcp = port.get("protocol").and_then(Node::as_str).is_none_or(|protocol| protocol == "TCP");
                is_tcp && port.get("containerPort").and_then(Node::as_int) == Some(22)
            };
            let Some(index) = ports.iter().position(is_ssh) else { continue };
            let message = format!(
                "{} names port 22: an SSH server is a way in, and seldom ends when the work does",
                container.name
            );
            let help = "remove the server and its port; look into a running pod with kubectl exec or kubectl debug";
            let path = workload.container_path(container, "ports").index(index).key("containerPort");
            let mut lint = Lint::new(&DIAGNOSTIC, workload, path, message).help(help);
            lint.container = Some(container.name.to_owned());
            found.push(lint);
        }
    },
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

const RULES: &[Rule] = &[Rule::of_containers(
    Test::Some(
        "port",
        "container.ports",
        &Test::All(&[
            Test::Number("port.containerPort", Compare::Equal, Limit::Is(22)),
            Test::Any(&[Test::Not(&Test::Text("port.protocol")), Test::OneOf("port.protocol", &["TCP"])]),
        ]),
    ),
    "names port 22, a way in that seldom ends when the work does",
)];
