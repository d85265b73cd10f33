//! A password or key stands in the manifest itself.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{is_secret, known_form};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::Prevention;
use crate::repair::Level;
use crate::yaml::Node;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "credential-in-manifest",
    code: "SE822",
    severity: Severity::Medium,
    level: Level::Hardened,
    page: include_str!("page.md"),
    asked_by: &["kube-linter:env-var-secret"],
    check: |workload, found| {
        for container in &workload.containers {
            let variables = container.get("env").map(Node::items).unwrap_or_default();
            for (index, variable) in variables.iter().enumerate() {
                let name = variable.get("name").and_then(Node::as_str).unwrap_or_default();
                let Some(value) = variable.get("value").and_then(Node::as_str) else { continue };
                let (severity, what) = match (known_form(value), is_secret(name, value)) {
                    (Some(form), _) => (Severity::High, form),
                    (None, true) => (Severity::Medium, "what looks like a credential"),
                    (None, false) => continue,
                };
                let message =
                    format!("{name} of {} holds {what}, for everybody who reads this file or the Job", container.name);
                let path = workload.container_path(container, "env").index(index).key("value");
                let mut lint = Lint::new(&DIAGNOSTIC, workload, path, message).help(HELP).severity(severity);
                lint.container = Some(container.name.to_owned());
                found.push(lint);
            }
            for (list, index, word) in container.words() {
                let Some(form) = word.as_str().and_then(known_form) else { continue };
                let message = format!(
                    "the command line of {} holds {form}, which the node's process list shows too",
                    container.name
                );
                let path = workload.container_path(container, list).index(index);
                let mut lint = Lint::new(&DIAGNOSTIC, workload, path, message).help(HELP).severity(Severity::High);
                lint.container = Some(container.name.to_owned());
                found.push(lint);
            }
        }
    },
    prevent: Prevention::not_said("it knows the forms of a hundred credentials, which would not fit into a policy"),
    ..Diagnostic::NEW
};

const HELP: &str =
    "move it to a Secret that is not in Git, take it from there with secretKeyRef, and replace it: it is known now";
