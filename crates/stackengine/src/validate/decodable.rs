//! What of an object the API server can decode, and what is left of it then: what policies are asked about at admission.

use serde_json::Value as Json;

use super::{ViolationKind, validate};
use crate::yaml::{Node, Value};

/// Whether the API server can decode an object: nothing unknown, nothing of a wrong type. Else no policy is asked.
#[must_use]
pub fn is_decodable(node: &Node<'_>) -> bool {
    let refused = [ViolationKind::UnknownField, ViolationKind::DuplicateField, ViolationKind::WrongType];
    !holds_null_items(node) && !validate(node).iter().any(|violation| refused.contains(&violation.kind))
}

/// An item that is `null` is decoded to an empty one of its type, which only the schema knows.
fn holds_null_items(node: &Node<'_>) -> bool {
    node.items().iter().any(|item| item.value == Value::Null || holds_null_items(item))
        || node.entries().iter().any(|entry| holds_null_items(&entry.node))
}

/// What is left of an object when it has been decoded: no `null`.
#[must_use]
pub fn decoded(object: &Json) -> Json {
    match object {
        Json::Object(map) => {
            let kept = map.iter().filter(|(_, value)| !value.is_null());
            Json::Object(kept.map(|(key, value)| (key.clone(), decoded(value))).collect())
        }
        Json::Array(items) => Json::Array(items.iter().map(decoded).collect()),
        _ => object.clone(),
    }
}
