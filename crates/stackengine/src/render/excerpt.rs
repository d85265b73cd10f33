//! From a place to the line a reader would look at, cut to a length that fits anywhere.

use crate::evidence::{Place, Source, Sources};
use crate::yaml::Span;

/// Characters an excerpt has at most, ellipses included.
const LONGEST: usize = 200;
/// Bytes that are looked at around a span: a list of a hundred megabytes may stand in one line.
const WINDOW: usize = 2048;
/// Bytes of a long line that are shown before the span.
const BEFORE: usize = 60;

/// A place as others see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation<'s> {
    /// File name, or `-` for standard input.
    pub source: &'s str,
    /// Line, counted from 1.
    pub line: usize,
    /// The line, or as much of it as says it. Raw: see [`super::printable`].
    pub excerpt: String,
}

/// Looks a place up; `None` where it is of no source.
#[must_use]
pub fn cite<'s>(sources: &'s Sources, place: &Place) -> Option<Citation<'s>> {
    let source = sources.get(place.source)?;
    let start = first_word(source.text(), place.span);
    let line = source.line(u32::try_from(start).unwrap_or(u32::MAX));
    Some(Citation { source: &source.name, line, excerpt: excerpt(source, start, place.span.end as usize) })
}

/// Where the text of the span begins: spans of blocks may start with blanks.
fn first_word(text: &str, span: Span) -> usize {
    let start = (span.start as usize).min(text.len());
    let end = (span.end as usize).clamp(start, text.len());
    let blanks = text.as_bytes()[start..end].iter().take(WINDOW).position(|byte| !byte.is_ascii_whitespace());
    start + blanks.unwrap_or(0)
}

fn excerpt(source: &Source, start: usize, end: usize) -> String {
    let text = source.text();
    let bytes = text.as_bytes();
    let left = ceil(text, start.saturating_sub(WINDOW));
    let right = floor(text, start.saturating_add(WINDOW));
    let line_start = memchr::memrchr(b'\n', &bytes[left..start]).map(|at| left + at + 1);
    let line_end = memchr::memchr(b'\n', &bytes[start..right]).map_or(right, |at| start + at);
    // A value of several lines says more than its first line: `"terminated": {` alone proves nothing.
    let stop = if end > line_end { floor(text, end.min(right)) } else { line_end };
    let from = match line_start {
        Some(line_start) if start - line_start <= LONGEST / 2 => line_start,
        None if left == 0 && start <= LONGEST / 2 => 0,
        _ => ceil(text, start.saturating_sub(BEFORE).max(left)),
    };
    let cut_left = line_start.map_or(from > 0, |line_start| from > line_start);
    let cut_right = stop < end || (stop == right && right < text.len());
    shorten(text.get(from..stop).unwrap_or_default(), cut_left, cut_right)
}

/// Blanks squeezed, length kept below the limit, ellipses where something is missing.
fn shorten(text: &str, cut_left: bool, cut_right: bool) -> String {
    let mut short = String::with_capacity(text.len().min(4 * LONGEST));
    if cut_left {
        short.push('…');
    }
    let mut length = short.chars().count();
    let mut words = text.lines().map(str::trim).filter(|line| !line.is_empty()).peekable();
    let mut cut = cut_right;
    'words: while let Some(word) = words.next() {
        for char in word.chars() {
            if length + 1 >= LONGEST {
                cut = true;
                break 'words;
            }
            short.push(char);
            length += 1;
        }
        if words.peek().is_some() {
            short.push(' ');
            length += 1;
        }
    }
    if cut {
        short.push('…');
    }
    short
}

fn floor(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

fn ceil(text: &str, at: usize) -> usize {
    (at..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cited(text: &str, needle: &str, length: usize) -> (usize, String) {
        let mut sources = Sources::new();
        let id = sources.add_text("x", text);
        let start = text.find(needle).expect("the needle is there");
        let place = Place { source: id, span: Span::new(start, start + length) };
        let citation = cite(&sources, &place).expect("the source is there");
        (citation.line, citation.excerpt)
    }

    #[test]
    fn a_value_is_cited_with_its_line() {
        let text = "{\n  \"exitCode\": 137,\n  \"reason\": \"OOMKilled\"\n}\n";
        assert_eq!(cited(text, "137", 3), (2, "\"exitCode\": 137,".to_owned()));
        assert_eq!(
            cited(text, "{", text.len() - 1),
            (1, "{ \"exitCode\": 137, \"reason\": \"OOMKilled\" }".to_owned())
        );
    }

    #[test]
    fn a_line_of_a_hundred_megabytes_costs_nothing() {
        let text = format!("{}\"exitCode\":137{}", "x".repeat(60_000_000), "ü".repeat(20_000_000));
        let (line, excerpt) = cited(&text, "\"exitCode\"", 3);
        assert_eq!((line, excerpt.chars().count()), (1, LONGEST));
        assert!(excerpt.starts_with("…xxx") && excerpt.contains("\"exitCode\":137ü") && excerpt.ends_with("ü…"));
    }

    #[test]
    fn a_place_that_is_nowhere_is_not_cited() {
        let sources = Sources::new();
        assert_eq!(cite(&sources, &Place::default()), None);
        let mut sources = Sources::new();
        let id = sources.add_text("x", "short");
        let citation = cite(&sources, &Place { source: id, span: Span::new(90, 99) }).expect("the source is there");
        assert_eq!(citation.line, 1);
    }
}
