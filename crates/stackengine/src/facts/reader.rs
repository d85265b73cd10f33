//! Reads values out of object trees: one short call a field, places kept.

use jiff::Timestamp;

use super::Seen;
use crate::evidence::{Place, SourceId};
use crate::yaml::{Node, Value};

/// A node of a known source.
#[derive(Clone, Copy)]
pub(super) struct At<'n, 't> {
    pub(super) source: SourceId,
    pub(super) node: &'n Node<'t>,
}

impl<'n, 't> At<'n, 't> {
    pub(super) fn place(self) -> Place {
        Place { source: self.source, span: self.node.span }
    }

    pub(super) fn get(self, path: &str) -> Option<Self> {
        self.node.at(path).map(|node| Self { source: self.source, node })
    }

    pub(super) fn items(self, path: &str) -> impl Iterator<Item = Self> {
        let source = self.source;
        self.node.at(path).map(Node::items).unwrap_or_default().iter().map(move |node| Self { source, node })
    }

    fn seen<T>(self, value: T) -> Seen<T> {
        Seen { value, place: self.place() }
    }

    /// Text; numbers and booleans are read as the text they were written with would be.
    pub(super) fn text(self, path: &str) -> Option<Seen<String>> {
        let at = self.get(path)?;
        let value = match &at.node.value {
            Value::String(text) => text.to_string(),
            Value::Int(number) => number.to_string(),
            Value::Float(number) => number.to_string(),
            Value::Bool(value) => value.to_string(),
            _ => return None,
        };
        Some(at.seen(value))
    }

    pub(super) fn plain(self, path: &str) -> Option<String> {
        self.text(path).map(|seen| seen.value)
    }

    pub(super) fn int(self, path: &str) -> Option<Seen<i64>> {
        let at = self.get(path)?;
        let value = match &at.node.value {
            Value::Int(number) => *number,
            Value::String(text) => text.trim().parse().ok()?,
            _ => return None,
        };
        Some(at.seen(value))
    }

    pub(super) fn bool(self, path: &str) -> Option<Seen<bool>> {
        let at = self.get(path)?;
        at.node.as_bool().map(|value| at.seen(value))
    }

    pub(super) fn time(self, path: &str) -> Option<Seen<Timestamp>> {
        let at = self.get(path)?;
        let time: Timestamp = at.node.as_str()?.parse().ok()?;
        // Kubernetes writes the zero time for what it never knew.
        (time.as_second() > 0).then(|| at.seen(time))
    }

    pub(super) fn strings(self, path: &str) -> Vec<String> {
        self.items(path).filter_map(|item| item.plain_self()).collect()
    }

    fn plain_self(self) -> Option<String> {
        match &self.node.value {
            Value::String(text) => Some(text.to_string()),
            Value::Int(number) => Some(number.to_string()),
            Value::Float(number) => Some(number.to_string()),
            Value::Bool(value) => Some(value.to_string()),
            _ => None,
        }
    }
}
