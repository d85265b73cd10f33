//! Changes inside a text: only the lines that hold the replaced bytes are touched, where the way of writing allows it.

use std::borrow::Cow;

use granit_parser::ScalarStyle;

use super::super::change::spliced;
use super::super::escape::escape;
use super::super::{Data, EditError, Path};
use super::locate::{Block, Place, Shape};
use super::scalar::{Context, can_be_plain, escaped, is_printable};
use super::write::cannot;
use super::{Editor, Raw};

/// A stretch of a text and where it stands in the document.
struct Piece {
    value: usize,
    len: usize,
    source: usize,
    source_len: usize,
}

impl<'t> Editor<'_, 't> {
    /// The ways to make a splice, the gentlest first.
    pub(super) fn splice(
        &self,
        place: &Place<'t>,
        (start, end): (usize, usize),
        text: &str,
        whole: &dyn Fn(&Data) -> Result<Vec<Raw>, EditError>,
    ) -> Vec<Result<Vec<Raw>, EditError>> {
        let old: &str = match &place.shape {
            Shape::Scalar { text, .. } => text,
            Shape::Block(block) => &block.text,
            _ => return vec![Err(EditError::NotText(Path::default()))],
        };
        let Some(new) = spliced(old, start, end, text) else {
            return vec![Err(EditError::OutsideText(Path::default()))];
        };
        let mut plans = Vec::new();
        match &place.shape {
            Shape::Block(block) if block.folded => {
                return vec![
                    self.in_folded(place, block, start, end, text)
                        .ok_or(cannot("a folded text cannot be changed in this way")),
                ];
            }
            Shape::Block(block) => plans.extend(self.in_literal(place, block, start, end, text).map(Ok)),
            Shape::Scalar { style, text: old, .. } => {
                plans.extend(self.in_scalar(place, *style, old, (start, end), text, &new).map(Ok));
            }
            _ => {}
        }
        plans.push(whole(&Data::String(new)));
        plans
    }

    fn in_literal(
        &self,
        place: &Place<'t>,
        block: &Block<'t>,
        start: usize,
        end: usize,
        text: &str,
    ) -> Option<Vec<Raw>> {
        let indent = block.indent?;
        if !text.chars().all(|char| is_printable(char) || char == '\n') {
            return None;
        }
        let (start, end, text) = before_last_line_end(&block.text, start, end, text);
        let lines = self.literal_lines(place, block, indent)?;
        let first = lines.iter().rfind(|line| line.value <= start && start <= line.value + line.len)?;
        let last = lines.iter().rfind(|line| line.value <= end && end <= line.value + line.len)?;
        let rest = last.value + last.len - end;
        let from = first.source + (start - first.value);
        let to = last.source + (end - last.value);
        let eol = self.at(from).style.eol;
        let mut out = String::new();
        let mut segments = text.split('\n').peekable();
        let mut opening = true;
        let mut from_line_start = false;
        while let Some(segment) = segments.next() {
            let ends_line = segments.peek().is_some() || rest == 0;
            let empty = segment.is_empty() && ends_line;
            if opening {
                // An empty line needs no blanks, a line that was empty needs some.
                let line = self.doc.line_start(first.source);
                let missing = indent.saturating_sub(first.source - line);
                if empty && start == first.value {
                    from_line_start = true;
                } else if !segment.is_empty() || !ends_line {
                    out.push_str(&" ".repeat(missing));
                }
            } else {
                out.push_str(eol);
                if !empty {
                    out.push_str(&" ".repeat(indent));
                }
            }
            out.push_str(segment);
            opening = false;
        }
        let from = if from_line_start { self.doc.line_start(first.source) } else { from };
        Some(vec![Raw::new(from, to, out)])
    }

    fn literal_lines(&self, place: &Place<'t>, block: &Block<'t>, indent: usize) -> Option<Vec<Piece>> {
        let mut pieces = Vec::new();
        let (mut value, mut source) = (0, block.body);
        for line in self.doc.slice(block.body, place.end).split('\n') {
            let bare = line.strip_suffix('\r').unwrap_or(line);
            let skip = indent.min(bare.len());
            let content = bare.get(skip..)?;
            if !block.text.get(value..)?.starts_with(content) {
                return None;
            }
            pieces.push(Piece { value, len: content.len(), source: source + skip, source_len: content.len() });
            value += content.len() + 1;
            source += line.len() + 1;
        }
        Some(pieces)
    }

    fn in_folded(
        &self,
        place: &Place<'t>,
        block: &Block<'t>,
        start: usize,
        end: usize,
        text: &str,
    ) -> Option<Vec<Raw>> {
        if text.contains('\n') || !text.chars().all(is_printable) {
            return None;
        }
        let indent = block.indent?;
        let mut pieces: Vec<Piece> = Vec::new();
        let (mut value, mut source) = (0, block.body);
        for line in self.doc.slice(block.body, place.end).split('\n') {
            let bare = line.strip_suffix('\r').unwrap_or(line);
            let content = bare.get(indent.min(bare.len())..)?;
            if !content.is_empty() {
                // Between two lines the value has a blank or line feeds.
                let rest = block.text.get(value..)?;
                let feeds = rest.len() - rest.trim_start_matches('\n').len();
                value += match feeds {
                    0 => usize::from(!pieces.is_empty()),
                    feeds => feeds,
                };
                if !block.text.get(value..)?.starts_with(content) {
                    return None;
                }
                pieces.push(Piece { value, len: content.len(), source: source + indent, source_len: content.len() });
                value += content.len();
            }
            source += line.len() + 1;
        }
        let (from, to) = ends(&pieces, start, end)?;
        Some(vec![Raw::new(from, to, text.to_owned())])
    }

    fn in_scalar(
        &self,
        place: &Place<'t>,
        style: ScalarStyle,
        old: &str,
        (start, end): (usize, usize),
        text: &str,
        new: &str,
    ) -> Option<Vec<Raw>> {
        let source = self.doc.slice(place.content, place.end);
        let (pieces, decoded) = decode(source, style)?;
        if decoded != old || place.tagged {
            return None;
        }
        let written: Cow<'_, str> = match style {
            ScalarStyle::DoubleQuoted => Cow::Owned(escaped(text)),
            _ if !text.chars().all(is_printable) => return None,
            ScalarStyle::SingleQuoted => Cow::Owned(text.replace('\'', "''")),
            _ => {
                let context = if self.around.last().is_some_and(|parent| parent.is_flow()) {
                    Context::Flow
                } else {
                    Context::Block
                };
                if !can_be_plain(&new.replace('\n', " "), context) {
                    return None;
                }
                Cow::Borrowed(text)
            }
        };
        let (from, to) = if pieces.is_empty() { (1, 1) } else { ends(&pieces, start, end)? };
        Some(vec![Raw::new(place.content + from, place.content + to, written.into_owned())])
    }
}

/// The bytes that the value's bytes `start..end` stand on.
fn ends(pieces: &[Piece], start: usize, end: usize) -> Option<(usize, usize)> {
    let first = pieces.iter().rfind(|piece| piece.value <= start && start <= piece.value + piece.len)?;
    let from = if start == first.value + first.len {
        first.source + first.source_len
    } else {
        first.source + (start - first.value)
    };
    if start == end {
        return Some((from, from));
    }
    let last = pieces.iter().find(|piece| piece.value <= end && end <= piece.value + piece.len && end > piece.value)?;
    let to =
        if end == last.value + last.len { last.source + last.source_len } else { last.source + (end - last.value) };
    (from <= to).then_some((from, to))
}

/// The same splice, so that it does not touch the line end on which the text ends.
fn before_last_line_end<'v>(old: &str, start: usize, end: usize, text: &'v str) -> (usize, usize, Cow<'v, str>) {
    let before = |at: usize| at > 0 && old.as_bytes().get(at - 1) == Some(&b'\n');
    if end != old.len() || !before(end) {
        return (start, end, Cow::Borrowed(text));
    }
    match text.strip_suffix('\n') {
        Some(text) if end > start => (start, end - 1, Cow::Borrowed(text)),
        Some(text) => (start - 1, end - 1, Cow::Owned(format!("\n{text}"))),
        None if text.is_empty() && before(start) => (start - 1, end - 1, Cow::Borrowed("")),
        None => (start, end, Cow::Borrowed(text)),
    }
}

/// What a plain or quoted scalar says, piece by piece, with places counted from its start.
fn decode(source: &str, style: ScalarStyle) -> Option<(Vec<Piece>, String)> {
    let quote = match style {
        ScalarStyle::DoubleQuoted => Some('"'),
        ScalarStyle::SingleQuoted => Some('\''),
        _ => None,
    };
    let (inner, offset) = match quote {
        Some(quote) => (source.strip_prefix(quote)?.strip_suffix(quote)?, 1),
        None => (source, 0),
    };
    let mut pieces = Vec::new();
    let mut value = String::new();
    let mut at = 0;
    let mut add = |value: &mut String, text: &str, source: usize, source_len: usize| {
        pieces.push(Piece { value: value.len(), len: text.len(), source: offset + source, source_len });
        value.push_str(text);
    };
    while let Some(rest) = inner.get(at..).filter(|rest| !rest.is_empty()) {
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        let after_blanks = rest.get(blanks..)?;
        if after_blanks.starts_with(['\n', '\r']) {
            let (len, feeds) = fold(rest)?;
            let text = if feeds == 1 { " ".to_owned() } else { "\n".repeat(feeds - 1) };
            add(&mut value, &text, at, len);
            at += len;
            continue;
        }
        let mut buffer = [0; 4];
        let char = rest.chars().next()?;
        let (text, len): (Cow<'_, str>, usize) = match (style, char) {
            (ScalarStyle::SingleQuoted, '\'') => (Cow::Borrowed("'"), 2),
            (ScalarStyle::DoubleQuoted, '\\') if rest.get(1..)?.starts_with(['\n', '\r']) => {
                (Cow::Borrowed(""), 1 + fold(rest.get(1..)?)?.0)
            }
            (ScalarStyle::DoubleQuoted, '\\') => {
                let (char, len) = escape(rest)?;
                (Cow::Owned(char.to_string()), len)
            }
            _ => (Cow::Owned(char.encode_utf8(&mut buffer).to_owned()), char.len_utf8()),
        };
        add(&mut value, &text, at, len);
        at += len;
    }
    Some((pieces, value))
}

/// A line break inside a scalar with the blanks around it: its length, and how many line feeds it holds.
fn fold(rest: &str) -> Option<(usize, usize)> {
    let trimmed = rest.trim_start_matches([' ', '\t', '\r', '\n']);
    let len = rest.len() - trimmed.len();
    let feeds = rest.get(..len)?.matches('\n').count();
    (feeds > 0).then_some((len, feeds))
}
