//! Where a needle was found: the line around it, and the questions asked of it.

use super::REACH;

/// How far from a needle the words that explain it may stand.
const NEAR: usize = 160;

/// A needle in its line. Of very long lines only a window around the needle is seen.
pub(super) struct Place<'t> {
    window: &'t [u8],
    at: usize,
    end: usize,
    begins: bool,
    /// The beginning of the line after.
    pub(super) next: &'t [u8],
}

impl<'t> Place<'t> {
    pub(super) fn new(text: &'t [u8], line_start: usize, line_end: usize, at: usize, end: usize) -> Self {
        let from = line_start.max(at.saturating_sub(REACH));
        let to = line_end.min(end.saturating_add(REACH));
        let next_from = (line_end + 1).min(text.len());
        Self {
            window: &text[from..to],
            at: at - from,
            end: end - from,
            begins: from == line_start,
            next: &text[next_from..(next_from + 64).min(text.len())],
        }
    }

    /// What stands in the line before the needle.
    pub(super) fn before(&self) -> &'t [u8] {
        without_escapes_at_end(&self.window[..self.at])
    }

    /// The needle as the line spells it.
    pub(super) fn hit(&self) -> &'t [u8] {
        &self.window[self.at..self.end]
    }

    /// What stands in the line after the needle.
    pub(super) fn after(&self) -> &'t [u8] {
        &self.window[self.end..]
    }

    /// The line without time stamps and without white space around it.
    pub(super) fn bare(&self) -> &'t [u8] {
        if self.begins { unstamped(self.window).trim_ascii() } else { self.window }
    }

    /// What stands before the needle, without time stamps.
    pub(super) fn bare_before(&self) -> &'t [u8] {
        if self.begins { unstamped(self.before()) } else { self.before() }
    }

    /// Whether the line says any of these words near the needle, in any case.
    pub(super) fn says(&self, words: &[&str]) -> bool {
        let near = &self.window[self.at.saturating_sub(NEAR)..self.window.len().min(self.end + NEAR)];
        words.iter().any(|word| contains(near, word))
    }

    /// Whether the line says any of these words shortly before the needle, in any case.
    pub(super) fn says_before(&self, words: &[&str]) -> bool {
        let near = &self.window[self.at.saturating_sub(NEAR)..self.at];
        words.iter().any(|word| contains(near, word))
    }

    /// Whether nothing but time stamps stands before the needle.
    pub(super) fn at_start(&self) -> bool {
        self.begins && unstamped(self.before()).trim_ascii().is_empty()
    }

    /// Whether the needle is no part of a longer word.
    pub(super) fn is_word(&self) -> bool {
        self.starts_word() && !self.after().first().is_some_and(|byte| is_word_byte(*byte))
    }

    /// Whether the needle does not begin inside a word.
    pub(super) fn starts_word(&self) -> bool {
        !self.before().last().is_some_and(|byte| is_word_byte(*byte))
    }

    /// Whether the needle stands where messages put their reason: first, or after a colon or a bracket.
    pub(super) fn is_reason(&self) -> bool {
        matches!(self.before().trim_ascii_end().last(), None | Some(b':' | b']' | b'(' | b'>' | b'-'))
    }

    /// Whether the line only says that there was none of it.
    pub(super) fn is_denied(&self) -> bool {
        let before = self.before().trim_ascii_end();
        let from = before.iter().rposition(u8::is_ascii_whitespace).map_or(0, |at| at + 1);
        let none = [&b"no"[..], b"0", b"zero", b"without", b"never"];
        none.iter().any(|word| before[from..].eq_ignore_ascii_case(word)) || is_nothing(self.after())
    }
}

/// Whether what follows a name gives it the value of nothing: `=0`, `: none`, `: []`.
pub(super) fn is_nothing(after: &[u8]) -> bool {
    let after = after.strip_prefix(b"\"").unwrap_or(after);
    let Some(value) = after.strip_prefix(b"=").or_else(|| after.strip_prefix(b":")) else { return false };
    let value = value.trim_ascii_start();
    let is_end = |byte: &u8| matches!(byte, b' ' | b',' | b';' | b'}' | b'\t' | b'\r');
    let end = value.iter().position(is_end).unwrap_or(value.len());
    let (value, rest) = value.split_at(end);
    if ["0", "0.0", "0.00", "0%", "0.0%", "[]", "{}", "\"\"", "''", "<nil>"].iter().any(|zero| value == zero.as_bytes())
    {
        return true;
    }
    // `error: no such table` is no denial, `error: no` is one.
    let alone = rest.trim_ascii().is_empty() || !rest.starts_with(b" ");
    alone && ["none", "null", "nil", "no", "false"].iter().any(|none| value.eq_ignore_ascii_case(none.as_bytes()))
}

pub(super) fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Whether the text contains a word, given in lower case.
pub(super) fn contains(text: &[u8], word: &str) -> bool {
    find(text, word).is_some()
}

/// Where the text first contains a word, given in lower case.
pub(super) fn find(text: &[u8], word: &str) -> Option<usize> {
    let word = word.as_bytes();
    let first = *word.first()?;
    let last_start = text.len().checked_sub(word.len())?;
    memchr::memchr2_iter(first, first.to_ascii_uppercase(), &text[..=last_start])
        .find(|at| text[*at..*at + word.len()].eq_ignore_ascii_case(word))
}

/// The line without the time stamps and names that log collectors put before it; its indentation stays.
pub(super) fn unstamped(mut line: &[u8]) -> &[u8] {
    loop {
        let rest = without_escape(line)
            .or_else(|| without_time(line))
            .or_else(|| line.strip_prefix("│".as_bytes()).map(<[u8]>::trim_ascii_start))
            .or_else(|| without_source(line));
        match rest {
            Some(rest) => line = rest,
            None => return line,
        }
    }
}

/// `kubectl logs --prefix` and the files of container runtimes.
fn without_source(line: &[u8]) -> Option<&[u8]> {
    for stream in [&b"stdout F "[..], b"stderr F ", b"stdout P ", b"stderr P "] {
        if let Some(rest) = line.strip_prefix(stream) {
            return Some(rest);
        }
    }
    let name = line.strip_prefix(b"[pod/")?;
    let end = memchr::memchr(b']', name)?;
    name[end + 1..].strip_prefix(b" ")
}

/// `2026-01-31T10:00:00.5Z `, `2026-01-31 10:00:00,123 ` and Go's `2026/01/31 10:00:00 `.
fn without_time(line: &[u8]) -> Option<&[u8]> {
    const SHAPE: &[u8] = b"0000-00-00T00:00:00";
    let fits = |(byte, shape): (&u8, &u8)| match shape {
        b'0' => byte.is_ascii_digit(),
        b'-' => matches!(byte, b'-' | b'/'),
        b'T' => matches!(byte, b'T' | b' '),
        exact => byte == exact,
    };
    if line.len() < SHAPE.len() || !line.iter().zip(SHAPE).all(fits) {
        return None;
    }
    let rest = &line[SHAPE.len()..];
    let end = rest.iter().position(|byte| !matches!(byte, b'0'..=b'9' | b'.' | b',' | b':' | b'Z' | b'+' | b'-'))?;
    rest[end..].strip_prefix(b" ")
}

/// The text after a colour escape at its beginning.
fn without_escape(line: &[u8]) -> Option<&[u8]> {
    let rest = line.strip_prefix(b"\x1b[")?;
    let end = rest.iter().position(|byte| !matches!(byte, b'0'..=b'9' | b';'))?;
    rest.get(end + 1..)
}

/// The text before the colour escapes at its end: `\x1b[31m` would glue an `m` to the word after it.
fn without_escapes_at_end(mut text: &[u8]) -> &[u8] {
    while let Some(rest) = text.strip_suffix(b"m") {
        let digits = rest.iter().rev().take_while(|byte| matches!(byte, b'0'..=b'9' | b';')).count();
        match rest[..rest.len() - digits].strip_suffix(b"\x1b[") {
            Some(clean) => text = clean,
            None => break,
        }
    }
    text
}
