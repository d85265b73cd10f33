//! Private keys as PEM and its relatives, whole or cut, in whatever they were printed in. What is public stays.

use std::ops::Range;

use super::Kind;
use super::bytes::{BASE64, Bytes, before, decode_base64, goes_on, run, run_back};
use super::find::Find;

/// How a key begins, and how it begins if it was encoded once more.
pub(super) const TRIGGERS: &[&str] = &["---- BEGIN ", "-----BEGIN ", "LS0tLS1CRUdJTi", "PuTTY-User-Key-File-"];

/// Longer than any key: one of 16384 bits has thirteen thousand bytes.
const LONGEST_KEY: usize = 64 * 1024;
const LONGEST_LABEL: usize = 64;
const PADDED: Bytes = BASE64.and(Bytes::of("="));

/// Finds the private key that begins here.
pub(super) fn at(text: &[u8], hit: Range<usize>, finds: &mut Vec<Find>) {
    let found = match text.get(hit.clone()) {
        Some(b"---- BEGIN ") => armoured(text, hit.start, hit.end, b"----", b"---- END "),
        Some(b"-----BEGIN ") => armoured(text, hit.start, hit.end, b"-----", b"-----END "),
        Some(b"LS0tLS1CRUdJTi") => encoded(text, hit),
        Some(b"PuTTY-User-Key-File-") => putty(text, hit.end),
        _ => None,
    };
    finds.extend(found);
}

/// Whether this label is of something private.
fn is_private(label: &[u8]) -> bool {
    let has = |word: &[u8]| memchr::memmem::find(label, word).is_some();
    (has(b"PRIVATE KEY") || has(b"NKEY SEED") || has(b"SECRET KEY")) && !has(b"PUBLIC")
}

fn armoured(text: &[u8], begin: usize, label_at: usize, dashes: &[u8], end_mark: &[u8]) -> Option<Find> {
    let head = text.get(label_at..text.len().min(label_at + LONGEST_LABEL))?;
    let label = head.get(..memchr::memmem::find(head, dashes)?).filter(|label| is_private(label))?;
    let body_at = label_at + label.len() + dashes.len();
    let body = text.get(body_at..text.len().min(body_at + LONGEST_KEY))?;
    // Another one that begins says that this one was cut.
    let body = body.get(..memchr::memmem::find(body, b"---BEGIN ").unwrap_or(body.len()))?;
    let closing =
        memchr::memmem::find_iter(body, end_mark).find(|&at| goes_on(body, at + end_mark.len(), label.trim_ascii()));
    let end = match closing {
        Some(at) => {
            let mut end = body_at + at + end_mark.len() + label.trim_ascii().len();
            end = run(text, end, Bytes::of(" "), 1);
            run(text, end, Bytes::of("-"), dashes.len())
        }
        None => body_at + end_of_lines(body)?,
    };
    // A sentence about keys has no key in it.
    let has_content =
        body.get(..end - body_at).unwrap_or(body).split(|byte| !PADDED.contains(*byte)).any(|word| word.len() >= 12);
    has_content.then(|| Find::new(begin..end, Kind::PrivateKey, "private-key"))
}

/// Where the lines of base64 end that go on from here, whatever is printed before and behind each.
fn end_of_lines(body: &[u8]) -> Option<usize> {
    let mut end = None;
    let mut at = 0;
    let mut n_others = 0;
    let mut column = None;
    while at < body.len() && n_others <= 4 {
        let (line_end, next) = line(body, at);
        let Some(written) = body.get(at..line_end) else { break };
        let mut found = false;
        let mut word_at = 0;
        while word_at < written.len() {
            let word_end = run(written, word_at, PADDED, written.len());
            let n = word_end - word_at;
            // The last line of a key is short, and begins where the others do.
            let is_last_of_them = n >= 8 && column == Some(word_at) && word_end == written.trim_ascii_end().len();
            if n >= 40 || is_last_of_them || end.is_none() && n >= 20 {
                end = Some(at + word_end);
                found = true;
                column.get_or_insert(word_at);
            }
            word_at = word_end + 1;
        }
        n_others = if found { 0 } else { n_others + 1 };
        at = next;
    }
    end
}

/// Where this line ends and the next begins; line breaks may be escaped, and more than once.
fn line(body: &[u8], from: usize) -> (usize, usize) {
    let mut at = from;
    while let Some(&byte) = body.get(at) {
        if byte == b'\n' || byte == b'\r' {
            return (at, at + 1);
        }
        if byte == b'\\' {
            let slashes = run(body, at, Bytes::of("\\"), 8);
            if matches!(body.get(slashes), Some(b'n' | b'r')) {
                return (at, slashes + 1);
            }
            at = slashes;
            continue;
        }
        at += 1;
    }
    (at, at + 1)
}

/// A key whose PEM is in base64 once more.
fn encoded(text: &[u8], hit: Range<usize>) -> Option<Find> {
    // In the midst of a run every place would cost the whole rest.
    if before(text, hit.start).is_some_and(|byte| BASE64.contains(byte)) && !escape_before(text, hit.start) {
        return None;
    }
    // A line that follows a full one goes on with what began before.
    let line_before = run_back(text, hit.start, Bytes::of(" \t\r\n"), 64);
    if line_before < hit.start && line_before - run_back(text, line_before, BASE64, 60) == 60 {
        return None;
    }
    let head = text.get(hit.start..text.len().min(hit.start + 120))?;
    let head = decode_base64(head.iter().copied().take_while(|byte| PADDED.contains(*byte)));
    let label = head.get(11..)?;
    let label = label.get(..memchr::memmem::find(label, b"--").unwrap_or(label.len()))?;
    if !is_private(label) {
        return None;
    }
    let mut end = run(text, hit.start, PADDED, text.len());
    // `base64` without options breaks lines; the next ones are indented in YAML.
    while let Some(b'\r' | b'\n' | b'\\') = text.get(end) {
        let (_, next) = line(text, end);
        let next = run(text, next, Bytes::of("\n \t"), 64);
        let next_end = run(text, next, PADDED, 128);
        let is_whole = next_end - next >= 60;
        let is_rest = next_end > next && text.get(next_end).is_none_or(|&byte| byte != b':') && end - hit.start >= 60;
        if !is_whole && !is_rest || before(text, end) == Some(b'=') {
            break;
        }
        end = next_end;
        if !is_whole {
            break;
        }
    }
    let written = text.get(hit.start..end)?;
    let decoded = decode_base64(written.iter().copied());
    Some(Find { value: Some(decoded), ..Find::new(hit.start..end, Kind::PrivateKey, "encoded-private-key") })
}

fn escape_before(text: &[u8], at: usize) -> bool {
    at.checked_sub(2).and_then(|from| text.get(from..at)).is_some_and(|escape| escape == b"\\n" || escape == b"\\t")
}

/// The private lines of a key in the format of PuTTY.
fn putty(text: &[u8], from: usize) -> Option<Find> {
    let rest = text.get(from..text.len().min(from + LONGEST_KEY))?;
    let rest = rest.get(..memchr::memmem::find(rest, b"PuTTY-User-Key-File-").unwrap_or(rest.len()))?;
    let private = memchr::memmem::find(rest, b"Private-Lines:")?;
    let (_, lines_at) = line(rest, private);
    let lines = rest.get(lines_at..)?;
    // Indentation stays, so that what is around keeps its shape.
    let indent = run(lines, 0, Bytes::of(" \t\n>"), 64);
    let end = match memchr::memmem::find(lines, b"Private-MAC: ") {
        Some(mac) => run(lines, mac + 13, Bytes::of("0-9a-fA-F"), 64),
        None => end_of_lines(lines)?,
    };
    (end > indent)
        .then(|| Find::new(from + lines_at + indent..from + lines_at + end, Kind::PrivateKey, "putty-private-key"))
}

#[cfg(test)]
mod tests;
