//! JSON, read leniently and in one pass: what is cut off or broken ends the reading, what stood before it is kept.
//!
//! It exists beside the YAML reader because dumps of a whole namespace are JSON of a hundred megabytes,
//! and because a paste is often cut in the middle, which a strict reader answers with nothing at all.

use std::borrow::Cow;

use super::{Entry, Node, Span, Value};

/// Deeper nesting than any Kubernetes object has; a limit keeps hostile input from exhausting the stack.
const MAX_DEPTH: usize = 200;

/// How the reading ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonEnd {
    /// The value was complete; the offset is one past it.
    Complete(usize),
    /// The text ended inside the value.
    Cut(usize),
    /// Something at this offset is not JSON.
    Broken(usize),
}

impl JsonEnd {
    /// Where reading stopped.
    #[must_use]
    pub fn offset(self) -> usize {
        match self {
            Self::Complete(at) | Self::Cut(at) | Self::Broken(at) => at,
        }
    }
}

/// Reads one value that starts at `start`. Always gives a tree: of a broken text, the part before the break.
#[must_use]
pub fn read_json(text: &str, start: usize) -> (Node<'_>, JsonEnd) {
    read_json_streaming(text, start, &mut |_, item| Some(item))
}

/// Like [`read_json`], but hands each item of a top-level `items` list to `each`, with the entries read so far.
///
/// What `each` returns is kept in the tree; returning `None` lets a list of any size be read in the memory of one item.
pub fn read_json_streaming<'t>(
    text: &'t str,
    start: usize,
    each: &mut dyn FnMut(&[Entry<'t>], Node<'t>) -> Option<Node<'t>>,
) -> (Node<'t>, JsonEnd) {
    let mut reader = Reader { text, bytes: text.as_bytes(), at: start, stop: None, each };
    let node = reader.value(0);
    let end = match reader.stop {
        None => JsonEnd::Complete(reader.at),
        Some(stop) => stop,
    };
    (node, end)
}

type EachItem<'e, 't> = &'e mut dyn FnMut(&[Entry<'t>], Node<'t>) -> Option<Node<'t>>;

struct Reader<'e, 't> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    stop: Option<JsonEnd>,
    each: EachItem<'e, 't>,
}

impl<'t> Reader<'_, 't> {
    fn peek(&mut self) -> Option<u8> {
        while let Some(byte) = self.bytes.get(self.at) {
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Some(*byte);
            }
            self.at += 1;
        }
        None
    }

    fn halt(&mut self) {
        if self.stop.is_none() {
            let cut = self.at >= self.bytes.len();
            self.stop = Some(if cut { JsonEnd::Cut(self.at) } else { JsonEnd::Broken(self.at) });
        }
    }

    fn value(&mut self, depth: usize) -> Node<'t> {
        let first = self.peek();
        let start = self.at;
        let value = match first {
            Some(b'{') if depth < MAX_DEPTH => self.object(depth),
            Some(b'[') if depth < MAX_DEPTH => self.array(depth),
            Some(b'"') => self.string().map_or(Value::Null, Value::String),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't' | b'f' | b'n') => self.word(),
            _ => {
                self.halt();
                Value::Null
            }
        };
        Node { span: Span::new(start, self.at), value }
    }

    fn object(&mut self, depth: usize) -> Value<'t> {
        self.at += 1;
        let mut entries = Vec::new();
        while self.stop.is_none() {
            match self.peek() {
                Some(b'}') => {
                    self.at += 1;
                    break;
                }
                Some(b',') if !entries.is_empty() => self.at += 1,
                Some(b'"') => {
                    let key_start = self.at;
                    let Some(key) = self.string() else { break };
                    let key_span = Span::new(key_start, self.at);
                    if self.peek() != Some(b':') {
                        self.halt();
                        break;
                    }
                    self.at += 1;
                    let node = if depth == 0 && key == "items" && self.peek() == Some(b'[') {
                        self.items(&entries)
                    } else {
                        self.value(depth + 1)
                    };
                    // A value cut before its first byte says nothing, and must not look like a null.
                    if self.stop.is_some() && node.value == Value::Null {
                        break;
                    }
                    entries.push(Entry { key, key_span, node });
                }
                _ => self.halt(),
            }
        }
        Value::Mapping(entries)
    }

    fn items(&mut self, before: &[Entry<'t>]) -> Node<'t> {
        let start = self.at;
        self.at += 1;
        let mut kept = Vec::new();
        while self.stop.is_none() {
            match self.peek() {
                Some(b']') => {
                    self.at += 1;
                    break;
                }
                Some(b',') => self.at += 1,
                Some(_) => {
                    let item = self.value(2);
                    kept.extend((self.each)(before, item));
                }
                None => self.halt(),
            }
        }
        Node { span: Span::new(start, self.at), value: Value::Sequence(kept) }
    }

    fn array(&mut self, depth: usize) -> Value<'t> {
        self.at += 1;
        let mut items = Vec::new();
        while self.stop.is_none() {
            match self.peek() {
                Some(b']') => {
                    self.at += 1;
                    break;
                }
                Some(b',') if !items.is_empty() => self.at += 1,
                Some(_) => {
                    let item = self.value(depth + 1);
                    if self.stop.is_some() && item.value == Value::Null {
                        break;
                    }
                    items.push(item);
                }
                None => self.halt(),
            }
        }
        Value::Sequence(items)
    }

    fn string(&mut self) -> Option<Cow<'t, str>> {
        let start = self.at + 1;
        let mut from = start;
        loop {
            match memchr::memchr2(b'"', b'\\', &self.bytes[from..]) {
                Some(found) if self.bytes[from + found] == b'"' => {
                    let end = from + found;
                    self.at = end + 1;
                    let raw = &self.text[start..end];
                    return Some(if from == start { Cow::Borrowed(raw) } else { unescape(raw) });
                }
                // An escape: the byte after the backslash never ends the string.
                Some(found) => from = (from + found + 2).min(self.bytes.len()),
                None => {
                    self.at = self.bytes.len();
                    self.halt();
                    return None;
                }
            }
        }
    }

    fn number(&mut self) -> Value<'t> {
        let start = self.at;
        while self.bytes.get(self.at).is_some_and(|byte| matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9'))
        {
            self.at += 1;
        }
        let digits = &self.text[start..self.at];
        // The text may end inside the number: 13 of 137 is a lie, so a number at the very end counts as cut.
        if self.at == self.bytes.len() {
            self.halt();
            return Value::Null;
        }
        match (digits.parse::<i64>(), digits.parse::<f64>()) {
            (Ok(int), _) => Value::Int(int),
            (_, Ok(float)) => Value::Float(float),
            _ => {
                self.at = start;
                self.halt();
                Value::Null
            }
        }
    }

    fn word(&mut self) -> Value<'t> {
        for (word, value) in [("true", Value::Bool(true)), ("false", Value::Bool(false)), ("null", Value::Null)] {
            if self.bytes[self.at..].starts_with(word.as_bytes()) {
                self.at += word.len();
                return value;
            }
        }
        self.halt();
        Value::Null
    }
}

fn unescape(raw: &str) -> Cow<'_, str> {
    let mut out = String::with_capacity(raw.len());
    let mut chars = raw.chars();
    while let Some(char) = chars.next() {
        if char != '\\' {
            out.push(char);
            continue;
        }
        match chars.next() {
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('r') => out.push('\r'),
            Some('b') => out.push('\u{8}'),
            Some('f') => out.push('\u{c}'),
            Some('u') => out.push(unescape_unicode(&mut chars)),
            Some(other) => out.push(other),
            None => {}
        }
    }
    Cow::Owned(out)
}

fn unescape_unicode(chars: &mut std::str::Chars<'_>) -> char {
    let high = four_hex_digits(chars);
    if (0xD800..0xDC00).contains(&high) && chars.as_str().starts_with("\\u") {
        let mut ahead = chars.clone();
        ahead.nth(1);
        let low = four_hex_digits(&mut ahead);
        if (0xDC00..0xE000).contains(&low) {
            *chars = ahead;
            let point = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
            return char::from_u32(point).unwrap_or(char::REPLACEMENT_CHARACTER);
        }
    }
    char::from_u32(high).unwrap_or(char::REPLACEMENT_CHARACTER)
}

fn four_hex_digits(chars: &mut std::str::Chars<'_>) -> u32 {
    let digits: String = chars.as_str().chars().take(4).filter(char::is_ascii_hexdigit).collect();
    for _ in 0..digits.len() {
        chars.next();
    }
    u32::from_str_radix(&digits, 16).unwrap_or(0xFFFD)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_complete_object_is_read_with_spans() {
        let text = r#" {"a": [1, -2.5, true, null], "b": {"c": "x\n\u00e9\ud83d\ude00"}}"#;
        let (node, end) = read_json(text, 0);
        assert_eq!(end, JsonEnd::Complete(text.len()));
        assert_eq!(node.at("b.c").and_then(Node::as_str), Some("x\né😀"));
        let a = node.get("a").expect("a");
        assert_eq!(&text[a.span.start as usize..a.span.end as usize], "[1, -2.5, true, null]");
    }

    #[test]
    fn a_cut_object_keeps_what_stood_before_the_cut() {
        let text = r#"{"status": {"phase": "Failed", "containerStatuses": [{"name": "main", "exitCode": 13"#;
        let (node, end) = read_json(text, 0);
        assert!(matches!(end, JsonEnd::Cut(_)));
        assert_eq!(node.at("status.phase").and_then(Node::as_str), Some("Failed"));
        let container = &node.at("status.containerStatuses").expect("list").items()[0];
        assert_eq!(container.get("name").and_then(Node::as_str), Some("main"));
        assert_eq!(container.get("exitCode"), None, "half a number is no number");
    }

    #[test]
    fn every_cut_and_deep_nesting_end_quietly() {
        let text = r#"{"items": [{"a": "b\"c", "n": [1, {"x": null}]}], "kind": "List"}"#;
        for cut in 0..text.len() {
            let _ = read_json(&text[..cut], 0);
        }
        let deep = "[".repeat(1_000_000);
        assert!(matches!(read_json(&deep, 0).1, JsonEnd::Broken(_)));
    }

    #[test]
    fn items_stream_one_at_a_time() {
        let text = r#"{"apiVersion": "v1", "items": [{"kind": "Pod"}, {"kind": "Job"}], "kind": "List"}"#;
        let mut kinds = Vec::new();
        let (node, _) = read_json_streaming(text, 0, &mut |before, item| {
            assert_eq!(before.len(), 1);
            kinds.push(item.get("kind").and_then(Node::as_str).map(str::to_owned));
            None
        });
        assert_eq!(kinds, [Some("Pod".to_owned()), Some("Job".to_owned())]);
        assert_eq!(node.get("kind").and_then(Node::as_str), Some("List"));
    }
}
