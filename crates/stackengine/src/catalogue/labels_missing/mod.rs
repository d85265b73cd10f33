//! The pods do not say what they belong to.

use crate::catalogue::Diagnostic;
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::repair::{Fix, Level, Safety};
use crate::yaml::Node;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "labels-missing",
    code: "SE903",
    severity: Severity::Info,
    level: Level::Hardened,
    page: include_str!("page.md"),
    check: |workload, found| {
        let labels = workload.template("metadata.labels").map(Node::entries).unwrap_or_default();
        if !labels.is_empty() || workload.containers.is_empty() {
            return;
        }
        let message = "the pod template has no label: cost reports, policies and alerts see pods of no application";
        let help = "label the template with app.kubernetes.io/name";
        let path = workload.template_path("metadata.labels").key("app.kubernetes.io/name");
        found.push(Lint::new(&DIAGNOSTIC, workload, path, message).help(help));
    },
    repair: |_, _, _| {
        let note = "only you know what the application is called; the template of a Job that exists cannot be changed";
        Some(Fix::new(Safety::DisplayOnly, "label the pod template").note(note))
    },
    ..Diagnostic::NEW
};
