//! A decoded text in which every byte knows where it stood in the raw one.

use std::ops::Range;

use super::find::Find;

/// Decoded bytes, with the place of each in the text they were decoded from.
#[derive(Clone, Debug, Default)]
pub(crate) struct View {
    /// The decoded bytes.
    pub(crate) bytes: Vec<u8>,
    /// For each byte, where its encoding begins; one more at the end.
    starts: Vec<usize>,
    end: usize,
}

impl View {
    fn with_capacity(capacity: usize) -> Self {
        Self { bytes: Vec::with_capacity(capacity), starts: Vec::with_capacity(capacity), end: 0 }
    }

    fn push(&mut self, byte: u8, from: Range<usize>) {
        self.bytes.push(byte);
        self.starts.push(from.start);
        self.end = from.end;
    }

    fn push_char(&mut self, char: char, from: Range<usize>) {
        let mut buffer = [0; 4];
        for byte in char.encode_utf8(&mut buffer).bytes() {
            self.push(byte, from.clone());
        }
    }

    /// The span of the raw text that a span of the decoded one was made from.
    pub(crate) fn raw(&self, span: &Range<usize>) -> Range<usize> {
        let at = |offset: usize| self.starts.get(offset).copied().unwrap_or(self.end);
        let start = at(span.start);
        start..at(span.end).max(start)
    }

    /// A find in the decoded text, as one in the raw text; it keeps the decoded value.
    pub(crate) fn raw_find(&self, find: Find) -> Find {
        let value = find.value.or_else(|| self.bytes.get(find.span.clone()).map(<[u8]>::to_vec));
        Find { span: self.raw(&find.span), value, ..find }
    }

    /// A JSON or double-quoted YAML string; `raw` is what stands between the quotes.
    pub(crate) fn of_escaped(text: &[u8], raw: Range<usize>) -> Self {
        let mut view = Self::with_capacity(raw.len());
        let mut at = raw.start;
        while at < raw.end {
            let (char, next) = escaped(text, at, raw.end);
            match char {
                Escaped::Byte(byte) => view.push(byte, at..next),
                Escaped::Char(char) => view.push_char(char, at..next),
            }
            at = next;
        }
        view.end = raw.end;
        view
    }

    /// Percent-encoded text.
    pub(crate) fn of_percent(text: &[u8], raw: Range<usize>) -> Self {
        let mut view = Self::with_capacity(raw.len());
        let mut at = raw.start;
        while at < raw.end {
            let byte = text.get(at).copied().unwrap_or_default();
            let pair = (byte == b'%').then(|| hex(text.get(at + 1..at + 3)?)).flatten();
            let next = if pair.is_some() { at + 3 } else { at + 1 };
            view.push(pair.and_then(|value| u8::try_from(value).ok()).unwrap_or(byte), at..next);
            at = next;
        }
        view.end = raw.end;
        view
    }

    /// Text without colours, and with the lines of container runtimes that were cut in parts joined again.
    pub(crate) fn of_terminal(text: &[u8]) -> Self {
        let mut view = Self::with_capacity(text.len());
        let mut at = 0;
        let mut line_start = true;
        let mut joins = false;
        while let Some(&byte) = text.get(at) {
            if line_start {
                line_start = false;
                let head = text.get(at..(at + 64).min(text.len())).unwrap_or_default();
                if let Some((length, partial)) = runtime_prefix(head) {
                    if !joins {
                        for offset in at..at + length {
                            view.push(text.get(offset).copied().unwrap_or_default(), offset..offset + 1);
                        }
                    }
                    joins = partial;
                    at += length;
                    continue;
                }
                joins = false;
            }
            if byte == 0x1b {
                at += escape_length(text.get(at..).unwrap_or_default());
                continue;
            }
            line_start = byte == b'\n';
            let ends_line = line_start || (byte == b'\r' && text.get(at + 1) == Some(&b'\n'));
            if !(ends_line && joins) {
                view.push(byte, at..at + 1);
            }
            at += 1;
        }
        view.end = text.len();
        view
    }

    /// UTF-16 with its mark, if it is that.
    pub(crate) fn of_utf16(text: &[u8]) -> Option<Self> {
        let big = match text.get(..2)? {
            [0xfe, 0xff] => true,
            [0xff, 0xfe] => false,
            _ => return None,
        };
        let mut view = Self::with_capacity(text.len() / 2);
        let unit = |at: usize| {
            let pair = [*text.get(at)?, *text.get(at + 1)?];
            Some(if big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) })
        };
        let mut at = 2;
        while let Some(first) = unit(at) {
            let pair = unit(at + 2).filter(|_| (0xd800..0xdc00).contains(&first));
            let units = std::iter::once(first).chain(pair);
            let char = char::decode_utf16(units).next().and_then(Result::ok);
            let length = char.map_or(2, |char| char.len_utf16() * 2);
            view.push_char(char.unwrap_or(char::REPLACEMENT_CHARACTER), at..at + length);
            at += length;
        }
        view.end = text.len();
        Some(view)
    }
}

enum Escaped {
    Byte(u8),
    Char(char),
}

fn escaped(text: &[u8], at: usize, end: usize) -> (Escaped, usize) {
    let byte = text.get(at).copied().unwrap_or_default();
    if byte != b'\\' || at + 1 >= end {
        return (Escaped::Byte(byte), at + 1);
    }
    let plain = |byte| (Escaped::Byte(byte), at + 2);
    match text.get(at + 1).copied().unwrap_or_default() {
        b'n' => plain(b'\n'),
        b't' => plain(b'\t'),
        b'r' => plain(b'\r'),
        b'b' => plain(8),
        b'f' => plain(12),
        b'0' => plain(0),
        b'u' => {
            let Some(first) = text.get(at + 2..(at + 6).min(end)).and_then(hex) else { return plain(b'u') };
            let low = text
                .get(at + 6..(at + 12).min(end))
                .filter(|rest| rest.starts_with(b"\\u"))
                .and_then(|rest| hex(rest.get(2..)?));
            if let (0xd800..0xdc00, Some(low @ 0xdc00..0xe000)) = (first, low) {
                let code = 0x10000 + ((first - 0xd800) << 10) + (low - 0xdc00);
                return (Escaped::Char(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)), at + 12);
            }
            (Escaped::Char(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER)), (at + 6).min(end))
        }
        b'x' => match text.get(at + 2..(at + 4).min(end)).and_then(hex) {
            Some(code) => (Escaped::Char(char::from_u32(code).unwrap_or_default()), at + 4),
            None => plain(b'x'),
        },
        other => plain(other),
    }
}

fn hex(digits: &[u8]) -> Option<u32> {
    if digits.is_empty() {
        return None;
    }
    digits.iter().try_fold(0u32, |code, digit| Some(code * 16 + char::from(*digit).to_digit(16)?))
}

/// Length of what a container runtime writes before each line (`TIME stdout P `), and whether the line goes on in the next.
pub(crate) fn runtime_prefix(line: &[u8]) -> Option<(usize, bool)> {
    let time = memchr::memchr(b' ', line).filter(|length| (20..=40).contains(length))?;
    if line.get(4) != Some(&b'-') || line.get(10) != Some(&b'T') {
        return None;
    }
    let rest = line.get(time + 1..)?;
    let rest = rest.strip_prefix(b"stdout ").or_else(|| rest.strip_prefix(b"stderr "))?;
    match rest {
        [b'P', b' ', ..] => Some((time + 10, true)),
        [b'F', b' ', ..] => Some((time + 10, false)),
        _ => None,
    }
}

/// Length of a terminal's escape sequence that begins the text.
fn escape_length(text: &[u8]) -> usize {
    match text.get(1) {
        Some(b'[') => {
            let body = text.iter().skip(2).take(32).take_while(|byte| (0x20..0x40).contains(*byte)).count();
            (2 + body + 1).min(text.len())
        }
        Some(b']') => {
            let end = text.iter().take(512).position(|byte| *byte == 7);
            end.map_or(1, |end| end + 1)
        }
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_escaped_string_is_decoded_with_its_places() {
        let text = br#"x "a\"b\u00e9\n" y"#;
        let view = View::of_escaped(text, 3..text.len() - 3);
        assert_eq!(String::from_utf8_lossy(&view.bytes), "a\"b\u{e9}\n");
        assert_eq!(view.raw(&(1..2)), 4..6);
        assert_eq!(view.raw(&(3..5)), 7..13);
    }

    #[test]
    fn colours_and_cut_lines_are_taken_out() {
        let text = b"2026-01-01T00:00:00.000000000Z stdout P pass\n2026-01-01T00:00:00.000000000Z stdout F word=\x1b[31mx\x1b[0m\n";
        let view = View::of_terminal(text);
        assert!(String::from_utf8_lossy(&view.bytes).ends_with(" P password=x\n"));
    }

    #[test]
    fn utf_16_needs_its_mark() {
        let text: Vec<u8> = [0xff, 0xfe].into_iter().chain("k: v".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let view = View::of_utf16(&text).expect("it has its mark");
        assert_eq!(view.bytes, b"k: v");
        assert_eq!(view.raw(&(3..4)), 8..10);
        assert!(View::of_utf16(b"k: v").is_none());
    }
}
