//! A probe or hook calls another address than the pod's.

use crate::catalogue::Diagnostic;
use crate::check::{Lint, PROBE_HOSTS};
use crate::diagnosis::Severity;
use crate::prevent::rule::{Prevention, Rule, Test};
use crate::repair::{Fix, Level, Safety};
use crate::yaml::Node;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "probe-host-set",
    code: "SE830",
    severity: Severity::Low,
    level: Level::Hardened,
    page: include_str!("page.md"),
    asked_by: &["pss:baseline:host-probes"],
    check: |workload, found| {
        for container in &workload.containers {
            for field in PROBE_HOSTS {
                let host = container.get(field).and_then(Node::as_str).filter(|host| !host.is_empty());
                let Some(host) = host else { continue };
                let message =
                    format!("{} has the kubelet call {host}, from the node and not from the pod", container.name);
                let help = "remove host: the pod's own address is called then; use exec to ask for something else";
                found.push(Lint::in_container(&DIAGNOSTIC, workload, container, field, message).help(help));
            }
        }
    },
    repair: |_, lint, _| {
        let note = "the kubelet then asks the pod itself";
        Some(Fix::new(Safety::Unsafe, "remove host").note(note).delete(lint.path.clone()))
    },
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

const RULES: &[Rule] = &[Rule::of_containers(
    Test::Any(&[
        Test::Matches("container.livenessProbe.httpGet.host", r"^(.|\n)"),
        Test::Matches("container.livenessProbe.tcpSocket.host", r"^(.|\n)"),
        Test::Matches("container.readinessProbe.httpGet.host", r"^(.|\n)"),
        Test::Matches("container.readinessProbe.tcpSocket.host", r"^(.|\n)"),
        Test::Matches("container.startupProbe.httpGet.host", r"^(.|\n)"),
        Test::Matches("container.startupProbe.tcpSocket.host", r"^(.|\n)"),
        Test::Matches("container.lifecycle.postStart.httpGet.host", r"^(.|\n)"),
        Test::Matches("container.lifecycle.postStart.tcpSocket.host", r"^(.|\n)"),
        Test::Matches("container.lifecycle.preStop.httpGet.host", r"^(.|\n)"),
        Test::Matches("container.lifecycle.preStop.tcpSocket.host", r"^(.|\n)"),
    ]),
    "has the kubelet call another host than the pod",
)];
