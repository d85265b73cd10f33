//! A container keeps the capabilities that runtimes give to everyone.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::is_windows;
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::{Prevention, Rule, Test, WINDOWS};
use crate::repair::{Fix, Level, Safety};
use crate::yaml::Node;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "capabilities-not-dropped",
    code: "SE812",
    severity: Severity::Low,
    level: Level::Hardened,
    page: include_str!("page.md"),
    asked_by: &[
        "CKV_K8S_28",
        "CKV_K8S_37",
        "CKV_K8S_30",
        "kube-linter:drop-net-raw-capability",
        "pss:restricted:capabilities",
    ],
    check: |workload, found| {
        if is_windows(workload) {
            return;
        }
        for container in &workload.containers {
            let dropped = container.get(DROP).map(Node::items).unwrap_or_default();
            if dropped.iter().any(|item| item.as_str() == Some("ALL")) {
                continue;
            }
            let (what, help) = match dropped {
                [] => ("keeps the capabilities that a runtime gives by default", DROP_ALL),
                items if items.iter().any(is_all) => {
                    ("drops all in small letters, which the restricted standard does not take", "write ALL")
                }
                _ => ("drops some capabilities and keeps the others", DROP_ALL),
            };
            let message = format!("{} {what}", container.name);
            found.push(Lint::in_container(&DIAGNOSTIC, workload, container, DROP, message).help(help));
        }
    },
    repair: |workload, lint, _| {
        let container = workload.container_at(&lint.path)?;
        let dropped = container.get(DROP).map(Node::items).unwrap_or_default();
        if let Some(index) = dropped.iter().position(is_all) {
            let path = lint.path.clone().index(index);
            return Some(Fix::new(Safety::Safe, "write ALL in capital letters").set(path, "ALL"));
        }
        let note = "a root process can no longer read other users' files, change owners, change its user or ping";
        let fix = Fix::new(Safety::Unsafe, "drop ALL capabilities").note(note);
        Some(match dropped.is_empty() {
            true => fix.set(lint.path.clone(), vec!["ALL"]),
            false => fix.append(lint.path.clone(), "ALL"),
        })
    },
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

const DROP: &str = "securityContext.capabilities.drop";

const DROP_ALL: &str = "drop ALL, and add back the one that the program cannot do without";

fn is_all(item: &Node<'_>) -> bool {
    item.as_str().is_some_and(|name| name.eq_ignore_ascii_case("all"))
}

const RULES: &[Rule] = &[Rule::of_containers(
    Test::All(&[
        Test::Not(&WINDOWS),
        Test::Not(&Test::Some(
            "capability",
            "container.securityContext.capabilities.drop",
            &Test::OneOf("capability", &["ALL"]),
        )),
    ]),
    "keeps capabilities that a runtime gives by default; drop ALL",
)];
