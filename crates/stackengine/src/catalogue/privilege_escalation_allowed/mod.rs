//! A process may gain more rights than its parent has.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{is_privileged, is_windows, own};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::manifest::Container;
use crate::prevent::rule::{Prevention, Rule, Test, WINDOWS};
use crate::repair::{Fix, Level, Safety};
use crate::yaml::Node;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "privilege-escalation-allowed",
    code: "SE806",
    severity: Severity::Low,
    level: Level::Hardened,
    page: include_str!("page.md"),
    asked_by: &[
        "CKV_K8S_20",
        "CKV_K8S_30",
        "kube-linter:privilege-escalation-container",
        "pss:restricted:privilege-escalation",
    ],
    check: |workload, found| {
        if is_windows(workload) {
            return;
        }
        for container in &workload.containers {
            let field = own(container, "allowPrivilegeEscalation");
            if field.and_then(Node::as_bool) == Some(false) {
                continue;
            }
            let message = match field {
                Some(_) => format!("{} asks to let its processes gain rights that it was not given", container.name),
                None => format!("{} may gain rights that it was not given, through a setuid program", container.name),
            };
            let help = match is_refused_beside(container) {
                Some(other) => {
                    format!("remove {other} first: the API refuses allowPrivilegeEscalation: false beside it")
                }
                None => "set allowPrivilegeEscalation: false".to_owned(),
            };
            let path = "securityContext.allowPrivilegeEscalation";
            found.push(Lint::in_container(&DIAGNOSTIC, workload, container, path, message).help(help));
        }
    },
    repair: |workload, lint, _| {
        let container = workload.container_at(&lint.path)?;
        if is_refused_beside(container).is_some() {
            return None;
        }
        let title = "set allowPrivilegeEscalation to false";
        let fix = match escalating_command(container) {
            Some(command) => Fix::new(Safety::Unsafe, title)
                .note(format!("{command} is on the command line, and needs what this takes away")),
            None => Fix::new(Safety::Safe, title).note("only setuid programs and file capabilities notice"),
        };
        Some(fix.set(lint.path.clone(), false))
    },
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

/// What stands in the container beside which the API does not take `false`.
fn is_refused_beside(container: &Container<'_>) -> Option<&'static str> {
    if is_privileged(container) {
        return Some("privileged");
    }
    // The API compares with this one spelling.
    let items = container.get("securityContext.capabilities.add").map(Node::items).unwrap_or_default();
    items.iter().any(|item| item.as_str() == Some("CAP_SYS_ADMIN")).then_some("CAP_SYS_ADMIN")
}

/// A program on the command line that works only where it may gain rights.
fn escalating_command(container: &Container<'_>) -> Option<&'static str> {
    const SETUID: [&str; 7] = ["sudo", "su", "doas", "pkexec", "newgrp", "newuidmap", "fusermount"];
    let words = container.words().filter_map(|(_, _, node)| node.as_str());
    let mut words = words.flat_map(|word| word.split(|char: char| char.is_whitespace() || ";|&()`'\"".contains(char)));
    words.find_map(|word| {
        let program = word.rsplit('/').next()?;
        SETUID.iter().find(|known| **known == program).copied()
    })
}

const RULES: &[Rule] = &[Rule::of_containers(
    Test::All(&[
        Test::Not(&WINDOWS),
        Test::Not(&Test::Bool("container.securityContext.allowPrivilegeEscalation", false)),
    ]),
    "may gain rights that it was not given; set allowPrivilegeEscalation: false",
)];
