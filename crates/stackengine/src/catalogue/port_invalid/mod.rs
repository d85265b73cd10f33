//! A port that cannot be.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{choose, field_name, meant_value, text_at};
use crate::diagnosis::Severity;
use crate::repair::{Fix, Safety};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "port-invalid",
    code: "SE619",
    severity: Severity::High,
    page: include_str!("page.md"),
    rules: &[
        "container-port-required",
        "port-out-of-range",
        "port-name-invalid",
        "port-name-twice",
        "port-protocol-unknown",
        "host-port-twice",
        "host-port-differs",
    ],
    help: |_, lint| {
        let otherwise = match lint.rule() {
            "port-name-invalid" if lint.message.contains("at least one letter") => "take the quotes off a number",
            "port-name-invalid" => "name it in at most 15 lower case letters, digits and hyphens",
            "port-name-twice" => "give one of the two ports another name",
            "host-port-twice" => "give one of the two another hostPort, or leave it out",
            "host-port-differs" => "leave hostPort out: on the network of the node it is the containerPort",
            _ => "write a port from 1 to 65535",
        };
        choose(lint, otherwise)
    },
    repair: |workload, lint, _| match lint.rule() {
        "host-port-differs" => {
            let fix = Fix::new(Safety::Unsafe, "delete hostPort").note("the container listens on its containerPort");
            Some(fix.delete(lint.path.clone()))
        }
        // A number in quotes is taken for a name, and a name needs a letter.
        "port-name-invalid" if field_name(&lint.path) == "port" => {
            let port: i64 = text_at(workload, &lint.path)?.trim().parse().ok()?;
            Some(Fix::new(Safety::Safe, "take the quotes off the number").set(lint.path.clone(), port))
        }
        _ => meant_value(workload, lint),
    },
    ..Diagnostic::NEW
};
