//! The form in which an answer is wanted: the part of JSON Schema that all providers know.
//!
//! Every property is required and no other is allowed, there are no references and no bounds: bounds are looked at here.

use serde_json::{Value, json};

/// The word for "none of those that were offered".
pub const OTHER: &str = "other";

/// The schema of an answer that chooses among these causes.
#[must_use]
pub(super) fn answer(causes: &[&str]) -> Value {
    let mut names: Vec<&str> = causes.to_vec();
    names.push(OTHER);
    let object = |properties: Value, required: &[&str]| json!({"type": "object", "properties": properties, "required": required, "additionalProperties": false});
    let pair = object(json!({"name": {"type": "string"}, "value": {"type": "string"}}), &["name", "value"]);
    let value = json!({"anyOf": [
        {"type": "string"},
        {"type": "integer"},
        {"type": "boolean"},
        {"type": "array", "items": {"type": "string"}},
        pair,
        {"type": "null"},
    ]});
    let edit = object(
        json!({
            "path": {"type": "string"},
            "op": {"type": "string", "enum": ["set", "append", "delete"]},
            "value": value,
            "why": {"type": "string"},
        }),
        &["path", "op", "value", "why"],
    );
    object(
        json!({
            "agree": {"type": "boolean"},
            "cause": {"type": "string", "enum": names},
            "explanation": {"type": "string"},
            "lines": {"type": "array", "items": {"type": "integer"}},
            "edits": {"type": "array", "items": edit},
        }),
        &["agree", "cause", "explanation", "lines", "edits"],
    )
}
