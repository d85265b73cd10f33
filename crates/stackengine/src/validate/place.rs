//! A place in an object: the node, if it is there, and the way to it. Paths are only written when something is wrong.

use std::fmt::Write as _;

use crate::yaml::{Entry, Node, Path, Span, Value};

/// A field, item or map value, present or not. `null` counts as absent, as in the API.
#[derive(Clone, Copy)]
pub(super) struct At<'p> {
    parent: Option<&'p Self>,
    step: Step<'p>,
    node: Option<&'p Node<'p>>,
    anchor: Span,
    /// Where it really stands, when the server calls it differently.
    real: Option<(Option<&'p Self>, Step<'p>)>,
}

#[derive(Clone, Copy)]
enum Step<'p> {
    Root,
    Field(&'p str),
    Index(usize),
    Key(&'p str),
}

impl<'p> At<'p> {
    /// The whole object.
    pub(super) fn root(node: &'p Node<'p>) -> Self {
        Self { parent: None, step: Step::Root, node: Some(node), anchor: first_key(node), real: None }
    }

    /// A field of this object.
    pub(super) fn field<'s>(&'s self, name: &'s str) -> At<'s> {
        self.below(Step::Field(name), name)
    }

    /// The value under a key of this map.
    pub(super) fn key<'s>(&'s self, name: &'s str) -> At<'s> {
        self.below(Step::Key(name), name)
    }

    fn below<'s>(&'s self, step: Step<'s>, name: &str) -> At<'s> {
        let found = self.node.and_then(|node| node.entries().iter().rev().find(|entry| entry.key == name));
        match found {
            Some(entry) => self.at_entry(step, entry),
            None => At { parent: Some(self), step, node: None, anchor: self.anchor, real: None },
        }
    }

    fn at_entry<'s>(&'s self, step: Step<'s>, entry: &'s Entry<'s>) -> At<'s> {
        At { parent: Some(self), step, node: present(&entry.node), anchor: entry.key_span, real: None }
    }

    /// The fields of this object in the order of the text, repeated ones included.
    pub(super) fn fields(&self) -> impl Iterator<Item = (&str, At<'_>)> {
        self.entries().map(|entry| (entry.key.as_ref(), self.at_entry(Step::Field(&entry.key), entry)))
    }

    /// The keys of this map with their values.
    pub(super) fn keys(&self) -> impl Iterator<Item = (&str, At<'_>)> {
        self.entries().map(|entry| (entry.key.as_ref(), self.at_entry(Step::Key(&entry.key), entry)))
    }

    fn entries(&self) -> impl Iterator<Item = &'p Entry<'p>> {
        self.node.map(Node::entries).unwrap_or_default().iter()
    }

    /// The items of this list.
    pub(super) fn items(&self) -> impl Iterator<Item = At<'_>> {
        let items = self.node.map(Node::items).unwrap_or_default();
        items.iter().enumerate().map(|(index, node)| At {
            parent: Some(self),
            step: Step::Index(index),
            node: present(node),
            anchor: first_key(node),
            real: None,
        })
    }

    /// The item at `index`, absent where the list is shorter.
    pub(super) fn index(&self, index: usize) -> At<'_> {
        let absent = At { parent: Some(self), step: Step::Index(index), node: None, anchor: self.anchor, real: None };
        self.items().nth(index).unwrap_or(absent)
    }

    /// The same value under a path that the server calls differently: `shown` below this place.
    pub(super) fn called<'s>(&'s self, shown: &'s str, real: &At<'s>) -> At<'s> {
        At {
            parent: Some(self),
            step: Step::Field(shown),
            node: real.node,
            anchor: real.anchor,
            real: Some(real.way()),
        }
    }

    /// The same path, pointing at the key.
    pub(super) fn without_value(&self) -> Self {
        Self { node: None, ..*self }
    }

    /// The same path with the span of another value.
    pub(super) fn pointing_at<'s>(&'s self, real: &At<'s>) -> At<'s> {
        At { node: real.node, anchor: real.anchor, real: Some(real.way()), ..*self }
    }

    fn way(&self) -> (Option<&'p Self>, Step<'p>) {
        self.real.unwrap_or((self.parent, self.step))
    }

    /// Whether the field is set.
    pub(super) fn exists(&self) -> bool {
        self.node.is_some()
    }

    /// The node, where the field is set.
    pub(super) fn node(&self) -> Option<&'p Node<'p>> {
        self.node
    }

    /// How many items or entries it has.
    pub(super) fn len(&self) -> usize {
        self.node.map_or(0, |node| node.items().len() + node.entries().len())
    }

    /// The text, empty where the field is not set, as in Go.
    pub(super) fn text(&self) -> &'p str {
        self.node.and_then(Node::as_str).unwrap_or_default()
    }

    /// The text, or what the server puts in the place of an absent or empty one.
    pub(super) fn text_or(&self, default: &'p str) -> &'p str {
        Some(self.text()).filter(|text| !text.is_empty()).unwrap_or(default)
    }

    /// The text of a pointer field: set and empty is something else than not set.
    pub(super) fn optional_text(&self) -> Option<&'p str> {
        self.node.and_then(Node::as_str)
    }

    /// The number.
    pub(super) fn int(&self) -> Option<i64> {
        self.node.and_then(whole_number)
    }

    /// The boolean.
    pub(super) fn flag(&self) -> Option<bool> {
        self.node.and_then(Node::as_bool)
    }

    /// Whether the boolean is set and true.
    pub(super) fn is_true(&self) -> bool {
        self.flag() == Some(true)
    }

    /// Where to point: at a scalar itself, at the key of anything larger, at the parent's key for what is missing.
    pub(super) fn span(&self) -> Span {
        match self.node {
            Some(node) if !matches!(node.value, Value::Mapping(_) | Value::Sequence(_)) => node.span,
            _ => self.anchor,
        }
    }

    /// The way to it, whatever the server calls it.
    pub(super) fn place(&self) -> Path {
        let (parent, step) = self.way();
        let above = parent.map(Self::place).unwrap_or_default();
        match step {
            Step::Root => above,
            Step::Field(name) | Step::Key(name) => above.key(name),
            Step::Index(index) => above.index(index),
        }
    }

    /// The path as the server writes it.
    pub(super) fn path(&self) -> String {
        let mut path = String::new();
        self.write_path(&mut path);
        path
    }

    fn write_path(&self, path: &mut String) {
        if let Some(parent) = self.parent {
            parent.write_path(path);
        }
        let written = match self.step {
            Step::Root => Ok(()),
            Step::Field(name) if path.is_empty() => write!(path, "{name}"),
            Step::Field(name) => write!(path, ".{name}"),
            Step::Index(index) => write!(path, "[{index}]"),
            Step::Key(name) => write!(path, "[{name}]"),
        };
        debug_assert!(written.is_ok(), "a String takes everything");
    }
}

/// A whole number, also one that was written with a fraction of nothing: YAML's `80.0` reaches the server as `80`.
pub(super) fn whole_number(node: &Node<'_>) -> Option<i64> {
    match node.value {
        Value::Int(number) => Some(number),
        #[expect(clippy::cast_possible_truncation, reason = "the bounds are checked")]
        Value::Float(number) if number.fract() == 0.0 && number.abs() < 9.2e18 => Some(number as i64),
        _ => None,
    }
}

fn present<'n>(node: &'n Node<'n>) -> Option<&'n Node<'n>> {
    Some(node).filter(|node| node.value != Value::Null)
}

fn first_key(node: &Node<'_>) -> Span {
    node.entries().first().map_or(node.span, |entry| entry.key_span)
}
