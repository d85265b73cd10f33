//! A variable, or what it is filled from, that the server does not take.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{choose, meant_value, text_at};
use crate::diagnosis::Severity;
use crate::repair::{Fix, Safety};

/// Fields of a pod that a variable can have, but for single labels and annotations.
const POD_FIELDS: [&str; 9] = [
    "metadata.name",
    "metadata.namespace",
    "metadata.uid",
    "spec.nodeName",
    "spec.serviceAccountName",
    "status.hostIP",
    "status.hostIPs",
    "status.podIP",
    "status.podIPs",
];

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "environment-invalid",
    code: "SE618",
    severity: Severity::High,
    page: include_str!("page.md"),
    rules: &[
        "env-name-required",
        "env-name-invalid",
        "env-source",
        "reference-name-required",
        "reference-name-invalid",
        "reference-key-required",
        "reference-key-invalid",
        "field-ref-invalid",
        "resource-field-ref-invalid",
        "file-key-ref-invalid",
        "env-file-without-volume",
    ],
    help: |_, lint| {
        let otherwise = match lint.rule() {
            "env-name-required" | "env-name-invalid" => "give the variable a name without an equals sign",
            "env-source" => "give the variable either a value or exactly one source",
            "reference-name-required" | "reference-name-invalid" => "name the ConfigMap or Secret",
            "reference-key-required" | "reference-key-invalid" => "name the key: letters, digits, '-', '_' and '.'",
            "env-file-without-volume" => "name a volume of this pod that is an emptyDir",
            "resource-field-ref-invalid" => "name a resource like limits.memory, and a divisor like 1Mi or 1",
            _ => "name a field of the pod: metadata.name, metadata.labels['KEY'], spec.nodeName, status.podIP",
        };
        choose(lint, otherwise)
    },
    repair: |workload, lint, _| {
        let field = text_at(workload, &lint.path).and_then(|written| {
            POD_FIELDS.into_iter().find(|field| field.eq_ignore_ascii_case(written) && *field != written)
        });
        match field {
            Some(field) if lint.rule() == "field-ref-invalid" => {
                Some(Fix::new(Safety::Safe, format!("write {field}")).set(lint.path.clone(), field))
            }
            _ => meant_value(workload, lint),
        }
    },
    ..Diagnostic::NEW
};
