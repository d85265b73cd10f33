//! For Gatekeeper a template and a constraint each, and the same rules for OPA over files.

use std::fmt::Write as _;

use super::policy::{Asked, chosen, description, head, number, parameters, scalar, tail};
use super::rego::{Dialect, library, module};
use super::{Artefact, Enforcement, Export, Request, made_by};
use crate::catalogue::Diagnostic;

/// The files of the target.
pub(super) fn export(request: &Request) -> Export {
    let (at_admission, mut export) = chosen(request, Asked::Admission);
    for diagnostic in at_admission {
        let name = diagnostic.name;
        export.files.push(file(format!("gatekeeper/templates/{name}.yaml"), template(diagnostic, request)));
        export.files.push(file(format!("gatekeeper/constraints/{name}.yaml"), constraint(diagnostic, request)));
    }
    let (in_files, _) = chosen(request, Asked::Files);
    for diagnostic in &in_files {
        let path = format!("opa/stackengine/{}.rego", diagnostic.name);
        export.files.push(file(path, over_files(diagnostic, request)));
    }
    if !in_files.is_empty() {
        export.files.push(file("opa/stackengine/lib.rego".to_owned(), format!("# {}\n{}", made_by(), library())));
        let manifest = format!("{{\n  \"revision\": \"{}\",\n  \"roots\": [\"stackengine\"]\n}}\n", made_by());
        export.files.push(file("opa/.manifest".to_owned(), manifest));
    }
    // What only files can show is in the bundle: it is left out of the other half, and listed for it.
    for left in &mut export.left_out {
        if in_files.iter().any(|diagnostic| diagnostic.name == left.diagnostic) {
            left.reason = format!("in the OPA bundle alone, not in Gatekeeper: {}", left.reason);
        }
    }
    export
}

fn file(path: String, text: String) -> Artefact {
    Artefact { path, text }
}

/// `StackEnginePrivilegedContainer`, the kind of the constraint.
fn kind(diagnostic: &Diagnostic) -> String {
    let mut kind = "StackEngine".to_owned();
    for word in diagnostic.name.split('-') {
        let mut chars = word.chars();
        kind.extend(chars.next().map(|first| first.to_ascii_uppercase()));
        kind.push_str(chars.as_str());
    }
    kind
}

fn template(diagnostic: &Diagnostic, request: &Request) -> String {
    let kind = kind(diagnostic);
    let rules = diagnostic.prevent.rules();
    let package = kind.to_ascii_lowercase();
    let chosen = |name: &str| number(request, name);
    let rego = module(&package, rules, Dialect::Gatekeeper, &head(diagnostic), &tail(diagnostic), &chosen);
    let mut text = format!(
        "# {}\napiVersion: templates.gatekeeper.sh/v1\nkind: ConstraintTemplate\nmetadata:\n  name: {package}\n  \
         annotations:\n    metadata.gatekeeper.sh/title: {}\n    description: {}\nspec:\n  crd:\n    spec:\n      names:\n        \
         kind: {kind}\n      validation:\n        openAPIV3Schema:\n          type: object\n",
        made_by(),
        scalar(&head(diagnostic)),
        scalar(&format!("{}{}", description(rules), tail(diagnostic))),
    );
    let parameters = parameters(rules);
    if !parameters.is_empty() {
        text.push_str("          properties:\n");
    }
    for parameter in parameters {
        let _ = writeln!(
            text,
            "            {}:\n              type: integer\n              description: {}",
            parameter.name,
            scalar(parameter.means)
        );
    }
    text.push_str(
        "  targets:\n    - target: admission.k8s.gatekeeper.sh\n      code:\n        - engine: Rego\n          source:\n            \
         version: v1\n            rego: |\n",
    );
    for line in rego.lines() {
        let _ = if line.is_empty() { writeln!(text) } else { writeln!(text, "              {line}") };
    }
    text
}

fn constraint(diagnostic: &Diagnostic, request: &Request) -> String {
    let action = match request.enforcement {
        Enforcement::Deny => "deny",
        Enforcement::Warn => "warn",
        Enforcement::Audit => "dryrun",
    };
    let mut text = format!(
        "# {}\napiVersion: constraints.gatekeeper.sh/v1beta1\nkind: {}\nmetadata:\n  name: stackengine-{}\nspec:\n  \
         enforcementAction: {action}\n  match:\n    kinds:\n      - apiGroups: [batch]\n        kinds: [Job, CronJob]\n",
        made_by(),
        kind(diagnostic),
        diagnostic.name,
    );
    let parameters = parameters(diagnostic.prevent.rules());
    if !parameters.is_empty() {
        text.push_str("  parameters:\n");
    }
    for parameter in parameters {
        let number = number(request, parameter.name).unwrap_or(parameter.default);
        let _ = writeln!(text, "    {}: {number}", parameter.name);
    }
    text
}

fn over_files(diagnostic: &Diagnostic, request: &Request) -> String {
    let set = match request.enforcement {
        Enforcement::Deny => "deny",
        Enforcement::Warn => "warn",
        Enforcement::Audit => "audit",
    };
    let package = format!("stackengine.{}", diagnostic.name.replace('-', "_"));
    let chosen = |name: &str| number(request, name);
    let rules = diagnostic.prevent.rules();
    let rego = module(&package, rules, Dialect::Files(set), &head(diagnostic), &tail(diagnostic), &chosen);
    format!("# {}\n{rego}", made_by())
}
