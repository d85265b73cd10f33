//! A container asks for a capability back that hardening takes away.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{added, take_capabilities};
use crate::check::{Lint, is_default_capability};
use crate::diagnosis::Severity;
use crate::prevent::rule::{Prevention, Rule, Test};
use crate::repair::Level;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "capability-added",
    code: "SE811",
    severity: Severity::Info,
    level: Level::Hardened,
    page: include_str!("page.md"),
    asked_by: &["CKV_K8S_25", "pss:restricted:capabilities"],
    check: |workload, found| {
        for container in &workload.containers {
            if !added(container).any(is_asked_back) {
                continue;
            }
            let all: Vec<&str> = added(container).filter(|name| is_asked_back(name)).collect();
            let all = all.join(", ");
            let message = format!("{} asks for {all}, which the restricted standard does not allow", container.name);
            let help = format!("remove {all}: a program that is not root seldom needs it");
            let path = "securityContext.capabilities.add";
            found.push(Lint::in_container(&DIAGNOSTIC, workload, container, path, message).help(help));
        }
    },
    repair: |workload, lint, _| take_capabilities(workload, lint, is_asked_back),
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

/// Whether runtimes give it by default, and the restricted standard does not.
fn is_asked_back(name: &str) -> bool {
    is_default_capability(name) && name != "NET_BIND_SERVICE"
}

const RULES: &[Rule] = &[Rule::of_containers(
    Test::Some(
        "capability",
        "container.securityContext.capabilities.add",
        &Test::Matches(
            "capability",
            r"^(CAP_)?(AUDIT_WRITE|CHOWN|DAC_OVERRIDE|FOWNER|FSETID|KILL|MKNOD|SETFCAP|SETGID|SETPCAP|SETUID|SYS_CHROOT)$",
        ),
    ),
    "asks for a capability that the restricted standard does not allow",
)];
