//! YAML documents into trees, on granit-parser's events. Aliases are kept small: a billion laughs stays one laugh.

use std::borrow::Cow;

use granit_parser::{Event, Options, Parser, ScalarStyle, Span as EventSpan};

use super::scalar::resolve_plain;
use super::{Entry, Node, Span, Value};

/// Why a document could not be read to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YamlError {
    /// Byte offset of the trouble.
    pub offset: usize,
    /// What the parser said, in its words.
    pub message: String,
}

/// How many nodes aliases may add to one text before further ones are read as null.
const MAX_ALIASED_NODES: usize = 100_000;

/// Deeper nesting than this ends the document.
pub(super) const MAX_DEPTH: usize = 200;

/// Reads every document of `text[start..end]` and gives each to `each`: its tree, and the error that cut it short.
///
/// Spans count from the start of `text`. A document that breaks keeps the entries that were complete before.
pub fn read_yaml<'t>(text: &'t str, start: usize, end: usize, each: &mut dyn FnMut(Node<'t>, Option<YamlError>)) {
    read(text, start, end, Options::default(), each);
}

/// Like [`read_yaml`], but a block scalar on whose last line the text ends has no line feed there, as `kubectl` reads it.
pub(super) fn read_yaml_as_kubectl<'t>(text: &'t str, each: &mut dyn FnMut(Node<'t>, Option<YamlError>)) {
    let mut options = Options::default();
    options.block_scalar_eof_without_line_feed = true;
    read(text, 0, text.len(), options, each);
}

fn read<'t>(
    text: &'t str,
    start: usize,
    end: usize,
    mut options: Options,
    each: &mut dyn FnMut(Node<'t>, Option<YamlError>),
) {
    options.emit_comments = false;
    options.emit_unresolved_aliases = true;
    options.flow_nesting_limit = MAX_DEPTH;
    options.block_nesting_limit = MAX_DEPTH;
    let slice = text.get(start..end).unwrap_or_default();
    let mut parser = Parser::new_from_str_with_options(slice, options);
    let mut builder = Builder::new(start);
    loop {
        match parser.next_event() {
            None | Some(Ok((Event::StreamEnd, _))) => return,
            Some(Ok((Event::DocumentEnd, _))) => builder.finish(None, each),
            Some(Ok((event, span))) => builder.event(event, span),
            Some(Err(error)) => {
                let offset = start + error.marker().byte_offset().unwrap_or(0);
                let message = error.info();
                builder.finish(Some(YamlError { offset, message }), each);
                if !matches!(parser.proceed_next_document(), Ok(true)) {
                    return;
                }
            }
        }
    }
}

enum Frame<'t> {
    Sequence { start: usize, anchor: usize, items: Vec<Node<'t>> },
    Mapping { start: usize, anchor: usize, entries: Vec<Entry<'t>>, key: Option<Node<'t>> },
}

struct Builder<'t> {
    base: usize,
    frames: Vec<Frame<'t>>,
    root: Option<Node<'t>>,
    anchors: Vec<(usize, Node<'t>, usize)>,
    aliased: usize,
}

impl<'t> Builder<'t> {
    fn new(base: usize) -> Self {
        Self { base, frames: Vec::new(), root: None, anchors: Vec::new(), aliased: 0 }
    }

    fn span(&self, span: &EventSpan) -> Span {
        let range = span.byte_range().unwrap_or(0..0);
        Span::new(self.base + range.start, self.base + range.end)
    }

    fn event(&mut self, event: Event<'t>, span: EventSpan) {
        let place = self.span(&span);
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let tagged = tag.as_ref().and_then(|tag| tag.core_suffix().map(str::to_owned));
                let node = scalar(text, style, tagged.as_deref(), place);
                self.remember(anchor, &node);
                self.put(node);
            }
            Event::SequenceStart(_, anchor, _) => {
                self.frames.push(Frame::Sequence { start: place.start as usize, anchor, items: Vec::new() });
            }
            Event::MappingStart(_, anchor, _) => {
                let start = place.start as usize;
                self.frames.push(Frame::Mapping { start, anchor, entries: Vec::new(), key: None });
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(place.end as usize),
            Event::Alias(anchor) => {
                let node = self.alias(anchor, place);
                self.put(node);
            }
            Event::UnresolvedAlias(_) => self.put(Node { span: place, value: Value::Null }),
            _ => {}
        }
    }

    fn alias(&mut self, anchor: usize, span: Span) -> Node<'t> {
        let found = self.anchors.iter().rev().find(|(id, _, _)| *id == anchor);
        match found {
            Some((_, node, size)) if self.aliased + size <= MAX_ALIASED_NODES => {
                self.aliased += size;
                Node { span, value: node.value.clone() }
            }
            _ => Node { span, value: Value::Null },
        }
    }

    fn remember(&mut self, anchor: usize, node: &Node<'t>) {
        if anchor != 0 {
            let size = count(node);
            self.anchors.push((anchor, node.clone(), size));
        }
    }

    fn close(&mut self, end: usize) {
        let (node, anchor) = match self.frames.pop() {
            Some(Frame::Sequence { start, anchor, items }) => {
                (Node { span: Span::new(start, end.max(start)), value: Value::Sequence(items) }, anchor)
            }
            Some(Frame::Mapping { start, anchor, entries, key }) => {
                drop(key);
                let entries = merge_keys(entries);
                (Node { span: Span::new(start, end.max(start)), value: Value::Mapping(entries) }, anchor)
            }
            None => return,
        };
        self.remember(anchor, &node);
        self.put(node);
    }

    fn put(&mut self, node: Node<'t>) {
        match self.frames.last_mut() {
            None => self.root = Some(node),
            Some(Frame::Sequence { items, .. }) => items.push(node),
            Some(Frame::Mapping { entries, key, .. }) => match key.take() {
                None => *key = Some(node),
                Some(key) => {
                    entries.push(Entry { key_span: key.span, key: key_text(key.value), node });
                }
            },
        }
    }

    fn finish(&mut self, error: Option<YamlError>, each: &mut dyn FnMut(Node<'t>, Option<YamlError>)) {
        let end = error.as_ref().map_or(self.base, |error| error.offset);
        while !self.frames.is_empty() {
            self.close(end);
        }
        self.anchors.clear();
        self.aliased = 0;
        match (self.root.take(), error) {
            (Some(root), error) => each(root, error),
            (None, Some(error)) => {
                each(Node { span: Span::new(error.offset, error.offset), value: Value::Null }, Some(error))
            }
            (None, None) => {}
        }
    }
}

fn count(node: &Node<'_>) -> usize {
    match &node.value {
        Value::Sequence(items) => 1 + items.iter().map(count).sum::<usize>(),
        Value::Mapping(entries) => 1 + entries.iter().map(|entry| count(&entry.node)).sum::<usize>(),
        _ => 1,
    }
}

/// `<<: *base` gives way to the keys that stand beside it.
fn merge_keys(entries: Vec<Entry<'_>>) -> Vec<Entry<'_>> {
    if !entries.iter().any(|entry| entry.key == "<<") {
        return entries;
    }
    let (merges, mut own): (Vec<_>, Vec<_>) = entries.into_iter().partition(|entry| entry.key == "<<");
    for merge in merges {
        let sources = match merge.node.value {
            Value::Sequence(items) => items,
            _ => vec![merge.node],
        };
        for source in sources {
            if let Value::Mapping(inherited) = source.value {
                for entry in inherited {
                    if !own.iter().any(|known| known.key == entry.key) {
                        own.push(entry);
                    }
                }
            }
        }
    }
    own
}

pub(super) fn key_text(value: Value<'_>) -> Cow<'_, str> {
    match value {
        Value::String(text) => text,
        Value::Bool(value) => Cow::Borrowed(if value { "true" } else { "false" }),
        Value::Int(number) => Cow::Owned(number.to_string()),
        Value::Float(number) => Cow::Owned(number.to_string()),
        Value::Null => Cow::Borrowed("null"),
        Value::Sequence(_) | Value::Mapping(_) => Cow::Borrowed(""),
    }
}

pub(super) fn scalar<'t>(text: Cow<'t, str>, style: ScalarStyle, tag: Option<&str>, span: Span) -> Node<'t> {
    let value = match (style, tag) {
        (_, Some("str")) => Value::String(text),
        (ScalarStyle::Plain, _) => resolve_plain(text),
        _ => Value::String(text),
    };
    Node { span, value }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn documents(text: &str) -> Vec<(Node<'_>, Option<YamlError>)> {
        let mut all = Vec::new();
        read_yaml(text, 0, text.len(), &mut |node, error| all.push((node, error)));
        all
    }

    #[test]
    fn documents_carry_spans_and_types() {
        let text = "a: 1\nb: [x, 'y']\n---\nc:\n  - on\n  - \"on\"\n";
        let all = documents(text);
        assert_eq!(all.len(), 2);
        let b = all[0].0.get("b").expect("b");
        assert_eq!(&text[b.span.start as usize..b.span.end as usize], "[x, 'y']");
        assert_eq!(all[1].0.get("c").expect("c").items()[0].value, Value::Bool(true));
        assert_eq!(all[1].0.get("c").expect("c").items()[1].as_str(), Some("on"));
    }

    #[test]
    fn a_broken_document_keeps_its_beginning_and_the_next_one_is_read() {
        let all = documents("a: 1\nb: [1,\n---\nc: 2\n");
        assert!(all[0].1.is_some());
        assert_eq!(all[0].0.get("a").and_then(Node::as_int), Some(1));
        assert_eq!(all.last().expect("last").0.get("c").and_then(Node::as_int), Some(2));
    }

    #[test]
    fn a_billion_laughs_stays_small() {
        let mut text = String::from("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
        for level in 1..12 {
            let previous = format!("*a{}", level - 1);
            let row = [previous.as_str(); 9].join(", ");
            text.push_str(&format!("a{level}: &a{level} [{row}]\n"));
        }
        let all = documents(&text);
        assert!(count(&all[0].0) < 1_000_000);
    }

    #[test]
    fn merge_keys_yield_to_their_neighbours() {
        let all = documents("base: &b {x: 1, z: 2}\nuse:\n  <<: *b\n  x: 3\n");
        let user = all[0].0.get("use").expect("use");
        assert_eq!(user.get("x").and_then(Node::as_int), Some(3));
        assert_eq!(user.get("z").and_then(Node::as_int), Some(2));
    }
}
