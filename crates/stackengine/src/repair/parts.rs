//! The parts of a file that are repaired one by one: its documents, and of a long List each item for itself.
//!
//! After every fix its part is read again. That is cheap for an object, and would not be for a List of thousands.

use std::borrow::Cow;

use crate::manifest::{File, FileDocument, Mask};
use crate::yaml::{self, Data, Document, Node, Span, Value};

/// A part of a file.
pub(super) struct Part<'t> {
    /// Where it stands.
    pub(super) span: Span,
    /// Its masked text; of an item of a List without the dash before it, so that it reads as a document.
    pub(super) masked: Cow<'t, str>,
    /// The number of the object, where it is an item of a List.
    pub(super) number: Option<String>,
    /// The number of the document.
    pub(super) index: usize,
}

/// Every part, in the order of the text.
pub(super) fn parts<'t>(masked: &'t str, masks: &[Mask]) -> Vec<Part<'t>> {
    let mut parts = Vec::new();
    for document in yaml::documents(masked) {
        match items(masked, document, masks) {
            Some(items) => parts.extend(items),
            None => {
                let (span, index) = (document.span, document.index);
                let text = masked.get(span.start as usize..span.end as usize).unwrap_or_default();
                parts.push(Part { span, masked: Cow::Borrowed(text), number: None, index });
            }
        }
    }
    parts
}

/// The items of a List, where each can be read for itself.
fn items<'t>(masked: &'t str, document: Document, masks: &[Mask]) -> Option<Vec<Part<'t>>> {
    let text = masked.get(document.span.start as usize..document.span.end as usize)?;
    // An anchor in one item may be used in another.
    if !text.contains("List") || may_have_anchors(text) {
        return None;
    }
    let file = File::read_one(masked, document, masks);
    if file.documents.len() < 2 {
        return None;
    }
    let items = file.documents.iter().map(|object| item(masked, object, document, masks));
    let items: Vec<Part<'t>> = items.collect::<Option<_>>()?;
    let apart = items.windows(2).all(|pair| matches!(pair, [one, other] if one.span.end <= other.span.start));
    apart.then_some(items)
}

/// Whether `&name` stands somewhere, where it could be an anchor; `a && b` is none.
fn may_have_anchors(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'&', bytes).any(|at| {
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        let after = bytes.get(at + 1);
        before.is_none_or(|byte| byte.is_ascii_whitespace() || matches!(byte, b'[' | b'{' | b','))
            && after.is_some_and(|byte| !byte.is_ascii_whitespace() && *byte != b'&')
    })
}

/// An item as a document of its own; `None` where it does not read the same there.
fn item<'t>(masked: &'t str, object: &FileDocument<'t>, document: Document, masks: &[Mask]) -> Option<Part<'t>> {
    let node = &object.node;
    let span = match masked.as_bytes().get(node.span.start as usize)? {
        b'{' => node.span,
        _ => block(masked, node.span, document.span)?,
    };
    let (start, end) = (span.start as usize, span.end as usize);
    let mut part = masked.get(start..end)?.to_owned();
    let dash = node.span.start as usize - start;
    let before = part.get(..dash)?;
    if !before.bytes().all(|byte| matches!(byte, b' ' | b'-')) {
        return None;
    }
    part.replace_range(..dash, &" ".repeat(dash));
    let own: Vec<Mask> = masks
        .iter()
        .filter(|mask| span.start <= mask.span.start && mask.span.end <= span.end)
        .map(|mask| Mask { span: Span::new(mask.span.start as usize - start, mask.span.end as usize - start), ..*mask })
        .collect();
    let alone = File::read_one(&part, Document { span: Span::new(0, part.len()), index: 0 }, &own);
    let [read] = alone.documents.as_slice() else { return None };
    let same = Data::of(&read.node) == Data::of(node) && read.prefix.0.is_empty() && !is_empty(node);
    same.then(|| Part { span, masked: Cow::Owned(part), number: Some(object.number.clone()), index: document.index })
}

fn is_empty(node: &Node<'_>) -> bool {
    matches!(&node.value, Value::Mapping(entries) if entries.is_empty()) || !matches!(node.value, Value::Mapping(_))
}

/// From the line of an item's dash to the last line that is indented as far as its keys.
fn block(text: &str, node: Span, document: Span) -> Option<Span> {
    let first_key = node.start as usize;
    let start = text.get(..first_key)?.rfind('\n').map_or(document.start as usize, |found| found + 1);
    let column = first_key.checked_sub(start)?;
    let mut end = start;
    let mut last = start;
    for (position, line) in text.get(start..document.end as usize)?.split_inclusive('\n').enumerate() {
        let indent = line.len() - line.trim_start_matches(' ').len();
        let blank = line.trim().is_empty();
        if position > 0 && !blank && indent < column {
            break;
        }
        end += line.len();
        // Blank lines behind the item belong to whatever comes after it.
        if !blank {
            last = end;
        }
    }
    // A block scalar may keep its blank lines: then the part would not read the same, and the whole List is one part.
    Some(Span::new(start, last))
}
