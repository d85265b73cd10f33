//! What a reader of YAML 1.1, such as `kubectl`, reads otherwise than the eye does.

use std::collections::BTreeSet;

use granit_parser::ScalarStyle;

use super::documents::separator;
use super::edit::locate::{Located, Place, Range, Shape};
use super::edit::walk::locate;
use super::{Span, Value};

/// What is odd.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OddityKind {
    /// `yes`, `n`, `on` without quotes, as a value or a key: a boolean.
    BoolWord,
    /// `0777` or `0o777`: a number to the base of eight.
    Octal,
    /// `12:30:45`: a number for some readers, text for this API.
    Sexagesimal,
    /// A key that the same mapping holds already: the last one wins.
    DuplicateKey,
    /// `<<`, which brings the keys of another mapping.
    MergeKey,
    /// `*name`, which stands for a value elsewhere.
    Alias,
    /// `!!binary`, which is decoded.
    BinaryTag,
    /// `.inf` or `.nan`, which `kubectl` refuses.
    NonFinite,
    /// `--- {a: b}`: `kubectl` refuses content on a separator.
    SeparatorWithContent,
    /// `{{ x }}`: a mapping as the key of a mapping, which `kubectl` refuses.
    FlowMapAsKey,
    /// A line separator of YAML 1.1 (NEL, U+2028, U+2029) that YAML 1.2 takes for text.
    LineSeparator,
    /// A tab where a line is indented.
    Tab,
}

/// Something odd, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Oddity {
    /// What it is.
    pub kind: OddityKind,
    /// Where it stands.
    pub span: Span,
    /// What is written there.
    pub text: String,
}

/// What is odd in the document at `document`, in the order of the text.
///
/// Of a document that cannot be read, only what is seen without reading it.
#[must_use]
pub fn oddities(text: &str, document: Span) -> Vec<Oddity> {
    let base = document.start as usize;
    let Some(slice) = text.get(base..document.end as usize) else { return Vec::new() };
    let mut finder = Finder { slice, base, found: Vec::new(), values: Vec::new() };
    if let Some(line) = slice.lines().next()
        && separator(line) == Some(true)
    {
        finder.add(OddityKind::SeparatorWithContent, 0, line.len());
    }
    let doc = locate(slice, base).ok();
    if let Some(Located { root: Some(root), .. }) = &doc {
        finder.place(root, false);
    }
    finder.tabs();
    finder.found.sort_by_key(|oddity| (oddity.span, oddity.kind));
    finder.found
}

struct Finder<'t> {
    slice: &'t str,
    base: usize,
    found: Vec<Oddity>,
    /// Scalars and flow collections: a tab inside of them means nothing.
    values: Vec<Range>,
}

impl Finder<'_> {
    fn add(&mut self, kind: OddityKind, start: usize, end: usize) {
        let text = self.slice.get(start..end).unwrap_or_default().to_owned();
        self.found.push(Oddity { kind, span: Span::new(self.base + start, self.base + end), text });
    }

    fn place(&mut self, place: &Place<'_>, key: bool) {
        let props = self.slice.get(place.start..place.props_end).unwrap_or_default();
        if place.tagged && (props.contains("!!binary") || props.contains("tag:yaml.org,2002:binary")) {
            self.add(OddityKind::BinaryTag, place.start, place.props_end);
        }
        match &place.shape {
            Shape::Alias { .. } => self.add(OddityKind::Alias, place.content, place.end),
            Shape::Scalar { style: ScalarStyle::Plain, text, value } => {
                if let Some(kind) = odd_scalar(text, value).filter(|_| !place.tagged) {
                    self.add(kind, place.content, place.end);
                }
                let separators: Vec<usize> = self
                    .slice
                    .get(place.content..place.end)
                    .unwrap_or_default()
                    .match_indices(['\u{85}', '\u{2028}', '\u{2029}'])
                    .map(|(at, _)| place.content + at)
                    .collect();
                for at in separators {
                    let len = self.slice.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
                    self.add(OddityKind::LineSeparator, at, at + len);
                }
            }
            Shape::Mapping { flow: true, .. } if key => self.add(OddityKind::FlowMapAsKey, place.start, place.end),
            _ => {}
        }
        if !place.is_block_collection() {
            self.values.push(Range { start: place.content, end: place.end });
        }
        let mut keys = BTreeSet::new();
        for item in place.items() {
            if let Some(key) = &item.key {
                self.place(key, true);
                let name = key.as_key();
                if name.as_deref() == Some("<<") {
                    self.add(OddityKind::MergeKey, key.start, key.end);
                } else if name.is_some_and(|name| !keys.insert(name)) {
                    self.add(OddityKind::DuplicateKey, key.start, key.end);
                }
            }
            self.place(&item.value, false);
        }
    }

    fn tabs(&mut self) {
        self.values.sort_by_key(|range| range.start);
        let mut reach = 0;
        let mut values = std::mem::take(&mut self.values).into_iter().peekable();
        let mut line_start = 0;
        for line in self.slice.split_inclusive('\n') {
            let blank = line.len() - line.trim_start_matches([' ', '\t']).len();
            let at = line.get(..blank).unwrap_or_default().find('\t').map(|found| line_start + found);
            line_start += line.len();
            let Some(at) = at.filter(|_| !line.trim().is_empty()) else { continue };
            while let Some(value) = values.next_if(|value| value.start <= at) {
                reach = reach.max(value.end);
            }
            if at >= reach {
                self.add(OddityKind::Tab, at, at + 1);
            }
        }
    }
}

fn odd_scalar(text: &str, value: &Value<'_>) -> Option<OddityKind> {
    let bare = text.trim_start_matches(['+', '-']);
    let digits = |rest: &str| !rest.is_empty() && rest.bytes().all(|byte| matches!(byte, b'0'..=b'7' | b'_'));
    match value {
        Value::Bool(_) if !text.eq_ignore_ascii_case("true") && !text.eq_ignore_ascii_case("false") => {
            Some(OddityKind::BoolWord)
        }
        Value::Int(_) if bare.strip_prefix("0o").or_else(|| bare.strip_prefix('0')).is_some_and(digits) => {
            Some(OddityKind::Octal)
        }
        Value::String(_) if [".inf", ".nan"].iter().any(|word| bare.eq_ignore_ascii_case(word)) => {
            Some(OddityKind::NonFinite)
        }
        Value::String(_) if is_sexagesimal(bare) => Some(OddityKind::Sexagesimal),
        _ => None,
    }
}

/// `12:30`, `1:02:03.5`: below sixty in every part but the first.
fn is_sexagesimal(text: &str) -> bool {
    let whole = text.split('.').next().unwrap_or_default();
    let fraction = text.get(whole.len()..).unwrap_or_default();
    let mut parts = whole.split(':');
    let first = parts.next().unwrap_or_default();
    let number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let small = |part: &str| number(part) && part.len() <= 2 && part < "6" || number(part) && part.len() == 1;
    whole.contains(':')
        && number(first)
        && parts.all(small)
        && fraction.bytes().all(|byte| byte == b'.' || byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_reads_otherwise_than_it_looks_is_found() {
        let cases: &[(&str, &[(OddityKind, &str)])] = &[
            ("a: yes\nb: 'yes'\nn: true\n", &[(OddityKind::BoolWord, "yes"), (OddityKind::BoolWord, "n")]),
            ("mode: 0777\nb: 0o17\nc: 0888\nd: 0\n", &[(OddityKind::Octal, "0777"), (OddityKind::Octal, "0o17")]),
            (
                "t: 12:30:45\nu: 12:30\nv: 12:75\nw: a:1\n",
                &[(OddityKind::Sexagesimal, "12:30:45"), (OddityKind::Sexagesimal, "12:30")],
            ),
            ("a: 1\nb: 2\na: 3\n", &[(OddityKind::DuplicateKey, "a")]),
            ("a: &x {b: 1}\nc:\n  <<: *x\n", &[(OddityKind::MergeKey, "<<"), (OddityKind::Alias, "*x")]),
            ("a: !!binary aGk=\n", &[(OddityKind::BinaryTag, "!!binary")]),
            ("a: .inf\nb: -.INF\n", &[(OddityKind::NonFinite, ".inf"), (OddityKind::NonFinite, "-.INF")]),
            ("--- {a: b}\n", &[(OddityKind::SeparatorWithContent, "--- {a: b}")]),
            ("a: {{ x }}\n", &[(OddityKind::FlowMapAsKey, "{ x }")]),
            ("a: x\u{2028}y\n", &[(OddityKind::LineSeparator, "\u{2028}")]),
            ("a:\n\tb: 1\n", &[(OddityKind::Tab, "\t")]),
            ("{\n\t\"a\": 1\n}\n", &[]),
            ("a: |\n  x\n  \ty\nb:\tc\n", &[]),
        ];
        for (text, expected) in cases {
            let found = oddities(text, Span::new(0, text.len()));
            let found: Vec<(OddityKind, &str)> =
                found.iter().map(|oddity| (oddity.kind, oddity.text.as_str())).collect();
            assert_eq!(&found, expected, "{text:?}");
        }
    }
}
