//! `password=hunter2`, `"token": "…"`, `--api-key …`, `<secret>…</secret>`: a telling name beside a value, in any text.

use std::ops::Range;

use super::find::Find;
use super::{Kind, keys, values};

/// What every name that [`keys::classify`] knows holds, or nearly.
pub(super) const TRIGGERS: &[&str] = &[
    "pass",
    "pwd",
    "secret",
    "token",
    "key",
    "cred",
    "auth",
    "cookie",
    "session",
    "signature",
    "webhook",
    "jwt",
    "bearer",
    "mnemonic",
    "bucket",
    "_pw",
    "salt",
    "masterauth",
    "dockercfg",
    "dockerconfigjson",
];

const MAX_KEY: usize = 64;

/// A longer value is masked whatever it is: nobody can look it through.
const MAX_VALUE: usize = 1024;

/// Looks at the name around a trigger; returns the end of that name, before which no further trigger needs a look.
pub(super) fn at(text: &[u8], hit: &Range<usize>, finds: &mut Vec<Find>) -> usize {
    let key = name_around(text, hit);
    if let Some(find) = pair(text, &key) {
        finds.push(find);
    }
    key.end
}

fn name_around(text: &[u8], hit: &Range<usize>) -> Range<usize> {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    let before = text.get(hit.start.saturating_sub(MAX_KEY)..hit.start).unwrap_or_default();
    let left = before.iter().rev().take_while(|byte| is_part(byte)).count();
    let after = text.get(hit.end..).unwrap_or_default();
    let right = after.iter().take(MAX_KEY).take_while(|byte| is_part(byte)).count();
    hit.start - left..hit.end + right
}

fn pair(text: &[u8], key: &Range<usize>) -> Option<Find> {
    let separator = separator(text, key)?;
    // The tag of an image follows its name.
    if separator.sign == b':' && !separator.loose && key.start > 0 && text.get(key.start - 1) == Some(&b'/') {
        return None;
    }
    // Charts write `checksum/secret: …` to restart pods when a secret changes.
    if text.get(..key.start)?.ends_with(b"checksum/") {
        return None;
    }
    let name = text.get(key.clone())?;
    let kind = keys::classify(name)?;
    let value = match separator.tag {
        true => {
            let value = until(text, separator.end, |byte| byte == b'<');
            text.get(value.end..)?.starts_with(b"</").then_some(value)?
        }
        false => value(text, key, &separator, kind)?,
    };
    let value = without_scheme(text, value);
    let bytes = text.get(value.clone())?;
    let names_object = separator.sign == b':' && separator.loose && keys::names_an_object(name, bytes);
    // A key of several lines has a rule of its own.
    let is_begin = bytes.starts_with(b"-----BEGIN");
    if bytes.len() <= MAX_VALUE
        && (!values::may_be_secret(bytes, kind) || is_code(bytes) || yields(bytes, kind) || names_object || is_begin)
    {
        return None;
    }
    Some(Find::new(value, kind, "key name"))
}

struct Separator {
    end: usize,
    /// After `:` or `=` with a space, in which case prose may follow.
    loose: bool,
    /// Between the tags of an XML element.
    tag: bool,
    /// The sign itself.
    sign: u8,
}

/// What stands between a name and its value.
fn separator(text: &[u8], key: &Range<usize>) -> Option<Separator> {
    let byte = |at: usize| text.get(at).copied().unwrap_or_default();
    let before = key.start.checked_sub(1).map(byte).unwrap_or_default();
    if byte(key.end) == b'>' && before == b'<' {
        return Some(Separator { end: key.end + 1, loose: false, tag: true, sign: b'>' });
    }
    let mut at = key.end;
    while byte(at) == b'\\' && at < key.end + 8 {
        at += 1;
    }
    if matches!(byte(at), b'"' | b'\'' | b'`') {
        at += 1;
    } else if at > key.end {
        return None;
    }
    if byte(at) == b']' {
        at += 1;
    }
    let spaces = text.get(at..)?.iter().take(32).take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let sign = byte(at + spaces);
    let rest = text.get(at + spaces..)?;
    // `key="Password" value="…"` in XML, and `password%3D…` in a form.
    let attribute = [b"value=".as_slice(), b"Value="].into_iter().find(|name| at > key.end && rest.starts_with(name));
    if let Some(length) = attribute.map(<[u8]>::len).or_else(|| (spaces == 0 && goes_on_as_form(rest)).then_some(3)) {
        return Some(Separator { end: at + spaces + length, loose: false, tag: false, sign: b'=' });
    }
    match sign {
        b'=' | b':' => {}
        // An option and its value are two words.
        _ if spaces > 0 && text.get(key.clone())?.starts_with(b"-") && sign != b'-' => {
            return Some(Separator { end: at + spaces, loose: false, tag: false, sign: b' ' });
        }
        _ => return None,
    }
    at += spaces + 1;
    match (sign, byte(at)) {
        (b'=', b'>') | (b':', b'=') => at += 1,
        (b'=', b'=' | b'~') | (b':', b':' | b'/') => return None,
        _ => {}
    }
    let gap = text.get(at..)?.iter().take(128).take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    // `volume "creds" : secret "db" not found` is a sentence.
    let quoted = before_is_quote(text, at - spaces - 1);
    if spaces > 0 && sign == b':' && quoted && !matches!(byte(at + gap), b'"' | b'\'') {
        return None;
    }
    Some(Separator { end: at + gap, loose: gap > 0, tag: false, sign })
}

fn goes_on_as_form(rest: &[u8]) -> bool {
    rest.starts_with(b"%3D") || rest.starts_with(b"%3d")
}

fn before_is_quote(text: &[u8], at: usize) -> bool {
    at.checked_sub(1).and_then(|before| text.get(before)).is_some_and(|byte| matches!(byte, b'"' | b'\''))
}

fn value(text: &[u8], key: &Range<usize>, separator: &Separator, kind: Kind) -> Option<Range<usize>> {
    let mut at = separator.end;
    // A tag and an anchor of YAML stand before the value.
    while separator.loose && matches!(text.get(at), Some(b'!' | b'&')) {
        let word = text.get(at..)?.iter().take(64).position(|byte| matches!(byte, b' ' | b'\n'))?;
        if word < 2 || text.get(at + word) != Some(&b' ') {
            break;
        }
        at += word + 1;
    }
    // Python writes b'…' and u'…'.
    if matches!(text.get(at), Some(b'b' | b'u')) && matches!(text.get(at + 1), Some(b'\'' | b'"')) {
        at += 1;
    }
    let slashes = text.get(at..)?.iter().take(8).take_while(|byte| **byte == b'\\').count();
    let quote = *text.get(at + slashes)?;
    if matches!(quote, b'"' | b'\'' | b'`') {
        return Some(quoted(text, at + slashes + 1, quote, slashes));
    }
    let rest = text.get(at..)?;
    // What stands in brackets has names of its own.
    if matches!(quote, b'{' | b'[') || (separator.loose && values::is_prose(rest)) {
        return None;
    }
    let end = if kind == Kind::Cookie && separator.sign == b':' {
        // What a server sets has attributes behind it.
        let is_set = text.get(key.clone())?.to_ascii_lowercase().ends_with(b"set-cookie");
        until(text, at, |byte| matches!(byte, b'\n' | b'\r' | b'"' | b'\'') || (is_set && byte == b';'))
    } else if separator.sign == b'=' && begins_line(text, key.start) {
        whole_line(text, at)
    } else {
        // The word before the value is one of a few; the line may be endless.
        let head = rest.iter().take(64).position(|byte| *byte == b'\n').unwrap_or(rest.len().min(64));
        let scheme = without_scheme(text, at..at + head).start;
        at..scheme + word_length(text.get(scheme..)?)
    };
    let enough = if separator.sign == b' ' { 1 } else { 3 };
    (end.len() >= enough && text.get(end.clone())?.iter().any(u8::is_ascii_alphanumeric)).then_some(end)
}

/// To the quote that has as many backslashes before it as the opening one, else to the end of the line.
fn quoted(text: &[u8], start: usize, quote: u8, slashes: usize) -> Range<usize> {
    let window = text.get(start..).unwrap_or_default();
    for offset in memchr::memchr2_iter(quote, b'\n', window) {
        if window.get(offset) == Some(&b'\n') {
            break;
        }
        let before = window.get(..offset).unwrap_or_default().iter().rev().take_while(|byte| **byte == b'\\').count();
        let closes = if slashes == 0 { quote == b'\'' || before % 2 == 0 } else { before == slashes };
        if closes {
            return start..start + offset - if slashes == 0 { 0 } else { slashes };
        }
    }
    until(text, start, |byte| byte == b'\n')
}

fn until(text: &[u8], start: usize, ends: impl Fn(u8) -> bool) -> Range<usize> {
    let window = text.get(start..).unwrap_or_default();
    start..start + window.iter().position(|byte| ends(*byte)).unwrap_or(window.len())
}

fn begins_line(text: &[u8], at: usize) -> bool {
    let before = text.get(at.saturating_sub(64)..at).unwrap_or_default();
    let line = memchr::memrchr(b'\n', before).map_or(before, |newline| before.get(newline + 1..).unwrap_or_default());
    let head = line.trim_ascii();
    (at <= 64 || line.len() < before.len()) && (head.is_empty() || head == b"export" || head == b"-" || head == b"ENV")
}

/// A line of an environment file: everything behind the sign, without a comment.
fn whole_line(text: &[u8], start: usize) -> Range<usize> {
    let line = until(text, start, |byte| byte == b'\n');
    let body = text.get(line.clone()).unwrap_or_default();
    let mut cut = memchr::memmem::find(body, b" #").unwrap_or(body.len());
    // A command may follow: `PASSWORD=x mysql -h db`; and so may the rest of a string.
    if let Some(space) = body.get(..cut).and_then(|body| body.iter().position(|b| matches!(b, b' ' | b'"' | b'\''))) {
        // A sign that ends the command is no part of the value.
        cut = if body.get(..space).is_some_and(|value| value.ends_with(b";")) { space - 1 } else { space };
    }
    start..start + body.get(..cut).unwrap_or_default().trim_ascii_end().len()
}

/// Length of an unquoted value in running text.
fn word_length(rest: &[u8]) -> usize {
    let byte = |at: usize| rest.get(at).copied().unwrap_or(b'\n');
    let mut at = 0;
    while at < rest.len() {
        let ends = match byte(at) {
            b' ' | b'\t' | b'\n' | b'\r' | b'"' | b'\'' | b'`' | b'<' | b'>' | b'|' => true,
            b',' | b';' | b'&' => {
                matches!(byte(at + 1), b' ' | b'\n' | b'\r' | b'"' | b'\'')
                    || starts_pair(rest.get(at + 1..).unwrap_or_default())
            }
            b')' | b']' | b'}' => {
                matches!(byte(at + 1), b' ' | b'\n' | b'\r' | b',' | b';' | b')' | b']' | b'}' | b'"' | b'\'' | b'.')
            }
            b'\\' => matches!(byte(at + 1), b'n' | b'r' | b't' | b'"' | b'\''),
            b'%' => byte(at + 1) == b'2' && byte(at + 2) == b'6',
            _ => false,
        };
        if ends {
            break;
        }
        at += 1;
    }
    at
}

fn starts_pair(rest: &[u8]) -> bool {
    let name = rest
        .iter()
        .take(40)
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b' '))
        .count();
    name > 0 && matches!(rest.get(name), Some(b'=' | b':'))
}

/// `Bearer`, `Basic` and their like stay: they say what was tried.
pub(super) fn without_scheme(text: &[u8], value: Range<usize>) -> Range<usize> {
    let bytes = text.get(value.clone()).unwrap_or_default();
    let scheme = bytes.iter().take(20).position(|byte| *byte == b' ').unwrap_or(0);
    let word = bytes.get(..scheme).unwrap_or_default().to_ascii_lowercase();
    let known = ["bearer", "basic", "token", "apikey", "digest", "negotiate", "aws4-hmac-sha256", "bot", "key"];
    if known.iter().any(|name| name.as_bytes() == word) {
        let gap = bytes.get(scheme..).unwrap_or_default().iter().take_while(|byte| **byte == b' ').count();
        return value.start + scheme + gap..value.end;
    }
    value
}

/// A connection string keeps its shape: its parts are masked one by one. So does any other address.
pub(super) fn yields(value: &[u8], kind: Kind) -> bool {
    let Some(scheme) = memchr::memmem::find(value, b"://") else { return false };
    let named = scheme > 1
        && value
            .get(..scheme)
            .unwrap_or_default()
            .iter()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.' | b':'));
    named && (kind != Kind::Webhook || memchr::memchr(b'@', value).is_some())
}

/// Code that reads the value from elsewhere.
fn is_code(value: &[u8]) -> bool {
    [
        "os.",
        "process.env",
        "System.",
        "getenv(",
        "env.",
        "ENV[",
        "config.",
        "self.",
        "this.",
        "new ",
        "request.",
        "func(",
    ]
    .iter()
    .any(|head| value.starts_with(head.as_bytes()))
        || value.ends_with(b"(")
        || value.ends_with(b"()")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let mut finds = Vec::new();
        let lower = text.to_ascii_lowercase();
        let mut after = 0;
        for at_byte in 0..text.len() {
            for trigger in TRIGGERS {
                if at_byte >= after && lower[at_byte..].starts_with(trigger) {
                    after = at(text.as_bytes(), &(at_byte..at_byte + trigger.len()), &mut finds);
                }
            }
        }
        finds.into_iter().map(|find| &text[find.span]).collect()
    }

    #[test]
    fn a_value_beside_a_telling_name_is_found_in_every_notation() {
        for text in [
            "password=hunter2",
            "password: hunter2",
            "\"password\":\"hunter2\"",
            "'password' => 'hunter2'",
            "{\\\"password\\\":\\\"hunter2\\\"}",
            "--password hunter2",
            "--password=hunter2",
            "<password>hunter2</password>",
            "{User:x Password:hunter2}",
            "Config(user=x, password=hunter2)",
            "x password=hunter2, user=y",
            "Authorization: Bearer hunter2",
            "PGPASSWORD=hunter2 psql -h db",
            "config['password'] = 'hunter2'",
            "{\"log\":\"password=hunter2\\nnext\"}",
            "password = b'hunter2'",
            "a&password=hunter2&b=c",
            "<add key=\"Password\" value=\"hunter2\"/>",
            "body=password%3Dhunter2%26b%3Dc",
            "tool -token hunter2 run",
        ] {
            assert_eq!(found(text), ["hunter2"], "{text}");
        }
    }

    #[test]
    fn sentences_and_code_are_left_alone() {
        for text in [
            "error: password authentication failed for user \"x\"",
            "password: authentication failed",
            "token: expired",
            "secret \"x\" not found",
            "password rotation is enabled",
            "password == null",
            "password = os.getenv(\"X\")",
            "secretName: db",
            "unexpected token: }",
            "token=$TOKEN",
            "std::token::x",
            "password: ",
        ] {
            assert_eq!(found(text), Vec::<&str>::new(), "{text}");
        }
    }

    #[test]
    fn a_value_may_hold_signs_that_end_others() {
        assert_eq!(found("DB_PASSWORD=a,b;c&d)e # why\n"), ["a,b;c&d)e"]);
        assert_eq!(found("\"password\": \"a\\\"b, c\""), ["a\\\"b, c"]);
        assert_eq!(found("x password=a,b y"), ["a,b"]);
    }
}
