//! The documents of a text.

use super::Span;

/// A document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Document {
    /// Where.
    pub span: Span,
    /// Its number, from 0.
    pub index: usize,
}

/// The documents of a text.
#[must_use]
pub fn documents(text: &str) -> Vec<Document> {
    let mut chunks = Vec::new();
    let (mut start, mut at, mut first) = (0, 0, true);
    let content =
        |chunk: &str| chunk.lines().any(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'));
    for line in text.split_inclusive('\n') {
        if line.strip_prefix("---").is_some_and(|rest| rest.trim().is_empty() || rest.trim().starts_with('#')) {
            if !first || content(&text[start..at]) {
                chunks.push(Span::new(start, at));
            }
            first = false;
            start = at + line.len();
        }
        at += line.len();
    }
    chunks.push(Span::new(start, at));
    chunks.into_iter().enumerate().map(|(index, span)| Document { span, index }).collect()
}
