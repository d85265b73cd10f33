//! A security context that contradicts itself.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{choose, meant_value, text_at};
use crate::diagnosis::Severity;
use crate::repair::{Fix, Safety};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "security-context-invalid",
    code: "SE626",
    severity: Severity::High,
    page: include_str!("page.md"),
    rules: &[
        "id-out-of-range",
        "fs-group-policy-unknown",
        "supplemental-groups-policy-unknown",
        "se-linux-change-policy-unknown",
        "seccomp-profile-invalid",
        "seccomp-annotation-invalid",
        "apparmor-profile-invalid",
        "apparmor-annotation-invalid",
        "profile-annotation-differs",
        "proc-mount-unknown",
        "proc-mount-needs-user-namespace",
        "process-namespace-shared-twice",
        "privilege-escalation-contradiction",
        "sysctl-invalid",
        "sysctl-of-host-namespace",
        "host-namespace-with-user-namespace",
    ],
    help: |_, lint| {
        let otherwise = match lint.rule() {
            "id-out-of-range" => "write an id from 0 to 2147483647",
            "seccomp-profile-invalid" | "apparmor-profile-invalid" => {
                "set type to RuntimeDefault, Localhost or Unconfined, and localhostProfile with Localhost only"
            }
            "seccomp-annotation-invalid" | "apparmor-annotation-invalid" | "profile-annotation-differs" => {
                "take the annotation out: the field in securityContext has replaced it"
            }
            "proc-mount-needs-user-namespace" => "leave procMount out, or set hostUsers: false on the pod",
            "process-namespace-shared-twice" => "keep either shareProcessNamespace or hostPID",
            "privilege-escalation-contradiction" => {
                "leave privileged and CAP_SYS_ADMIN out: both imply privilege escalation"
            }
            "sysctl-invalid" => "write the name of the sysctl once, like net.core.somaxconn",
            "sysctl-of-host-namespace" => "leave the sysctl out: it would be that of the node",
            "host-namespace-with-user-namespace" => "leave the namespace of the node out, or hostUsers: false",
            _ => "correct the field that the message names",
        };
        choose(lint, otherwise)
    },
    repair: |workload, lint, _| {
        if lint.rule() == "seccomp-profile-invalid" {
            let modern = match text_at(workload, &lint.path)? {
                "runtime/default" | "docker/default" => Some("RuntimeDefault"),
                _ => None,
            };
            if let Some(modern) = modern {
                return Some(Fix::new(Safety::Safe, format!("write {modern}")).set(lint.path.clone(), modern));
            }
        }
        meant_value(workload, lint)
    },
    ..Diagnostic::NEW
};
