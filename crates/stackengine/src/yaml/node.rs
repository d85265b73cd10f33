//! The tree: every node knows the byte span it was read from.

use std::borrow::Cow;

use super::Step;

/// A range of bytes in one text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span from byte offsets; texts above 4 GiB saturate, they are cut long before that.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self { start: clamp(start), end: clamp(end) }
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// A value of the tree, typed as the Kubernetes API reads YAML.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'t> {
    /// `null`, `~` or nothing.
    Null,
    /// A boolean, YAML 1.1 spellings (`yes`, `on`, `n`) included.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number with a fraction or beyond 64 bits.
    Float(f64),
    /// Text.
    String(Cow<'t, str>),
    /// A list.
    Sequence(Vec<Node<'t>>),
    /// Keys and values in the order of the text; duplicates are kept.
    Mapping(Vec<Entry<'t>>),
}

/// A value and its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Node<'t> {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub value: Value<'t>,
}

/// One key with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry<'t> {
    /// The key as text.
    pub key: Cow<'t, str>,
    /// Where the key stands.
    pub key_span: Span,
    /// The value under it.
    pub node: Node<'t>,
}

impl<'t> Node<'t> {
    /// A text node.
    #[must_use]
    pub fn string(text: impl Into<Cow<'t, str>>, span: Span) -> Self {
        Self { span, value: Value::String(text.into()) }
    }

    /// A whole number.
    #[must_use]
    pub fn int(number: i64, span: Span) -> Self {
        Self { span, value: Value::Int(number) }
    }

    /// A boolean.
    #[must_use]
    pub fn bool(value: bool, span: Span) -> Self {
        Self { span, value: Value::Bool(value) }
    }

    /// An empty mapping to be filled with [`Node::insert`].
    #[must_use]
    pub fn mapping(span: Span) -> Self {
        Self { span, value: Value::Mapping(Vec::new()) }
    }

    /// A list.
    #[must_use]
    pub fn sequence(items: Vec<Self>, span: Span) -> Self {
        Self { span, value: Value::Sequence(items) }
    }

    /// The value under `key`; the last one where a key is repeated, as the API server reads it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        match &self.value {
            Value::Mapping(entries) => entries.iter().rev().find(|entry| entry.key == key).map(|entry| &entry.node),
            _ => None,
        }
    }

    /// One step down: the span of the key, where the step has one, and the value.
    #[must_use]
    pub fn step(&self, step: &Step) -> Option<(Option<Span>, &Self)> {
        match step {
            Step::Key(key) => {
                let entry = self.entries().iter().rev().find(|entry| entry.key == *key)?;
                Some((Some(entry.key_span), &entry.node))
            }
            Step::Index(index) => Some((None, self.items().get(*index)?)),
        }
    }

    /// The node at a dotted path of plain keys: `status.conditions`.
    #[must_use]
    pub fn at(&self, path: &str) -> Option<&Self> {
        // Checks ask thousands of times, mostly for one key: `split` takes longer than the looking up.
        let mut node = self;
        let mut start = 0;
        for (at, byte) in path.bytes().enumerate() {
            if byte == b'.' {
                node = node.get(path.get(start..at)?)?;
                start = at + 1;
            }
        }
        node.get(path.get(start..)?)
    }

    /// The entries of a mapping, none for anything else.
    #[must_use]
    pub fn entries(&self) -> &[Entry<'t>] {
        match &self.value {
            Value::Mapping(entries) => entries,
            _ => &[],
        }
    }

    /// The items of a list, none for anything else.
    #[must_use]
    pub fn items(&self) -> &[Self] {
        match &self.value {
            Value::Sequence(items) => items,
            _ => &[],
        }
    }

    /// The text of a string.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// A whole number.
    #[must_use]
    pub fn as_int(&self) -> Option<i64> {
        match self.value {
            Value::Int(number) => Some(number),
            _ => None,
        }
    }

    /// A boolean.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        match self.value {
            Value::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// Whether it is null, or an empty mapping or list.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match &self.value {
            Value::Null => true,
            Value::Sequence(items) => items.is_empty(),
            Value::Mapping(entries) => entries.is_empty(),
            _ => false,
        }
    }

    /// Adds `key: node` to a mapping and widens the mapping's span over it; does nothing on other values.
    pub fn insert(&mut self, key: impl Into<Cow<'t, str>>, key_span: Span, node: Self) {
        if let Value::Mapping(entries) = &mut self.value {
            let whole = key_span.to(node.span);
            self.span = if self.span == Span::default() { whole } else { self.span.to(whole) };
            entries.push(Entry { key: key.into(), key_span, node });
        }
    }

    /// Inserts at a dotted path, making the mappings on the way; an entry that is there is kept.
    pub fn insert_at(&mut self, path: &str, key_span: Span, node: Self) {
        let (head, rest) = match path.split_once('.') {
            Some((head, rest)) => (head, Some(rest)),
            None => (path, None),
        };
        let Value::Mapping(entries) = &mut self.value else { return };
        let Some(rest) = rest else {
            if !entries.iter().any(|entry| entry.key == head) {
                self.insert(head.to_owned(), key_span, node);
            }
            return;
        };
        let whole = key_span.to(node.span);
        if !entries.iter().any(|entry| entry.key == head) {
            entries.push(Entry { key: Cow::Owned(head.to_owned()), key_span, node: Node::mapping(whole) });
        }
        if let Some(entry) = entries.iter_mut().find(|entry| entry.key == head) {
            entry.node.insert_at(rest, key_span, node);
        }
        self.span = if self.span == Span::default() { whole } else { self.span.to(whole) };
    }
}
