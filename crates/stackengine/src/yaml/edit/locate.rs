//! Where every dash, colon, comma, bracket, anchor and comment of a document stands, as `walk` found it.

use std::borrow::Cow;
use std::collections::BTreeSet;

use granit_parser::ScalarStyle;

use super::super::{Data, Value};

/// A document with everything that an edit must know about it. Offsets count from the start of its text.
pub(in crate::yaml) struct Located<'t> {
    pub(in crate::yaml) text: &'t str,
    pub(in crate::yaml) root: Option<Place<'t>>,
    pub(in crate::yaml) comments: Vec<Range>,
    /// Which anchor is used where, in the order of the text.
    pub(in crate::yaml) aliases: Vec<(usize, usize)>,
    pub(in crate::yaml) used: BTreeSet<usize>,
}

/// From the first byte to one past the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::yaml) struct Range {
    pub(in crate::yaml) start: usize,
    pub(in crate::yaml) end: usize,
}

/// A value in the text.
pub(in crate::yaml) struct Place<'t> {
    /// The first byte, anchor and tag included.
    pub(in crate::yaml) start: usize,
    /// One past anchor and tag; the start where there are none.
    pub(in crate::yaml) props_end: usize,
    /// The first byte of the value proper.
    pub(in crate::yaml) content: usize,
    /// One past the last byte; of a block scalar, one past its last line without the line end.
    pub(in crate::yaml) end: usize,
    pub(in crate::yaml) anchor: Option<(usize, Cow<'t, str>)>,
    pub(in crate::yaml) tagged: bool,
    pub(in crate::yaml) shape: Shape<'t>,
}

pub(in crate::yaml) enum Shape<'t> {
    /// Nothing is written.
    Empty,
    /// A plain or quoted scalar.
    Scalar {
        style: ScalarStyle,
        text: Cow<'t, str>,
        value: Value<'t>,
    },
    /// A literal or folded scalar.
    Block(Block<'t>),
    Alias {
        name: &'t str,
    },
    Sequence {
        flow: bool,
        items: Vec<Item<'t>>,
    },
    /// `braces` is false for the mapping in `[key: value]`.
    Mapping {
        flow: bool,
        braces: bool,
        items: Vec<Item<'t>>,
    },
}

pub(in crate::yaml) struct Block<'t> {
    pub(in crate::yaml) folded: bool,
    pub(in crate::yaml) text: Cow<'t, str>,
    /// One past the indicators, such as `|2-`.
    pub(in crate::yaml) header_end: usize,
    /// The first byte of the line after the header.
    pub(in crate::yaml) body: usize,
    /// How many blanks stand before each line.
    pub(in crate::yaml) indent: Option<usize>,
    /// The document ends on its last line, without a line end: nothing can follow without changing it.
    pub(in crate::yaml) open: bool,
}

/// An item of a sequence, or an entry of a mapping.
pub(in crate::yaml) struct Item<'t> {
    /// The dash, the question mark, or the first byte of key or value.
    pub(in crate::yaml) start: usize,
    pub(in crate::yaml) key: Option<Place<'t>>,
    pub(in crate::yaml) colon: Option<usize>,
    pub(in crate::yaml) value: Place<'t>,
    /// The comma after it.
    pub(in crate::yaml) comma: Option<usize>,
}

impl<'t> Place<'t> {
    pub(in crate::yaml) fn items(&self) -> &[Item<'t>] {
        match &self.shape {
            Shape::Sequence { items, .. } | Shape::Mapping { items, .. } => items,
            _ => &[],
        }
    }

    pub(in crate::yaml) fn is_flow(&self) -> bool {
        matches!(self.shape, Shape::Sequence { flow: true, .. } | Shape::Mapping { flow: true, .. })
    }

    pub(in crate::yaml) fn is_block_collection(&self) -> bool {
        matches!(self.shape, Shape::Sequence { flow: false, .. } | Shape::Mapping { flow: false, .. })
    }

    pub(in crate::yaml) fn is_mapping(&self) -> bool {
        matches!(self.shape, Shape::Mapping { .. })
    }

    pub(in crate::yaml) fn is_null(&self) -> bool {
        match &self.shape {
            Shape::Empty => !self.tagged,
            Shape::Scalar { value, .. } => *value == Value::Null,
            _ => false,
        }
    }

    /// The key that this is, as the API reads it; none for collections and aliases.
    pub(in crate::yaml) fn as_key(&self) -> Option<String> {
        match &self.shape {
            Shape::Empty => Some(Data::key_of(Value::Null)),
            Shape::Scalar { value, .. } => Some(Data::key_of(value.clone())),
            Shape::Block(block) => Some(block.text.clone().into_owned()),
            _ => None,
        }
    }

    /// The last thing written in it.
    pub(in crate::yaml) fn deepest_last(&self) -> &Self {
        let mut place = self;
        while let (false, Some(last)) = (place.is_flow(), place.items().last()) {
            place = &last.value;
        }
        place
    }
}

impl Located<'_> {
    /// The first byte of the line on which `at` stands, after a byte order mark.
    pub(in crate::yaml) fn line_start(&self, at: usize) -> usize {
        let before = self.text.get(..at).unwrap_or_default();
        match before.rfind('\n') {
            Some(found) => found + 1,
            None if self.text.starts_with('\u{feff}') => '\u{feff}'.len_utf8().min(at),
            None => 0,
        }
    }

    /// One past the last byte of the line, before its line end.
    pub(in crate::yaml) fn line_end(&self, at: usize) -> usize {
        let rest = self.text.get(at..).unwrap_or_default();
        let line = rest.find('\n').and_then(|found| rest.get(..found)).unwrap_or(rest);
        at + line.strip_suffix('\r').unwrap_or(line).len()
    }

    /// One past the line end.
    pub(in crate::yaml) fn next_line(&self, at: usize) -> usize {
        let end = self.line_end(at);
        end + eol_len(self.text.get(end..).unwrap_or_default())
    }

    pub(in crate::yaml) fn column(&self, at: usize) -> usize {
        self.text.get(self.line_start(at)..at).unwrap_or_default().chars().count()
    }

    /// Whether only blanks stand before it on its line.
    pub(in crate::yaml) fn starts_line(&self, at: usize) -> bool {
        self.text.get(self.line_start(at)..at).unwrap_or_default().bytes().all(|byte| matches!(byte, b' ' | b'\t'))
    }

    pub(in crate::yaml) fn slice(&self, start: usize, end: usize) -> &str {
        self.text.get(start..end).unwrap_or_default()
    }

    /// The comments that begin in `start..end`.
    pub(in crate::yaml) fn comments_in(&self, start: usize, end: usize) -> &[Range] {
        let from = self.comments.partition_point(|comment| comment.start < start);
        let to = self.comments.partition_point(|comment| comment.start < end);
        self.comments.get(from..to).unwrap_or_default()
    }
}

pub(in crate::yaml) fn eol_len(rest: &str) -> usize {
    if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with('\n')) }
}
