//! The service account is named by a field that only still works.

use crate::catalogue::Diagnostic;
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::{Prevention, Rule, Test};
use crate::repair::{Fix, Safety};
use crate::yaml::Change;
use crate::yaml::Node;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "service-account-field-retired",
    code: "SE757",
    severity: Severity::Low,
    page: include_str!("page.md"),
    check: |workload, found| {
        let Some(retired) = workload.pod("serviceAccount").and_then(Node::as_str).filter(|name| !name.is_empty())
        else {
            return;
        };
        let current = workload.pod("serviceAccountName").and_then(Node::as_str).filter(|name| !name.is_empty());
        let (severity, message) = match current {
            Some(current) if current != retired => (
                Severity::Medium,
                format!("the pod runs as {current}: serviceAccount {retired} is not read beside serviceAccountName"),
            ),
            // The API server itself writes both.
            Some(_) => return,
            None => (Severity::Low, "serviceAccount is a retired name of serviceAccountName".to_owned()),
        };
        let path = workload.pod_path("serviceAccount");
        found.push(Lint::new(&DIAGNOSTIC, workload, path, message).help("use serviceAccountName").severity(severity));
    },
    repair: |workload, lint, _| {
        let name = workload.pod_path("serviceAccountName");
        // A template may print the name.
        if workload.is_unknown(&name) {
            return None;
        }
        Some(match workload.pod("serviceAccountName") {
            Some(_) => Fix::new(Safety::Safe, "remove serviceAccount").delete(lint.path.clone()),
            None => Fix::new(Safety::Safe, "rename it to serviceAccountName")
                .change(Change::Rename { path: lint.path.clone(), key: "serviceAccountName".to_owned() }),
        })
    },
    asked_by: &["kube-linter:deprecated-service-account-field"],
    prevent: Prevention::over_files(RULES, "the API server writes both fields by then"),
    ..Diagnostic::NEW
};

const RULES: &[Rule] = &[Rule::of_object(
    Test::All(&[
        Test::Matches("pod.serviceAccount", r"^(.|\n)"),
        Test::Any(&[
            Test::Not(&Test::Matches("pod.serviceAccountName", r"^(.|\n)")),
            Test::Not(&Test::Same("pod.serviceAccount", "pod.serviceAccountName")),
        ]),
    ]),
    "serviceAccount is a retired name; use serviceAccountName",
)];
