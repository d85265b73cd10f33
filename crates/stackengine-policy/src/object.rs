//! An object as policies see it.

use serde_json::{Map, Number, Value as Json};
use stackengine::yaml::{Data, Node};

/// An object as the API server would decode it: Kubernetes' own typing of scalars, the last of repeated keys.
#[must_use]
pub fn json(node: &Node<'_>) -> Json {
    of(Data::of(node))
}

fn of(data: Data) -> Json {
    match data {
        Data::Null => Json::Null,
        Data::Bool(value) => Json::Bool(value),
        Data::Int(number) => Json::Number(number.into()),
        Data::Float(number) => Number::from_f64(number).map_or(Json::Null, Json::Number),
        Data::String(text) => Json::String(text),
        Data::List(items) => Json::Array(items.into_iter().map(of).collect()),
        Data::Map(entries) => {
            Json::Object(entries.into_iter().map(|(key, value)| (key, of(value))).collect::<Map<_, _>>())
        }
    }
}
