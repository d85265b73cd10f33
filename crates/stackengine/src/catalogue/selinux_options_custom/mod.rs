//! The SELinux label of the pod is not one of those for containers.

use crate::catalogue::Diagnostic;
use crate::check::{Lint, SELINUX_TYPES};
use crate::diagnosis::Severity;
use crate::repair::Level;
use crate::yaml::{Node, Path};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "selinux-options-custom",
    code: "SE826",
    severity: Severity::Medium,
    level: Level::Hardened,
    page: include_str!("page.md"),
    asked_by: &["pss:baseline:selinux"],
    check: |workload, found| {
        let mut look = |context: Option<&Node<'_>>, path: &dyn Fn() -> Path, who: &str| {
            let Some(options) = context.and_then(|context| context.get("seLinuxOptions")) else { return };
            for field in ["type", "user", "role"] {
                let Some(value) = options.get(field).and_then(Node::as_str) else { continue };
                let is_usual = value.is_empty() || (field == "type" && SELINUX_TYPES.contains(&value));
                if !is_usual {
                    let message = format!(
                        "{who} asks for the SELinux {field} {value}, which may confine less than the usual one"
                    );
                    let help = "remove it, or use container_t, container_init_t, container_kvm_t or container_engine_t";
                    found.push(
                        Lint::new(&DIAGNOSTIC, workload, path().key("seLinuxOptions").key(field), message).help(help),
                    );
                }
            }
        };
        look(workload.pod("securityContext"), &|| workload.pod_path("securityContext"), "the pod");
        for container in &workload.containers {
            let path = || workload.container_path(container, "securityContext");
            look(container.get("securityContext"), &path, container.name);
        }
    },
    ..Diagnostic::NEW
};
