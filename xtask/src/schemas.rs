//! `cargo xtask schemas`: bakes what the Kubernetes API accepts in a Job and a CronJob into two small tables.
//!
//! The JSON schemas come from the PyPI package `kubernetes-validate` (Apache-2.0), the names of time zones from `tzdata`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::shell::{Done, program, root, run, say, target};

/// The package that holds the JSON schemas.
pub(crate) const SCHEMAS: &str = "kubernetes-validate==1.37.0";
const ZONES: &str = "tzdata==2026.6";
const DEFINITIONS: &str = "kubernetes_validate/kubernetes-json-schema/v1.36.0-local/_definitions.json";
const ROOTS: [&str; 2] = ["io.k8s.api.batch.v1.Job", "io.k8s.api.batch.v1.CronJob"];

/// Downloads both packages and writes `crates/stackengine/data`.
pub(crate) fn schemas() -> Done {
    let work = target().join("schemas");
    let data = root().join("crates/stackengine/data");
    let fail = |what: &str, error: &dyn std::fmt::Display| format!("failed to {what}: {error}");
    fs::create_dir_all(&data).map_err(|error| fail("make the data folder", &error))?;
    unpack(SCHEMAS, &work)?;
    unpack(ZONES, &work)?;
    let text = fs::read_to_string(work.join(DEFINITIONS)).map_err(|error| fail("read the schemas", &error))?;
    let json: Value = serde_json::from_str(&text).map_err(|error| fail("parse the schemas", &error))?;
    let table = table(&json["$defs"])?;
    fs::write(data.join("schema-1.36.txt"), table).map_err(|error| fail("write the table", &error))?;
    let zones = fs::read_to_string(work.join("tzdata/zones")).map_err(|error| fail("read the zones", &error))?;
    let mut zones: Vec<&str> = zones.lines().collect();
    zones.sort_unstable();
    fs::write(data.join("time-zones.txt"), zones.join("\n") + "\n").map_err(|error| fail("write the zones", &error))?;
    let saving = daylight_saving(&work.join("tzdata/zoneinfo"), &data.join("time-zones.txt"))?;
    fs::write(data.join("daylight-saving.txt"), saving).map_err(|error| fail("write the clock changes", &error))?;
    say(&format!("wrote {}", data.display()));
    Ok(())
}

/// A line for each zone that changes its clocks: which local times are skipped and repeated, on which weekdays.
fn daylight_saving(database: &Path, zones: &Path) -> Result<Vec<u8>, String> {
    let fail = |error: std::io::Error| format!("failed to read the changes of the clocks: {error}");
    let zones = fs::File::open(zones).map_err(fail)?;
    let mut python = program("python3", &["-c", include_str!("daylight_saving.py")]);
    let output = python.env("PYTHONTZPATH", database).stdin(zones).output().map_err(fail)?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    Ok(output.stdout)
}

/// Downloads a Python package and takes it apart.
pub(crate) fn unpack(package: &str, work: &Path) -> Done {
    let wheels = work.join("wheels").join(package.replace("==", "-"));
    let folder = wheels.display().to_string();
    run(&mut program("pip", &["download", "--quiet", "--no-deps", "--only-binary=:all:", "--dest", &folder, package]))?;
    let files = fs::read_dir(&wheels).map_err(|error| format!("failed to read {folder}: {error}"))?;
    let wheel =
        files.filter_map(Result::ok).map(|file| file.path()).find(|path| path.extension() == Some("whl".as_ref()));
    let wheel = wheel.ok_or_else(|| format!("{package} came without a wheel"))?.display().to_string();
    run(&mut program("python3", &["-m", "zipfile", "-e", &wheel, &work.display().to_string()]))
}

/// One line a definition: its name, then `field=code` for each field. The codes are explained in `validate/schema.rs`.
fn table(definitions: &Value) -> Result<String, String> {
    let mut lines = BTreeMap::new();
    let mut waiting: Vec<String> = ROOTS.map(str::to_owned).to_vec();
    let mut seen = BTreeSet::new();
    while let Some(name) = waiting.pop() {
        if !seen.insert(name.clone()) {
            continue;
        }
        let mut line = String::new();
        let properties = definitions[&name]["properties"].as_object().ok_or_else(|| format!("{name} has no fields"))?;
        let sorted: BTreeMap<&String, &Value> = properties.iter().collect();
        for (field, schema) in sorted {
            let code = code(schema, &mut waiting)?;
            line.push_str(&format!(" {field}={code}"));
        }
        if lines.insert(short(&name).to_owned(), line).is_some() {
            return Err(format!("two definitions are called {}", short(&name)));
        }
    }
    Ok(lines.iter().map(|(name, line)| format!("{name}{line}\n")).collect())
}

fn short(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

fn code(schema: &Value, waiting: &mut Vec<String>) -> Result<String, String> {
    if let Some(reference) = schema["$ref"].as_str() {
        let name = reference.rsplit('/').next().unwrap_or(reference);
        return Ok(match short(name) {
            "Quantity" => "q".to_owned(),
            "IntOrString" => "p".to_owned(),
            "Time" | "MicroTime" => "t".to_owned(),
            "FieldsV1" => "x".to_owned(),
            short => {
                waiting.push(name.to_owned());
                format!("@{short}")
            }
        });
    }
    let kind = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).find(|kind| *kind != "null"),
        other => other.as_str(),
    };
    match (kind, schema["format"].as_str()) {
        (Some("string"), None) => Ok("s".to_owned()),
        (Some("boolean"), _) => Ok("b".to_owned()),
        (Some("integer"), Some("int32")) => Ok("i".to_owned()),
        (Some("integer"), Some("int64")) => Ok("l".to_owned()),
        (Some("array"), _) => Ok(format!("[{}", code(&schema["items"], waiting)?)),
        (Some("object"), _) if schema["additionalProperties"].is_object() => {
            Ok(format!("{{{}", code(&schema["additionalProperties"], waiting)?))
        }
        other => Err(format!("no code for {other:?}")),
    }
}
