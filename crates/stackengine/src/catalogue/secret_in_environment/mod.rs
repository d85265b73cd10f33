//! A Secret is handed over in environment variables.

use crate::catalogue::Diagnostic;
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::{Prevention, Rule, Test};
use crate::repair::Level;
use crate::yaml::Node;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "secret-in-environment",
    code: "SE821",
    severity: Severity::Info,
    level: Level::Hardened,
    page: include_str!("page.md"),
    asked_by: &["CKV_K8S_35", "kube-linter:read-secret-from-env-var"],
    check: |workload, found| {
        for container in &workload.containers {
            let variables = container.get("env").map(Node::items).unwrap_or_default();
            let sources = container.get("envFrom").map(Node::items).unwrap_or_default();
            let one = variables.iter().position(|variable| variable.at("valueFrom.secretKeyRef").is_some());
            let whole = sources.iter().position(|source| source.get("secretRef").is_some());
            let (path, what) = match (one, whole) {
                (Some(index), _) => (workload.container_path(container, "env").index(index), "a secret"),
                (None, Some(index)) => (workload.container_path(container, "envFrom").index(index), "a whole Secret"),
                (None, None) => continue,
            };
            let message = format!(
                "{} has {what} in its environment, which every child process inherits and crash reports print",
                container.name
            );
            let help = "mount the Secret as files where the program can read it from one";
            let mut lint = Lint::new(&DIAGNOSTIC, workload, path, message).help(help);
            lint.container = Some(container.name.to_owned());
            found.push(lint);
        }
    },
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

const RULES: &[Rule] = &[Rule::of_containers(
    Test::Any(&[
        Test::Some("variable", "container.env", &Test::Present("variable.valueFrom.secretKeyRef")),
        Test::Some("source", "container.envFrom", &Test::Present("source.secretRef")),
    ]),
    "has a secret in its environment; mount it as a file",
)];
