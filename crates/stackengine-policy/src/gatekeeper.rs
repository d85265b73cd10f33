//! Gatekeeper's ConstraintTemplates and the constraints that use them.

use std::time::Duration;

use serde_json::{Value, json};

use crate::admission;
use crate::files::Source;
use crate::rego::{Asked, Syntax, Unit};
use crate::{Enforcement, Policies, Trouble};

/// What asks for a template.
pub(crate) struct Constraint {
    kind: String,
    name: String,
    file: String,
    enforcement: Enforcement,
    parameters: Value,
    kinds: Vec<String>,
}

impl Constraint {
    /// An object of the group of constraints.
    pub(crate) fn of(source: &Source<'_>) -> Option<Self> {
        let object = &source.object;
        if !object["apiVersion"].as_str()?.starts_with("constraints.gatekeeper.sh/") {
            return None;
        }
        let spec = &object["spec"];
        let kinds = spec["match"]["kinds"].as_array().into_iter().flatten();
        let kinds = kinds.flat_map(|kind| kind["kinds"].as_array().into_iter().flatten());
        Some(Self {
            kind: object["kind"].as_str()?.to_owned(),
            name: source.name().to_owned(),
            file: source.file.to_owned(),
            enforcement: enforcement(spec["enforcementAction"].as_str().unwrap_or("deny")),
            parameters: match &spec["parameters"] {
                Value::Null => json!({}),
                parameters => parameters.clone(),
            },
            kinds: kinds.filter_map(Value::as_str).map(str::to_owned).collect(),
        })
    }

    fn asked(&self) -> Asked {
        Asked {
            name: format!("{}/{}", self.kind, self.name),
            file: self.file.clone(),
            enforcement: self.enforcement,
            parameters: self.parameters.clone(),
            kinds: self.kinds.clone(),
        }
    }
}

/// `deny`, `warn`, `dryrun`, `scoped`; what scopes do differs by place, so the strictest is taken.
fn enforcement(action: &str) -> Enforcement {
    match action {
        "warn" => Enforcement::Warn,
        "dryrun" => Enforcement::Audit,
        _ => Enforcement::Deny,
    }
}

/// Reads a template. Without a constraint it is asked with no parameters.
pub(crate) fn template(
    source: &Source<'_>,
    constraints: &[Constraint],
    limit: Duration,
    policies: &mut Policies,
) -> Result<(), Trouble> {
    let kind = source.object["spec"]["crd"]["spec"]["names"]["kind"].as_str().unwrap_or(source.name());
    let mut asked: Vec<Asked> =
        constraints.iter().filter(|constraint| constraint.kind == kind).map(Constraint::asked).collect();
    if asked.is_empty() {
        let (name, file) = (kind.to_owned(), source.file.to_owned());
        let parameters = json!({});
        asked.push(Asked { name, file, enforcement: Enforcement::Deny, parameters, kinds: Vec::new() });
    }
    let target = &source.object["spec"]["targets"][0];
    let codes = target["code"].as_array().map(Vec::as_slice).unwrap_or_default();
    // Where a template has both, Gatekeeper takes CEL.
    if let Some(at) = codes.iter().position(|code| code["engine"] == "K8sNativeValidation") {
        let path = format!("spec.targets[0].code[{at}].source");
        return admission::template(source, &path, asked, limit, policies);
    }
    let rego = codes.iter().position(|code| code["engine"] == "Rego");
    let (path, code) = match rego {
        Some(at) => (format!("spec.targets[0].code[{at}].source"), &codes[at]["source"]),
        None => ("spec.targets[0]".to_owned(), target),
    };
    let Some(text) = code["rego"].as_str() else {
        return Err(source.trouble(&path, "the template has neither Rego nor CEL"));
    };
    let is_new = [&code["version"], &target["version"]].iter().any(|version| **version == "v1");
    let syntax = if is_new { Syntax::New } else { Syntax::OldFirst };
    let first = source.line(&format!("{path}.rego")).unwrap_or(1);
    let mut modules = vec![(source.file.to_owned(), text.to_owned(), syntax)];
    for (nth, library) in code["libs"].as_array().into_iter().flatten().filter_map(Value::as_str).enumerate() {
        modules.push((format!("{} (library {nth})", source.file), library.to_owned(), syntax));
    }
    let unit = Unit::template(&modules, asked, limit, policies).map_err(|trouble| Trouble {
        // Lines of the module, counted on from where it stands in the file.
        line: trouble.line.map(|line| first + line),
        file: source.file.to_owned(),
        ..trouble
    })?;
    policies.rego.push(unit);
    Ok(())
}
