//! Long words: base64 that hides something, and random letters where a secret may stand.

use std::ops::Range;

use super::detect::{Detected, MAX_DEPTH, inside};
use super::find::Find;
use super::{Class, Kind, encodings};

/// Shorter words are not looked at.
const MIN_LENGTH: usize = 20;

/// Longer base64 is decoded only where its beginning is text.
const PROBE: usize = 64;

/// Random words are at least as long and at most as long.
const RANDOM: std::ops::RangeInclusive<usize> = 24..=160;

/// Bits a letter of a random word.
const MIN_ENTROPY: f64 = 3.8;

/// Finds what long words of the text hide.
pub(super) fn find(text: &[u8], depth: usize, out: &mut Detected) {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'_' | b'-' | b'=');
    let mut at = 0;
    while at + MIN_LENGTH <= text.len() {
        // If the last byte of a window is no part of a word, no word of that length begins in it.
        let window = text.get(at..at + MIN_LENGTH).unwrap_or_default();
        if let Some(gap) = window.iter().rposition(|byte| !is_part(*byte)) {
            at += gap + 1;
            continue;
        }
        let rest = text.get(at + MIN_LENGTH..).unwrap_or_default();
        let length = MIN_LENGTH + rest.iter().take_while(|byte| is_part(**byte)).count();
        word(text, at..at + length, depth, out);
        at += length;
    }
}

fn word(text: &[u8], mut span: Range<usize>, depth: usize, out: &mut Detected) {
    // `key=` in front belongs to the word's alphabet, but not to the word.
    let end = span.end - trailing(text.get(span.clone()).unwrap_or_default());
    while let Some(sign) = text.get(span.start..end).and_then(|bytes| memchr::memchr(b'=', bytes)) {
        span.start += sign + 1;
    }
    let bytes = text.get(span.clone()).unwrap_or_default();
    if bytes.len() < MIN_LENGTH || bytes.iter().all(|byte| byte.is_ascii_hexdigit() || *byte == b'-') {
        return;
    }
    if is_seed(bytes) {
        out.finds.push(Find::new(span, Kind::PrivateKey, "nats-seed"));
        return;
    }
    let head = bytes.get(..bytes.len().min(PROBE) / 4 * 4).unwrap_or_default();
    let text_inside = encodings::decode_base64(head).is_some_and(|decoded| is_text(&decoded));
    if text_inside {
        if depth < MAX_DEPTH {
            hidden(bytes, span, depth, out);
        }
    } else if is_random(bytes) && !is_harmless(text, &span) {
        out.random.push(Find::new(span, Kind::Secret, "random word"));
    }
}

/// The seed of a NATS key: two letters say of what, and its beginning is too short to be looked for.
/// Source: <https://docs.nats.io/running-a-nats-service/configuration/securing_nats/auth_intro/nkey_auth>.
fn is_seed(word: &[u8]) -> bool {
    let of = word.get(1).is_some_and(|byte| b"UANOCX".contains(byte));
    word.len() == 58 && word.starts_with(b"S") && of && word.iter().all(|b| matches!(b, b'A'..=b'Z' | b'2'..=b'7'))
}

fn trailing(bytes: &[u8]) -> usize {
    bytes.iter().rev().take_while(|byte| **byte == b'=').count()
}

/// Base64 of text: masked whole if there is a credential in it.
fn hidden(bytes: &[u8], span: Range<usize>, depth: usize, out: &mut Detected) {
    let Some(decoded) = encodings::decode_base64(bytes) else { return };
    let mut inner = Detected::default();
    inside(&decoded, depth + 1, &mut inner);
    let Some(first) = inner.finds.iter().find(|find| find.kind.class() == Class::Credentials) else { return };
    let kind = first.kind;
    out.know(inner, &decoded);
    out.finds.push(Find { span, kind, rule: "base64", value: Some(decoded) });
}

fn is_text(bytes: &[u8]) -> bool {
    bytes.len() >= 8 && bytes.iter().all(|byte| matches!(byte, b'\t' | b'\n' | b'\r' | 0x20..0x7f))
}

/// Capitals, small letters and digits in an order that no word has.
fn is_random(word: &[u8]) -> bool {
    let bare = word.strip_suffix(b"==").or_else(|| word.strip_suffix(b"=")).unwrap_or(word);
    if !RANDOM.contains(&bare.len()) {
        return false;
    }
    let class = |byte: &u8| match byte {
        b'A'..=b'Z' => 0,
        b'a'..=b'z' => 1,
        b'0'..=b'9' => 2,
        _ => 3,
    };
    let has = |wanted: u8| bare.iter().filter(|byte| class(byte) == wanted).count() >= 3;
    let changes = bare.windows(2).filter(|pair| matches!(pair, [a, b] if class(a) != class(b))).count();
    has(0) && has(1) && has(2) && changes * 100 >= bare.len() * 38 && entropy(bare) >= MIN_ENTROPY
}

/// Bits a byte.
#[expect(clippy::cast_precision_loss, reason = "words have few letters")]
fn entropy(word: &[u8]) -> f64 {
    let mut counts = [0u32; 256];
    for byte in word {
        if let Some(count) = counts.get_mut(usize::from(*byte)) {
            *count += 1;
        }
    }
    let length = word.len() as f64;
    counts
        .iter()
        .filter(|count| **count > 0)
        .map(|count| f64::from(*count) / length)
        .map(|share| -share * share.log2())
        .sum()
}

/// Digests, public keys, paths, and the lines of a certificate.
fn is_harmless(text: &[u8], span: &Range<usize>) -> bool {
    let before = text.get(span.start.saturating_sub(64)..span.start).unwrap_or_default();
    let word = text.get(span.clone()).unwrap_or_default();
    let line = memchr::memrchr(b'\n', before).map_or(before, |newline| before.get(newline + 1..).unwrap_or_default());
    let line = line.to_ascii_lowercase();
    let named = [
        "sha",
        "digest",
        "checksum",
        "hash",
        "etag",
        "uid",
        "image",
        "resourceversion",
        "fingerprint",
        "ssh-",
        "integrity",
        "cabundle",
        "certificate",
        "://",
        "trace",
        "span",
        "request",
        "revision",
        "commit",
        "kid",
        "\"n\"",
        "thumbprint",
        "encrypted",
        "version",
        "build",
    ];
    let alone =
        line.trim_ascii().is_empty() && text.get(span.end).is_none_or(|byte| matches!(byte, b'\n' | b'\r' | b'\\'));
    named.iter().any(|name| memchr::memmem::find(&line, name.as_bytes()).is_some())
        || (alone && word.len() >= 60)
        || word.starts_with(b"sha")
        || word.starts_with(b"/")
        || before.ends_with(b"/")
        || before.ends_with(b"@")
        || word.iter().filter(|byte| matches!(byte, b'/' | b'-' | b'_')).count() * 5 > word.len()
}
