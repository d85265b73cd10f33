//! The manifest puts the Job into the namespace default.

use crate::catalogue::Diagnostic;
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::{Prevention, Rule, Test};
use crate::repair::{Fix, Level, Safety};
use crate::yaml::{Node, Path};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "default-namespace-used",
    code: "SE817",
    severity: Severity::Low,
    level: Level::Hardened,
    page: include_str!("page.md"),
    asked_by: &["CKV_K8S_21", "kube-linter:use-namespace"],
    check: |workload, found| {
        if workload.at("metadata.namespace").and_then(Node::as_str) != Some("default") {
            return;
        }
        let message = "it goes to the namespace default, beside everything else that was not given a place";
        let help = "give it a namespace of its own, with a quota and a Pod Security level, or leave the namespace out";
        let path = Path::parse("metadata.namespace");
        found.push(Lint::new(&DIAGNOSTIC, workload, path, message).help(help));
    },
    repair: |_, _, _| {
        let note = "only you know where it belongs";
        Some(Fix::new(Safety::DisplayOnly, "name another namespace").note(note))
    },
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

const RULES: &[Rule] =
    &[Rule::of_object(Test::OneOf("object.metadata.namespace", &["default"]), "it goes to the namespace default")];
