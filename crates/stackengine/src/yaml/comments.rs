//! Where the comments of a document stand.

use super::Span;
use super::edit::locate;

/// Every comment of the document at `document`, from its `#` to the end of its line, in the order of the text.
///
/// Empty where the document cannot be read. A `#` inside a value is no comment.
#[must_use]
pub fn comments(text: &str, document: Span) -> Vec<Span> {
    let base = document.start as usize;
    let Some(slice) = text.get(base..document.end as usize).filter(|slice| slice.contains('#')) else {
        return Vec::new();
    };
    let Ok(located) = locate(slice, base) else { return Vec::new() };
    located.comments.iter().map(|comment| Span::new(base + comment.start, base + comment.end)).collect()
}
