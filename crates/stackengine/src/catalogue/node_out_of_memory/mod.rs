//! The node itself ran out of memory.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::{Confidence, Severity};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "node-out-of-memory",
    code: "SE312",
    severity: Severity::High,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        let told = facts.events.iter().filter(|event| {
            // "Memory cgroup out of memory" is a container's limit, not the node's.
            event.reason == "SystemOOM" || (event.reason == "OOMKilling" && !event.message.contains("Memory cgroup"))
        });
        found.extend(support::of_events(&DIAGNOSTIC, told, Confidence::Likely, |event, _| {
            let message = format!("the node ran out of memory: {}", event.message);
            (message, "set memory requests that match what pods use, so that the node is not overcommitted".to_owned())
        }));
    },
    ..Diagnostic::NEW
};
