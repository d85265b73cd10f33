//! The pod sets a kernel parameter that the kubelet does not allow by default.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{of_pod, pod_path};
use crate::check::{Lint, SAFE_SYSCTLS};
use crate::diagnosis::Severity;
use crate::prevent::rule::{Prevention, Rule, Test};
use crate::repair::Level;
use crate::yaml::Node;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "sysctl-unsafe",
    code: "SE825",
    severity: Severity::Medium,
    level: Level::Hardened,
    page: include_str!("page.md"),
    asked_by: &["kube-linter:unsafe-sysctls", "pss:baseline:sysctls"],
    check: |workload, found| {
        let sysctls = of_pod(workload, "sysctls").map(Node::items).unwrap_or_default();
        for (index, sysctl) in sysctls.iter().enumerate() {
            let Some(name) = sysctl.get("name").and_then(Node::as_str).filter(|name| !SAFE_SYSCTLS.contains(name))
            else {
                continue;
            };
            let message = format!(
                "the sysctl {name} is not among the safe ones: a node that does not allow it fails the pod with SysctlForbidden"
            );
            let help = "remove it, or run on nodes whose kubelet has it in allowedUnsafeSysctls";
            let path = pod_path(workload, "sysctls").index(index).key("name");
            found.push(Lint::new(&DIAGNOSTIC, workload, path, message).help(help));
        }
    },
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

const RULES: &[Rule] = &[Rule::of_each(
    "sysctl",
    "pod.securityContext.sysctls",
    Test::All(&[Test::Text("sysctl.name"), Test::Not(&Test::OneOf("sysctl.name", &SAFE_SYSCTLS))]),
    "is not among the safe sysctls: a node that does not allow it refuses the pod",
)];
