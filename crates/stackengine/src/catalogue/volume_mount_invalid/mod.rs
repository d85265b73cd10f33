//! A mount that cannot be.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{ask_owner, choose, meant_value};
use crate::diagnosis::Severity;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "volume-mount-invalid",
    code: "SE624",
    severity: Severity::High,
    page: include_str!("page.md"),
    rules: &[
        "mount-name-required",
        "mount-without-volume",
        "mount-path-required",
        "mount-path-twice",
        "mount-is-device",
        "mount-propagation-unknown",
        "mount-propagation-needs-privileged",
        "recursive-read-only",
        "two-sub-paths",
        "volume-device-invalid",
    ],
    help: |_, lint| {
        let otherwise = match lint.rule() {
            "mount-without-volume" => "add a volume of that name under volumes, or take the mount out",
            "mount-name-required" => "name the volume that is mounted",
            "mount-path-required" => "say where it is mounted",
            "mount-path-twice" => "mount one of the two somewhere else",
            "mount-propagation-needs-privileged" => "leave Bidirectional out, or make the container privileged",
            "two-sub-paths" => "keep either subPath or subPathExpr",
            "recursive-read-only" => "set readOnly: true beside it, and no propagation",
            _ => "use a claim for the device, and another path than the mounts",
        };
        choose(lint, otherwise)
    },
    repair: |workload, lint, _| match lint.rule() {
        "mount-without-volume" => ask_owner("add the volume", "only you know what it holds"),
        "mount-path-twice" => ask_owner("mount one of the two somewhere else", "only you know which one is read"),
        _ => meant_value(workload, lint),
    },
    ..Diagnostic::NEW
};
