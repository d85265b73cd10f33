//! The form of a placeholder, and what models make of it.
//!
//! `<PASSWORD_1>` is the value itself, `<PASSWORD_1_B64>` the same value in another encoding. Upper case, because
//! kubectl writes `<none>` and `<unset>`; in angle brackets, because a plain YAML scalar may begin with one.

use std::ops::Range;

use super::Kind;

/// Longer names are no placeholders.
const MAX_NAME: usize = 48;

/// Something written like a placeholder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Written {
    /// All of it, with its brackets.
    pub(crate) span: Range<usize>,
    /// What stands between the brackets, in upper case and without backslashes.
    pub(crate) name: String,
    /// Whether it stands there letter for letter as it was made.
    pub(crate) exact: bool,
}

/// How a bracket may be written after a trip through HTML, Markdown, JSON or an address.
const BRACKETS: [(&[u8], &[u8]); 5] =
    [(b"<", b">"), (b"&lt;", b"&gt;"), (b"\\u003c", b"\\u003e"), (b"\\<", b"\\>"), (b"%3c", b"%3e")];

/// Everything in the text that is written like a placeholder, in any of the ways that [`BRACKETS`] names.
pub(crate) fn written(text: &[u8]) -> Vec<Written> {
    let mut all = Vec::new();
    let mut after = 0;
    for at in memchr::memchr3_iter(b'<', b'&', b'\\', text) {
        if at >= after
            && let Some(found) = written_at(text, at)
        {
            after = found.span.end;
            all.push(found);
        }
    }
    // Percent signs are rare where the other three are not; they get a pass of their own.
    let mut escaped: Vec<Written> = memchr::memchr_iter(b'%', text).filter_map(|at| written_at(text, at)).collect();
    if !escaped.is_empty() {
        all.append(&mut escaped);
        all.sort_by_key(|found| found.span.start);
    }
    all
}

/// The names of all placeholders in a text, as whoever puts values back would read them.
#[must_use]
pub fn placeholders(text: &[u8]) -> Vec<String> {
    written(text).into_iter().map(|written| written.name).collect()
}

fn written_at(text: &[u8], at: usize) -> Option<Written> {
    let rest = text.get(at..)?;
    let (open, close) = BRACKETS.iter().find(|(open, _)| starts_with(rest, open))?;
    let mut name = String::new();
    let mut end = at + open.len();
    let start = end;
    while let Some(byte) = text.get(end) {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'_' => name.push(char::from(byte.to_ascii_uppercase())),
            // Markdown escapes the underscore.
            b'\\' if text.get(end + 1) == Some(&b'_') => {
                name.push('_');
                end += 1;
            }
            _ => break,
        }
        end += 1;
        if name.len() > MAX_NAME {
            return None;
        }
    }
    if !is_name(&name) || !starts_with(text.get(end..)?, close) {
        return None;
    }
    let exact = open.len() == 1 && text.get(start..end) == Some(name.as_bytes());
    Some(Written { span: at..end + close.len(), name, exact })
}

fn starts_with(text: &[u8], what: &[u8]) -> bool {
    text.get(..what.len()).is_some_and(|head| head.eq_ignore_ascii_case(what))
}

/// Whether a name is one that a placeholder may have: words, a number that does not begin with zero, an encoding.
pub(crate) fn is_name(name: &str) -> bool {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default();
    let letters = |word: &str| word.starts_with(|c: char| c.is_ascii_uppercase());
    letters(first) && words.any(is_number)
}

fn is_number(word: &str) -> bool {
    !word.starts_with('0') && !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a name begins with a word that we make placeholders of.
pub(crate) fn is_ours(name: &str) -> bool {
    Kind::ALL.iter().any(|kind| {
        name.strip_prefix(kind.word())
            .and_then(|rest| rest.strip_prefix('_'))
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        written(text.as_bytes()).into_iter().map(|found| found.name).collect()
    }

    #[test]
    fn brackets_may_be_escaped_and_letters_may_be_small() {
        for text in [
            "a <PASSWORD_1> b",
            "&lt;PASSWORD_1&gt;",
            "\\u003cPASSWORD_1\\u003e",
            "\\<PASSWORD\\_1\\>",
            "%3CPASSWORD_1%3E",
            "`<password_1>`",
        ] {
            assert_eq!(names(text), ["PASSWORD_1"], "{text}");
        }
        assert_eq!(names("<PASSWORD_1_B64>"), ["PASSWORD_1_B64"]);
    }

    #[test]
    fn what_kubectl_and_html_write_is_no_placeholder() {
        assert!(
            names("<none> <unset> <set to the key 'a_1' in secret 'b'> <h1> <div> <<: <PASSWORD_01> <A_> <_1>")
                .is_empty()
        );
        assert!(names("<PASSWORD_1 PASSWORD_1> <PASSWORD_1&gt;").is_empty());
    }

    #[test]
    fn ours_begin_with_a_kind() {
        assert!(is_ours("PASSWORD_1") && is_ours("AWS_ARN_12_B64"));
        assert!(!is_ours("FOO_1") && !is_ours("PASSWORD_X_1"));
    }
}
