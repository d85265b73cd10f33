//! The JSON that is written is the JSON that the committed schema promises.

#[path = "../../stackengine/tests/sample/mod.rs"]
mod sample;

use jsonschema::Validator;
use serde_json::{Value, json};
use stackengine::diagnosis::Report;
use stackengine::render::JsonOptions;

const SCHEMA: &str = include_str!("../../stackengine/schema/diagnose.v1.json");

/// The schema, made stricter than its promise: here a field that it does not describe is an error.
fn strict() -> Validator {
    let mut schema: Value = serde_json::from_str(SCHEMA).expect("the schema is JSON");
    jsonschema::draft202012::meta::validate(&schema).expect("the schema is a schema");
    close(&mut schema);
    jsonschema::draft202012::new(&schema).expect("the schema compiles")
}

fn close(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            fields.values_mut().for_each(close);
            if fields.get("properties").is_some_and(Value::is_object) && fields.contains_key("type") {
                fields.insert("additionalProperties".to_owned(), json!(false));
            }
        }
        Value::Array(items) => items.iter_mut().for_each(close),
        _ => {}
    }
}

fn complaints(value: &Value) -> Vec<String> {
    strict().iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

fn rendered(report: &Report) -> Value {
    let sources = sample::report().1;
    let text = stackengine::render::json(report, &sources, JsonOptions::default());
    serde_json::from_str(&text).expect("what is written is JSON")
}

#[test]
fn a_full_report_fits_the_schema() {
    assert_eq!(complaints(&rendered(&sample::report().0)), Vec::<String>::new());
}

#[test]
fn an_empty_report_fits_the_schema() {
    assert_eq!(complaints(&rendered(&Report::default())), Vec::<String>::new());
}

#[test]
fn the_check_itself_sees_what_is_wrong() {
    let full = rendered(&sample::report().0);
    for (pointer, wrong) in [
        ("/version", json!(2)),
        ("/diagnoses/0/state", json!("Failed")),
        ("/diagnoses/0/cause/code", json!("101")),
        ("/diagnoses/0/findings/0/evidence/0/line", json!(0)),
        ("/diagnoses/0/subject", json!({"kind": "Job", "namespace": null, "name": "x", "uid": "y"})),
    ] {
        let mut broken = full.clone();
        *broken.pointer_mut(pointer).expect("the field is there") = wrong;
        assert!(!complaints(&broken).is_empty(), "{pointer}");
    }
}
