//! Where the documents of a text stand, split as `kubectl` splits them: by lines, before anything is parsed.

use super::Span;

/// One document of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Document {
    /// From the line after its separator up to the next one, or up to a closing `...`.
    ///
    /// A separator with content behind it belongs to the document.
    pub span: Span,
    /// Its number, from 0.
    pub index: usize,
}

/// The documents of a text. Linear, and without parsing.
///
/// A line that begins with `---` separates. What stands before the first one counts only if it is more than comments,
/// blank lines and directives; every other piece counts, even an empty one. A text that begins with a bracket may be
/// several JSON values instead.
#[must_use]
pub fn documents(text: &str) -> Vec<Document> {
    let spans = json_values(text).unwrap_or_else(|| pieces(text));
    spans.into_iter().enumerate().map(|(index, span)| Document { span, index }).collect()
}

fn skip_mark(text: &str) -> usize {
    if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }
}

fn pieces(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut start = skip_mark(text);
    let mut separated = false;
    let mut at = start;
    let mut close = |start: usize, end: usize, separated: bool| {
        let piece = text.get(start..end).unwrap_or_default();
        if separated || piece.lines().any(says_something) {
            spans.push(Span::new(start, start + before_end_marker(piece)));
        }
    };
    for line in text.get(start..).unwrap_or_default().split_inclusive('\n') {
        if let Some(content) = separator(line) {
            close(start, at, separated);
            start = if content { at } else { at + line.len() };
            separated = true;
        }
        at += line.len();
    }
    close(start, at, separated);
    spans
}

/// Whether a line separates, and then, whether content stands on it.
pub(super) fn separator(line: &str) -> Option<bool> {
    let rest = line.strip_prefix("---")?;
    if !rest.is_empty() && !rest.starts_with([' ', '\t', '\r', '\n']) {
        return None;
    }
    let trimmed = rest.trim();
    Some(!trimmed.is_empty() && !trimmed.starts_with('#'))
}

fn says_something(line: &str) -> bool {
    let trimmed = line.trim_start();
    !trimmed.is_empty() && !trimmed.starts_with('#') && !line.starts_with('%') && !is_end_marker(line)
}

fn is_end_marker(line: &str) -> bool {
    line.strip_prefix("...").is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n']))
}

/// How much of a piece comes before a `...` after which nothing is said.
fn before_end_marker(piece: &str) -> usize {
    let mut at = 0;
    let mut marker = None;
    for line in piece.split_inclusive('\n') {
        if is_end_marker(line) {
            marker.get_or_insert(at);
        } else if says_something(line) {
            marker = None;
        }
        at += line.len();
    }
    marker.unwrap_or(piece.len())
}

/// The values of a text that is nothing but values in brackets.
fn json_values(text: &str) -> Option<Vec<Span>> {
    let bytes = text.as_bytes();
    let mut at = skip_mark(text);
    let mut spans = Vec::new();
    loop {
        while matches!(bytes.get(at), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            at += 1;
        }
        match bytes.get(at) {
            None => break,
            Some(b'{' | b'[') => {}
            Some(_) => return None,
        }
        let start = at;
        let mut depth = 0_usize;
        loop {
            match bytes.get(at)? {
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth = depth.saturating_sub(1),
                b'"' => at = string_end(bytes, at)?,
                _ => {}
            }
            at += 1;
            if depth == 0 {
                break;
            }
        }
        spans.push(Span::new(start, at));
    }
    (!spans.is_empty()).then_some(spans)
}

/// The closing quote of a string that opens at `at`.
fn string_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += 1;
        match bytes.get(at)? {
            b'"' => return Some(at),
            b'\\' => at += 1,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        let slice = |document: Document| text.get(document.span.start as usize..document.span.end as usize);
        documents(text).into_iter().filter_map(slice).collect()
    }

    #[test]
    fn documents_are_split_where_kubectl_splits_them() {
        let cases: &[(&str, &[&str])] = &[
            ("", &[]),
            ("# only\n\n", &[]),
            ("a: 1\n", &["a: 1\n"]),
            ("---\na: 1\n", &["a: 1\n"]),
            ("# c\n---\na: 1\n---\n", &["a: 1\n", ""]),
            ("%YAML 1.1\n--- # c\na: 1\n", &["a: 1\n"]),
            ("a: 1\r\n--- \r\nb: 2", &["a: 1\r\n", "b: 2"]),
            ("a: 1\n---b\n", &["a: 1\n---b\n"]),
            ("a: |\n  ---\nb: 1\n", &["a: |\n  ---\nb: 1\n"]),
            ("---\n---\na: 1\n...\n# c\n", &["", "a: 1\n"]),
            ("a: 1\n...\n---\nb: 2\n", &["a: 1\n", "b: 2\n"]),
            ("--- {a: b}\n---\nc: 1\n", &["--- {a: b}\n", "c: 1\n"]),
            ("\u{feff}---\na: 1\n", &["a: 1\n"]),
            ("{\"a\": \"}\\\"\"}{\"b\":[1]}\n[2]\n", &["{\"a\": \"}\\\"\"}", "{\"b\":[1]}", "[2]"]),
            ("{a: 1}\n---\n{b: 2}\n", &["{a: 1}\n", "{b: 2}\n"]),
            ("{a: 1} # }\n", &["{a: 1} # }\n"]),
            ("{\"cut\": [", &["{\"cut\": ["]),
        ];
        for (text, expected) in cases {
            assert_eq!(&split(text), expected, "{text:?}");
        }
    }
}
