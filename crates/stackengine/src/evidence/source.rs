//! The texts as they were given, and how to find a line in them again.

use std::sync::OnceLock;

use super::clean;
use crate::yaml::Span;

/// Which of the [`Sources`] a place is in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SourceId(pub u32);

/// A span of one source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// The text.
    pub source: SourceId,
    /// The bytes in its cleaned text.
    pub span: Span,
}

/// One text: a file, standard input, a paste.
///
/// The text that is read is a cleaned copy (no colours, no quote marks, no carriage returns) which keeps the lines
/// of the original one for one, so a line number holds in both. It has no `Display`: what is printed must be meant to be.
#[derive(Debug)]
pub struct Source {
    /// File name, or `-` for standard input.
    pub name: String,
    text: String,
    lines: OnceLock<Vec<u32>>,
    /// What decoding had to give up, for example bytes that are not UTF-8.
    pub damage: Option<String>,
}

impl Source {
    /// Decodes (UTF-8, or UTF-16 with its mark) and cleans. Never fails: what is not text is replaced and said in `damage`.
    #[must_use]
    pub fn new(name: impl Into<String>, bytes: Vec<u8>) -> Self {
        let (text, damage) = clean::decode(bytes);
        Self { name: name.into(), text: clean::clean(text), lines: OnceLock::new(), damage }
    }

    /// The cleaned text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Line number of a byte offset, counted from 1.
    #[must_use]
    pub fn line(&self, offset: u32) -> usize {
        let starts = self.lines.get_or_init(|| {
            memchr::memchr_iter(b'\n', self.text.as_bytes()).map(|at| Span::new(at, at).start).collect()
        });
        starts.partition_point(|newline| *newline < offset) + 1
    }

    /// The text of a span, empty where the span is not of this source.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    /// The whole line that holds a byte offset, without its end.
    #[must_use]
    pub fn line_text(&self, offset: u32) -> &str {
        let at = (offset as usize).min(self.text.len());
        let bytes = self.text.as_bytes();
        let start = memchr::memrchr(b'\n', &bytes[..at]).map_or(0, |found| found + 1);
        let end = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |found| at + found);
        self.text.get(start..end).unwrap_or_default()
    }
}

/// All texts of one question.
#[derive(Debug, Default)]
pub struct Sources(Vec<Source>);

impl Sources {
    /// No text yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a text and says how it will be called.
    pub fn add(&mut self, source: Source) -> SourceId {
        self.0.push(source);
        SourceId(u32::try_from(self.0.len() - 1).unwrap_or(u32::MAX))
    }

    /// Adds a text by name.
    pub fn add_text(&mut self, name: impl Into<String>, text: impl Into<String>) -> SourceId {
        self.add(Source::new(name, text.into().into_bytes()))
    }

    /// The source of an id.
    #[must_use]
    pub fn get(&self, id: SourceId) -> Option<&Source> {
        self.0.get(id.0 as usize)
    }

    /// Every source with its id, in the order of adding.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        self.0.iter().enumerate().map(|(index, source)| (SourceId(u32::try_from(index).unwrap_or(u32::MAX)), source))
    }
}
