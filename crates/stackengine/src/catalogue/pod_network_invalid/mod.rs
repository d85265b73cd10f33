//! Name resolution of the pod that cannot be set up so.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{choose, meant_value};
use crate::diagnosis::Severity;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "pod-network-invalid",
    code: "SE630",
    severity: Severity::High,
    page: include_str!("page.md"),
    rules: &["dns-policy-unknown", "dns-config-invalid", "ip-address-invalid", "hostname-override-invalid"],
    help: |_, lint| {
        let otherwise = match lint.rule() {
            "dns-config-invalid" => "set dnsConfig.nameservers, one to three addresses, and search domains as names",
            "ip-address-invalid" => "write an address like 10.9.8.7 or 2001:db8::1",
            _ => "correct hostnameOverride, or leave it out",
        };
        choose(lint, otherwise)
    },
    repair: |workload, lint, _| meant_value(workload, lint),
    ..Diagnostic::NEW
};
