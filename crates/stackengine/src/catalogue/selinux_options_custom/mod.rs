//! The SELinux label of the pod is not one of those for containers.

use crate::catalogue::Diagnostic;
use crate::check::{Lint, SELINUX_TYPES};
use crate::diagnosis::Severity;
use crate::prevent::rule::{Prevention, Rule, Test};
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
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

const RULES: &[Rule] = &[
    Rule::of_containers(
        Test::Any(&[
            Test::All(&[
                Test::Text("container.securityContext.seLinuxOptions.type"),
                Test::Not(&Test::OneOf("container.securityContext.seLinuxOptions.type", &SELINUX_TYPES)),
            ]),
            Test::All(&[
                Test::Text("container.securityContext.seLinuxOptions.user"),
                Test::Not(&Test::OneOf("container.securityContext.seLinuxOptions.user", &[""])),
            ]),
            Test::All(&[
                Test::Text("container.securityContext.seLinuxOptions.role"),
                Test::Not(&Test::OneOf("container.securityContext.seLinuxOptions.role", &[""])),
            ]),
        ]),
        "asks for SELinux options that may confine less than the usual ones",
    ),
    Rule::of_object(
        Test::Any(&[
            Test::All(&[
                Test::Text("pod.securityContext.seLinuxOptions.type"),
                Test::Not(&Test::OneOf("pod.securityContext.seLinuxOptions.type", &SELINUX_TYPES)),
            ]),
            Test::All(&[
                Test::Text("pod.securityContext.seLinuxOptions.user"),
                Test::Not(&Test::OneOf("pod.securityContext.seLinuxOptions.user", &[""])),
            ]),
            Test::All(&[
                Test::Text("pod.securityContext.seLinuxOptions.role"),
                Test::Not(&Test::OneOf("pod.securityContext.seLinuxOptions.role", &[""])),
            ]),
        ]),
        "the pod asks for SELinux options that may confine less than the usual ones",
    ),
];
