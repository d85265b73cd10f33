//! A list of containers that cannot be.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{ask_owner, choose, meant_value};
use crate::diagnosis::Severity;
use crate::repair::{Fix, Safety};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "container-invalid",
    code: "SE616",
    severity: Severity::High,
    page: include_str!("page.md"),
    rules: &[
        "containers-required",
        "container-name-required",
        "container-name-twice",
        "termination-message-policy-unknown",
        "ephemeral-containers-in-template",
        "ephemeral-container-target-unknown",
        "not-for-ephemeral-container",
    ],
    help: |_, lint| {
        let otherwise = match lint.rule() {
            "containers-required" => "list the container that does the work under containers",
            "container-name-required" => "give the container a name",
            "container-name-twice" => "give one of the two another name",
            _ => "take ephemeralContainers out: kubectl debug adds them to a pod that runs",
        };
        choose(lint, otherwise)
    },
    repair: |workload, lint, _| match lint.rule() {
        "termination-message-policy-unknown" => meant_value(workload, lint),
        "ephemeral-containers-in-template" => {
            let fix = Fix::new(Safety::Unsafe, "delete ephemeralContainers").note("no pod was ever made with them");
            Some(fix.delete(lint.path.clone()))
        }
        "container-name-twice" => ask_owner("give one of the two another name", "only you know what it does"),
        _ => None,
    },
    ..Diagnostic::NEW
};
