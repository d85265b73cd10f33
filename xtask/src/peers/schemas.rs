//! JSON schemas in the layout that kubeconform reads: one file a kind that needs no other, strict.
//!
//! They come from the same package as those of `cargo xtask schemas`, which keeps all definitions in one file and names
//! it by an address; nothing is to be fetched while tools are measured.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use super::install::home;
use super::tools::KUBERNETES;
use crate::shell::Done;
use crate::{schemas::SCHEMAS, schemas::unpack};

/// What kubeconform's option for the place of schemas wants: it fills in version and kind.
pub(crate) fn template() -> String {
    let folder = home().join("schemas").display().to_string();
    format!(
        "{folder}/{{{{.NormalizedKubernetesVersion}}}}-standalone{{{{.StrictSuffix}}}}/{{{{.ResourceKind}}}}\
         {{{{.KindSuffix}}}}.json"
    )
}

/// Writes a schema for every kind, where that was not done before.
pub(crate) fn write() -> Done {
    let folder = home().join("schemas").join(format!("v{KUBERNETES}-standalone-strict"));
    let done = folder.join("written");
    if done.exists() {
        return Ok(());
    }
    let package = home().join("schemas-package");
    unpack(SCHEMAS, &package)?;
    let from = package.join(format!("kubernetes_validate/kubernetes-json-schema/v{KUBERNETES}-local-strict"));
    let definitions = read(&from.join("_definitions.json"))?;
    let definitions = definitions["$defs"].as_object().ok_or("the schemas hold no definitions")?;
    fs::create_dir_all(&folder).map_err(|error| format!("failed to create {}: {error}", folder.display()))?;
    let entries = fs::read_dir(&from).map_err(|error| format!("failed to read {}: {error}", from.display()))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        let schema = read(&path)?;
        // Parts of kinds have files too.
        if !schema["x-kubernetes-group-version-kind"].is_array() {
            continue;
        }
        let to = folder.join(path.file_name().unwrap_or_default());
        let text = standalone(schema, definitions).to_string();
        fs::write(&to, text).map_err(|error| format!("failed to write {}: {error}", to.display()))?;
    }
    fs::write(&done, SCHEMAS).map_err(|error| format!("failed to write {}: {error}", done.display()))
}

fn read(path: &Path) -> Result<Value, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("failed to read {}: {error}", path.display()))?;
    serde_json::from_str(&text).map_err(|error| format!("failed to parse {}: {error}", path.display()))
}

/// The schema with every definition that it leads to, and no address.
fn standalone(mut schema: Value, definitions: &Map<String, Value>) -> Value {
    let mut waiting = Vec::new();
    localise(&mut schema, &mut waiting);
    let mut seen = BTreeSet::new();
    let mut own = Map::new();
    while let Some(name) = waiting.pop() {
        if !seen.insert(name.clone()) {
            continue;
        }
        if let Some(definition) = definitions.get(&name) {
            let mut definition = definition.clone();
            localise(&mut definition, &mut waiting);
            own.insert(name, definition);
        }
    }
    if let Value::Object(fields) = &mut schema {
        fields.remove("$id");
        fields.insert("$defs".to_owned(), Value::Object(own));
    }
    schema
}

/// Lets references lead into the same file, and notes where to.
fn localise(schema: &mut Value, names: &mut Vec<String>) {
    match schema {
        Value::Object(fields) => {
            for (key, value) in fields {
                match value {
                    Value::String(reference) if key == "$ref" => {
                        if let Some((_, name)) = reference.rsplit_once("#/$defs/") {
                            names.push(name.to_owned());
                            *reference = format!("#/$defs/{name}");
                        }
                    }
                    value => localise(value, names),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| localise(item, names)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{standalone, template};

    #[test]
    fn a_schema_takes_along_what_it_leads_to_and_nothing_else() {
        let definitions = json!({
            "Spec": {"properties": {"again": {"$ref": "#/$defs/Spec"}, "all": {"items": [{"$ref": "#/$defs/Part"}]}}},
            "Part": {"type": "string"},
            "Other": {"type": "string"},
        });
        let schema =
            json!({"$id": "https://example.com/a", "properties": {"spec": {"$ref": "/api/all.json#/$defs/Spec"}}});
        let expected = json!({
            "properties": {"spec": {"$ref": "#/$defs/Spec"}},
            "$defs": {
                "Spec": {"properties": {"again": {"$ref": "#/$defs/Spec"}, "all": {"items": [{"$ref": "#/$defs/Part"}]}}},
                "Part": {"type": "string"},
            },
        });
        assert_eq!(standalone(schema, definitions.as_object().expect("it is a map")), expected);
    }

    #[test]
    fn the_template_is_kubeconforms() {
        let end = "/{{.NormalizedKubernetesVersion}}-standalone{{.StrictSuffix}}/{{.ResourceKind}}{{.KindSuffix}}.json";
        assert!(template().ends_with(end), "{}", template());
    }
}
