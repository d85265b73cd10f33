//! A scalar as text: plain where every reader takes it for what it is, quoted where one would not.

use std::borrow::Cow;
use std::fmt::Write as _;

use granit_parser::ScalarStyle;

use super::super::scalar::resolve_plain;
use super::super::{Data, Value};

/// Where a scalar is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Context {
    Block,
    Flow,
    /// Only what JSON knows.
    Json,
}

/// The scalar on one line; nothing for collections and for numbers that cannot be written.
///
/// `wish` is the style it should have if it can, `quote` the quotes if it needs some.
pub(super) fn one_line(data: &Data, context: Context, wish: Option<ScalarStyle>, quote: char) -> Option<String> {
    match data {
        Data::Null => Some("null".to_owned()),
        Data::Bool(value) => Some(value.to_string()),
        Data::Int(number) => Some(number.to_string()),
        Data::Float(number) => number.is_finite().then(|| format!("{number:?}")),
        Data::String(text) => Some(string(text, context, wish, quote)),
        Data::List(_) | Data::Map(_) => None,
    }
}

/// A text on one line.
pub(super) fn string(text: &str, context: Context, wish: Option<ScalarStyle>, quote: char) -> String {
    if context == Context::Json {
        return double_quoted(text);
    }
    match wish {
        Some(ScalarStyle::DoubleQuoted) => return double_quoted(text),
        Some(ScalarStyle::SingleQuoted) => return single_quoted(text).unwrap_or_else(|| double_quoted(text)),
        _ => {}
    }
    if can_be_plain(text, context) {
        return text.to_owned();
    }
    match quote {
        '\'' => single_quoted(text).unwrap_or_else(|| double_quoted(text)),
        _ => double_quoted(text),
    }
}

/// Whether a reader of YAML 1.1 and one of 1.2 both take `text`, unquoted, for this very text.
pub(super) fn can_be_plain(text: &str, context: Context) -> bool {
    let mut chars = text.chars();
    let Some(first) = chars.next() else { return false };
    let second = chars.next();
    let begins = match first {
        '-' | '?' | ':' => second.is_some_and(|second| !is_blank(second) && !is_flow(second)),
        ',' | '[' | ']' | '{' | '}' | '#' | '&' | '*' | '!' | '|' | '>' | '\'' | '"' | '%' | '@' | '`' => false,
        _ => true,
    };
    let marker = text.starts_with("---") || text.starts_with("...");
    let ends = !text.ends_with(':') && !text.ends_with(is_blank) && !text.starts_with(is_blank);
    let inside = !text.contains(": ") && !text.contains(" #") && text.chars().all(is_printable) && !text.contains('\t');
    let flow = context == Context::Block || !(text.contains(is_flow) || text.contains(':') || text.contains('?'));
    begins && !marker && ends && inside && flow && !means_something_else(text)
}

/// Words and numbers of YAML 1.1 or 1.2, also those that this API reads as text.
fn means_something_else(text: &str) -> bool {
    if !matches!(resolve_plain(Cow::Borrowed(text)), Value::String(_)) || text == "<<" || text == "=" {
        return true;
    }
    let bare = text.trim_start_matches(['+', '-']);
    let lower = bare.to_ascii_lowercase();
    if matches!(lower.as_str(), ".inf" | ".nan" | "true" | "false" | "null" | "yes" | "no" | "on" | "off") {
        return true;
    }
    if !bare.starts_with(|char: char| char.is_ascii_digit() || char == '.') {
        return false;
    }
    let digits = bare.replace('_', "");
    let based = ["0x", "0o", "0b"].iter().any(|prefix| {
        lower.strip_prefix(prefix).is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_hexdigit()))
    });
    let sexagesimal = digits.contains(':') && digits.bytes().all(|b| b.is_ascii_digit() || matches!(b, b':' | b'.'));
    digits.parse::<f64>().is_ok() || based || sexagesimal || is_date(bare)
}

/// `2026-11-24`, with or without a time.
fn is_date(text: &str) -> bool {
    let mut parts = text.splitn(3, '-');
    let number = |part: Option<&str>, least: usize, most: usize| {
        part.is_some_and(|part| (least..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let year_and_month = number(parts.next(), 4, 4) && number(parts.next(), 1, 2);
    year_and_month && parts.next().is_some_and(|rest| rest.starts_with(|char: char| char.is_ascii_digit()))
}

fn is_blank(char: char) -> bool {
    matches!(char, ' ' | '\t')
}

fn is_flow(char: char) -> bool {
    matches!(char, ',' | '[' | ']' | '{' | '}')
}

/// What may stand in YAML as it is: no control characters, no line breaks of YAML 1.1, no byte order mark.
pub(super) fn is_printable(char: char) -> bool {
    !matches!(char, '\0'..='\x08' | '\n'..='\x1f' | '\x7f'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

fn single_quoted(text: &str) -> Option<String> {
    let fits = text.chars().all(|char| is_printable(char) && char != '\t');
    fits.then(|| format!("'{}'", text.replace('\'', "''")))
}

fn double_quoted(text: &str) -> String {
    format!("\"{}\"", escaped(text))
}

/// The inside of a double-quoted scalar, with escapes that JSON knows too.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    for char in text.chars() {
        match char {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            char if is_printable(char) => out.push(char),
            char => {
                // Control characters, separators and marks all lie in the first plane.
                let _infallible = write!(out, "\\u{:04x}", u32::from(char));
            }
        }
    }
    out
}

/// A block scalar: the indicators after `|`, and its lines without indentation.
pub(super) struct Literal<'v> {
    /// The text does not begin where its lines do, so that the header must say how deep they are indented.
    pub(super) needs_indent: bool,
    /// `-`, `+` or nothing.
    pub(super) chomp: &'static str,
    pub(super) lines: Vec<&'v str>,
}

/// The text as the lines of a literal block scalar, if it has several and can be written so.
pub(super) fn literal(text: &str) -> Option<Literal<'_>> {
    let printable = text.chars().all(|char| is_printable(char) || char == '\n');
    let body = text.trim_end_matches('\n');
    let last = body.rsplit('\n').next().unwrap_or_default();
    if !text.contains('\n') || !printable || last.trim().is_empty() {
        return None;
    }
    let feeds = text.len() - body.len();
    let chomp = match feeds {
        0 => "-",
        1 => "",
        _ => "+",
    };
    // The last line end is that of the line on which the scalar ends.
    let kept = if feeds == 0 { text } else { text.get(..text.len() - 1).unwrap_or_default() };
    let needs_indent =
        body.split('\n').take_while(|line| line.trim_start_matches(' ').is_empty()).any(|line| !line.is_empty())
            || body.split('\n').find(|line| !line.is_empty()).is_some_and(|line| line.starts_with(' '));
    Some(Literal { needs_indent, chomp, lines: kept.split('\n').collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_quoted_where_a_reader_would_take_it_for_something_else() {
        let quoted = [
            "yes",
            "n",
            "on",
            "0777",
            "1.5",
            "12:30",
            "12:30:45",
            "2026-11-24",
            "1e3",
            "1e400",
            "0x1F",
            "0o17",
            "1_000",
            ".inf",
            "-.INF",
            ".nan",
            "~",
            "null",
            "",
            " a",
            "a ",
            "a: b",
            "a:",
            "a #b",
            "- a",
            "-",
            "?",
            "*a",
            "&a",
            "!a",
            "%a",
            "@a",
            "`a",
            "{a",
            "[a",
            "'a",
            "\"a",
            "#a",
            "|",
            ">",
            "---",
            "=",
            "<<",
            "a\tb",
            "True",
            "tRue",
        ];
        for text in quoted {
            assert!(!can_be_plain(text, Context::Block), "{text}");
        }
        let plain = [
            "a",
            "a:b",
            "-a",
            "nginx:1.27",
            "1.36.2",
            "100m",
            "a#b",
            "http://x/y?z",
            "é",
            "250Mi",
            "$(X)",
            "a, b",
            "10.0.0.1",
        ];
        for text in plain {
            assert!(can_be_plain(text, Context::Block), "{text}");
        }
        assert!(!can_be_plain("a, b", Context::Flow));
    }

    #[test]
    fn a_literal_says_how_it_ends_and_where_it_begins() {
        let shape = |text| literal(text).map(|found| (found.needs_indent, found.chomp, found.lines.len()));
        assert_eq!(shape("a\nb"), Some((false, "-", 2)));
        assert_eq!(shape("a\nb\n"), Some((false, "", 2)));
        assert_eq!(shape("a\n\n"), Some((false, "+", 2)));
        assert_eq!(shape(" a\nb\n"), Some((true, "", 2)));
        assert_eq!(shape("\n  a\n"), Some((true, "", 2)));
        assert_eq!(shape("one line"), None);
        assert_eq!(shape("\n"), None);
        assert_eq!(shape("a\r\nb"), None);
    }
}
