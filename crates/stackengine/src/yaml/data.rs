//! A value without a place: what an edit writes, and what it is judged by.

use super::read::key_text;
use super::{Node, Value};

/// A value without a place.
///
/// Two mappings are equal when they hold the same keys with equal values, in whatever order.
#[derive(Clone, Debug)]
pub enum Data {
    /// Nothing.
    Null,
    /// A boolean.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number with a fraction, or beyond 64 bits.
    Float(f64),
    /// Text.
    String(String),
    /// A list.
    List(Vec<Self>),
    /// Keys and values, each key once.
    Map(Vec<(String, Self)>),
}

impl Data {
    /// What a node holds: of a repeated key the last value, at the place of the first.
    #[must_use]
    pub fn of(node: &Node<'_>) -> Self {
        match &node.value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(*value),
            Value::Int(number) => Self::Int(*number),
            Value::Float(number) => Self::Float(*number),
            Value::String(text) => Self::String(text.clone().into_owned()),
            Value::Sequence(items) => Self::List(items.iter().map(Self::of).collect()),
            Value::Mapping(entries) => {
                let mut places = std::collections::BTreeMap::new();
                let mut map: Vec<(String, Self)> = Vec::with_capacity(entries.len());
                for entry in entries {
                    let value = Self::of(&entry.node);
                    let place = *places.entry(entry.key.as_ref()).or_insert(map.len());
                    match map.get_mut(place) {
                        Some((_, known)) => *known = value,
                        None => map.push((entry.key.clone().into_owned(), value)),
                    }
                }
                Self::Map(map)
            }
        }
    }

    /// A mapping of these entries.
    pub fn map<K: Into<String>>(entries: impl IntoIterator<Item = (K, Self)>) -> Self {
        Self::Map(entries.into_iter().map(|(key, value)| (key.into(), value)).collect())
    }

    /// The value under a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Map(entries) => entries.iter().find(|(known, _)| known == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// Reads a key as the API reads it: `on` is `true`.
    pub(super) fn key_of(value: Value<'_>) -> String {
        key_text(value).into_owned()
    }
}

impl PartialEq for Data {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Null, Self::Null) => true,
            (Self::Bool(one), Self::Bool(two)) => one == two,
            (Self::Int(one), Self::Int(two)) => one == two,
            (Self::Float(one), Self::Float(two)) => one == two,
            (Self::String(one), Self::String(two)) => one == two,
            (Self::List(one), Self::List(two)) => one == two,
            (Self::Map(one), Self::Map(two)) => {
                let sorted = |entries: &'_ [(String, Self)]| {
                    let mut order: Vec<usize> = (0..entries.len()).collect();
                    order.sort_by(|a, b| entries.get(*a).map(|e| &e.0).cmp(&entries.get(*b).map(|e| &e.0)));
                    order
                };
                one.len() == two.len()
                    && sorted(one).into_iter().zip(sorted(two)).all(|(a, b)| match (one.get(a), two.get(b)) {
                        (Some(a), Some(b)) => a.0 == b.0 && a.1 == b.1,
                        _ => false,
                    })
            }
            _ => false,
        }
    }
}

/// As JSON: what JSON has no number for becomes `null`.
impl From<Data> for serde_json::Value {
    fn from(data: Data) -> Self {
        match data {
            Data::Null => Self::Null,
            Data::Bool(value) => value.into(),
            Data::Int(number) => number.into(),
            Data::Float(number) => number.into(),
            Data::String(text) => text.into(),
            Data::List(items) => items.into_iter().map(Self::from).collect(),
            Data::Map(entries) => Self::Object(entries.into_iter().map(|(key, data)| (key, data.into())).collect()),
        }
    }
}

impl From<&str> for Data {
    fn from(text: &str) -> Self {
        Self::String(text.to_owned())
    }
}

impl From<String> for Data {
    fn from(text: String) -> Self {
        Self::String(text)
    }
}

impl From<bool> for Data {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for Data {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<f64> for Data {
    fn from(number: f64) -> Self {
        Self::Float(number)
    }
}

impl<T: Into<Self>> From<Vec<T>> for Data {
    fn from(items: Vec<T>) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_keys_does_not_matter_and_the_order_of_items_does() {
        let one = Data::map([("a", Data::Int(1)), ("b", Data::from(vec!["x", "y"]))]);
        let two = Data::map([("b", Data::from(vec!["x", "y"])), ("a", Data::Int(1))]);
        assert_eq!(one, two);
        assert_ne!(one, Data::map([("a", Data::Int(1)), ("b", Data::from(vec!["y", "x"]))]));
        assert_ne!(one, Data::map([("a", Data::Int(1))]));
    }
}
