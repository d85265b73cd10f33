//! A probe or hook that cannot be.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{ask_owner, choose, meant_value};
use crate::diagnosis::Severity;
use crate::repair::{Fix, Safety};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "probe-or-hook-invalid",
    code: "SE620",
    severity: Severity::High,
    page: include_str!("page.md"),
    rules: &[
        "handler-required",
        "several-handlers",
        "exec-command-required",
        "http-header-invalid",
        "http-scheme-unknown",
        "probe-grace-period",
        "probe-success-threshold",
        "sleep-out-of-range",
    ],
    help: |_, lint| {
        let otherwise = match lint.rule() {
            "handler-required" => "say how: exec, httpGet, tcpSocket or grpc, or take it out",
            "several-handlers" => "keep one of the handlers",
            "exec-command-required" => "write the command as a list of words",
            "http-header-invalid" => "name the header in letters, digits and hyphens",
            "probe-grace-period" => "leave terminationGracePeriodSeconds of the probe out, or above 0",
            "probe-success-threshold" => "set successThreshold to 1, or leave it out",
            _ => "sleep no longer than terminationGracePeriodSeconds of the pod",
        };
        choose(lint, otherwise)
    },
    repair: |workload, lint, _| match lint.rule() {
        "probe-success-threshold" => {
            let fix = Fix::new(Safety::Unsafe, "delete successThreshold").note("the first success will be enough");
            Some(fix.delete(lint.path.clone()))
        }
        "handler-required" | "several-handlers" => {
            ask_owner("keep one handler", "only you know what tells that it works")
        }
        _ => meant_value(workload, lint),
    },
    ..Diagnostic::NEW
};
