//! Pieces of a text that know where they stand: a line, a cell, a value.

use crate::yaml::{Node, Span};

/// A part of one line, with the byte offset of its first byte in the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece<'t> {
    pub(super) start: usize,
    pub(super) text: &'t str,
}

impl<'t> Piece<'t> {
    pub(super) fn new(start: usize, text: &'t str) -> Self {
        Self { start, text }
    }

    pub(super) fn end(self) -> usize {
        self.start + self.text.len()
    }

    pub(super) fn span(self) -> Span {
        Span::new(self.start, self.end())
    }

    pub(super) fn is_blank(self) -> bool {
        self.text.trim_ascii().is_empty()
    }

    /// Whether nothing stands here, or what kubectl prints for nothing.
    pub(super) fn is_unset(self) -> bool {
        matches!(self.text.trim(), "" | "<none>" | "<unset>" | "<nil>" | "<unknown>" | "<invalid>")
    }

    /// Columns of white space before the first character; a tab reaches the next multiple of eight.
    pub(super) fn indent(self) -> usize {
        let mut columns = 0;
        for byte in self.text.bytes() {
            match byte {
                b' ' => columns += 1,
                b'\t' => columns = columns / 8 * 8 + 8,
                _ => break,
            }
        }
        columns
    }

    pub(super) fn trim(self) -> Self {
        self.trim_start().trim_end()
    }

    pub(super) fn trim_start(self) -> Self {
        let text = self.text.trim_start();
        Self { start: self.start + self.text.len() - text.len(), text }
    }

    pub(super) fn trim_end(self) -> Self {
        Self { start: self.start, text: self.text.trim_end() }
    }

    /// The bytes `from..to` of this piece; an offset in the middle of a character means the start of it.
    pub(super) fn cut(self, from: usize, to: usize) -> Self {
        let floor =
            |at: usize| (0..=at.min(self.text.len())).rev().find(|at| self.text.is_char_boundary(*at)).unwrap_or(0);
        let from = floor(from);
        let to = floor(to).max(from);
        Self { start: self.start + from, text: self.text.get(from..to).unwrap_or_default() }
    }

    /// The piece without the white space that fills its first columns.
    pub(super) fn dedent(self, n_columns: usize) -> Self {
        let mut columns = 0;
        let n_bytes = self.text.bytes().take_while(|byte| {
            let is_white = matches!(byte, b' ' | b'\t') && columns < n_columns;
            columns = if *byte == b'\t' { columns / 8 * 8 + 8 } else { columns + 1 };
            is_white
        });
        let n_bytes = n_bytes.count();
        self.cut(n_bytes, self.text.len())
    }

    pub(super) fn split_at(self, at: usize) -> (Self, Self) {
        (self.cut(0, at), self.cut(at, self.text.len()))
    }

    /// What stands before and after `separator`.
    pub(super) fn split_once(self, separator: &str) -> Option<(Self, Self)> {
        let at = self.text.find(separator)?;
        Some((self.cut(0, at), self.cut(at + separator.len(), self.text.len())))
    }

    pub(super) fn strip_prefix(self, prefix: &str) -> Option<Self> {
        self.text.starts_with(prefix).then(|| self.cut(prefix.len(), self.text.len()))
    }

    pub(super) fn strip_suffix(self, suffix: &str) -> Option<Self> {
        self.text.ends_with(suffix).then(|| self.cut(0, self.text.len() - suffix.len()))
    }

    /// The first word, and what follows it.
    pub(super) fn token(self) -> (Self, Self) {
        let piece = self.trim_start();
        let at = piece.text.find(char::is_whitespace).unwrap_or(piece.text.len());
        let (token, rest) = piece.split_at(at);
        (token, rest.trim_start())
    }

    /// The words, in their order.
    pub(super) fn tokens(self) -> Vec<Self> {
        let mut all = Vec::new();
        let mut rest = self;
        loop {
            let (token, after) = rest.token();
            if token.text.is_empty() {
                return all;
            }
            all.push(token);
            rest = after;
        }
    }

    /// What stands before two spaces or a tab, and what follows them: a cell of an aligned table.
    pub(super) fn cell(self) -> (Self, Self) {
        let piece = self.trim_start();
        let bytes = piece.text.as_bytes();
        let at = (0..bytes.len())
            .find(|at| {
                bytes[*at] == b'\t' || (bytes[*at] == b' ' && bytes.get(at + 1).is_some_and(u8::is_ascii_whitespace))
            })
            .unwrap_or(bytes.len());
        let (cell, rest) = piece.split_at(at);
        (cell.trim_end(), rest.trim_start())
    }

    /// All cells of the piece.
    pub(super) fn cells(self) -> Vec<Self> {
        let mut all = Vec::new();
        let mut rest = self;
        loop {
            let (cell, after) = rest.cell();
            if cell.text.is_empty() {
                return all;
            }
            all.push(cell);
            rest = after;
        }
    }

    /// The parts between `separator`, trimmed.
    pub(super) fn split(self, separator: &str) -> Vec<Self> {
        let mut all = Vec::new();
        let mut rest = self;
        while let Some((part, after)) = rest.split_once(separator) {
            all.push(part.trim());
            rest = after;
        }
        all.push(rest.trim());
        all
    }

    /// The piece as a text node that cites itself.
    pub(super) fn node(self) -> Node<'t> {
        Node::string(self.text, self.span())
    }

    /// The piece as a whole number.
    pub(super) fn int(self) -> Option<Node<'t>> {
        let piece = self.trim();
        piece.text.parse().ok().map(|number| Node::int(number, piece.span()))
    }
}

/// The line that starts at `at`, without its end, and where the next one starts; none at or behind `end`.
pub(super) fn line_at(text: &str, at: usize, end: usize) -> Option<(Piece<'_>, usize)> {
    if at >= end {
        return None;
    }
    let stop = memchr::memchr(b'\n', text.as_bytes().get(at..end)?).map_or(end, |found| at + found);
    let line = Piece::new(at, text.get(at..stop).unwrap_or_default());
    Some((line, (stop + 1).min(end)))
}

/// The lines of `text[at..end]`.
#[derive(Clone)]
pub(super) struct Lines<'t> {
    text: &'t str,
    at: usize,
    end: usize,
}

impl<'t> Lines<'t> {
    pub(super) fn new(text: &'t str, at: usize, end: usize) -> Self {
        Self { text, at, end }
    }
}

impl<'t> Iterator for Lines<'t> {
    type Item = Piece<'t>;

    fn next(&mut self) -> Option<Piece<'t>> {
        let (line, next) = line_at(self.text, self.at, self.end)?;
        self.at = next;
        Some(line)
    }
}
