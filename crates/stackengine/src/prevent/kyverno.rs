//! Kyverno's policies, from the same CEL as the API server's own.

use std::fmt::Write as _;

use super::admission_policy::{conditions, expressions};
use super::policy::{Asked, chosen, description, head, scalar, tail};
use super::{Artefact, Enforcement, Export, Request, made_by};
use crate::catalogue::Diagnostic;

/// The files of the target.
pub(super) fn export(request: &Request) -> Export {
    let (told, mut export) = chosen(request, Asked::Admission);
    for diagnostic in told {
        let path = format!("kyverno/{}.yaml", diagnostic.name);
        export.files.push(Artefact { path, text: policy(diagnostic, request) });
    }
    export
}

fn policy(diagnostic: &Diagnostic, request: &Request) -> String {
    let (action, warns) = match request.enforcement {
        Enforcement::Deny => ("Enforce", false),
        Enforcement::Warn => ("Audit", true),
        Enforcement::Audit => ("Audit", false),
    };
    let mut text = format!(
        "# {}\napiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata:\n  name: stackengine-{name}\n  annotations:\n    \
         policies.kyverno.io/title: {}\n    policies.kyverno.io/category: Jobs\n    policies.kyverno.io/severity: {severity}\n    \
         policies.kyverno.io/description: {}\nspec:\n  background: false\n  emitWarning: {warns}\n  rules:\n    - name: {name}\n      \
         match:\n        any:\n          - resources:\n              kinds: [batch/v1/Job, batch/v1/CronJob]\n              \
         operations: [CREATE, UPDATE]\n      celPreconditions:\n",
        made_by(),
        scalar(&head(diagnostic)),
        scalar(&format!("{}{}", description(diagnostic.prevent.rules()), tail(diagnostic))),
        name = diagnostic.name,
        severity = diagnostic.severity,
    );
    for (name, expression) in conditions() {
        let _ = writeln!(text, "        - name: {name}\n          expression: {}", scalar(&expression));
    }
    let _ = writeln!(text, "      validate:\n        failureAction: {action}\n        cel:");
    text.push_str(&expressions(diagnostic, request, "expressions", 10));
    text
}
