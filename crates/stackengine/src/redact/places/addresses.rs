//! Addresses of the internet protocol, told from versions and from times.

use std::net::Ipv6Addr;

use crate::redact::Kind;
use crate::redact::bytes::{ALNUM, Bytes, DIGIT, WORD, before, begins_word, ends_word, goes_on, run, run_back};
use crate::redact::find::Find;
use crate::redact::hosts::{is_everybodys, octets};

/// Finds addresses; the length of a prefix behind one stays.
pub(in crate::redact) fn find(text: &[u8], finds: &mut Vec<Find>) {
    let mut done = 0;
    for dot_or_colon in memchr::memchr2_iter(b'.', b':', text) {
        if dot_or_colon < done {
            continue;
        }
        let found = match text.get(dot_or_colon) {
            Some(b'.') => version_4(text, dot_or_colon),
            _ => version_6(text, dot_or_colon),
        };
        if let Some(found) = found {
            done = found.span.end;
            finds.push(found);
        }
    }
}

fn version_4(text: &[u8], dot: usize) -> Option<Find> {
    if !before(text, dot)?.is_ascii_digit() || !text.get(dot + 1)?.is_ascii_digit() {
        return None;
    }
    let from = run_back(text, dot, DIGIT, 4);
    let end = run(text, from, Bytes::of("0-9."), 16);
    let end = if before(text, end) == Some(b'.') { end - 1 } else { end };
    let octets = octets(text.get(from..end)?)?;
    let is_glued = before(text, from).is_some_and(|byte| WORD.contains(byte) || byte == b'.')
        && !begins_word(text, from)
        || before(text, from).is_some_and(|byte| byte == b'_' || byte == b'.')
        || text.get(end).is_some_and(|&byte| WORD.contains(byte));
    if is_glued || is_everybodys(octets) || !is_address(text, from, end, octets) {
        return None;
    }
    Some(Find::new(from..end, Kind::Ip, "ip-address"))
}

/// Whether four numbers are an address rather than a version.
fn is_address(text: &[u8], from: usize, end: usize, octets: [u8; 4]) -> bool {
    const VERSIONS: &[&str] = &["version", "release", "chart", "tag", "revision", "build", "ver", "upgrade", "semver"];
    const PLACES: &[&str] = &[
        "ip", "host", "addr", "node", "lookup", "dial", "tcp", "udp", "server", "endpoint", "listen", "peer", "client",
        "from", "via", "dns", "subnet", "cidr", "gateway",
    ];
    let near = text.get(from.saturating_sub(24)..from).unwrap_or_default();
    let near = near.rsplit(|&byte| byte == b'\n').next().unwrap_or_default().to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| memchr::memmem::find(&near, word.as_bytes()).is_some());
    match before(text, from) {
        // `name/1.2.3.4` is what programs say of themselves, `name:1.2.3.4` the tag of an image.
        Some(b'/') if from.checked_sub(2).and_then(|at| text.get(at)).is_some_and(|&byte| ALNUM.contains(byte)) => {
            return false;
        }
        Some(b'-') if from.checked_sub(2).and_then(|at| text.get(at)).is_some_and(u8::is_ascii_alphabetic) => {
            return false;
        }
        _ => {}
    }
    if goes_on(text, end, b"-") && text.get(end + 1).is_some_and(u8::is_ascii_alphabetic) || goes_on(text, end, b"+") {
        return false;
    }
    let has_port = goes_on(text, end, b":") && text.get(end + 1).is_some_and(u8::is_ascii_digit);
    let has_prefix = goes_on(text, end, b"/") && text.get(end + 1).is_some_and(u8::is_ascii_digit);
    if has_port || has_prefix || has(PLACES) && !has(VERSIONS) {
        return true;
    }
    if has(VERSIONS) {
        return false;
    }
    let is_private = matches!(octets, [10, ..] | [172, 16..=31, ..] | [192, 168, ..] | [100, 64..=127, ..]);
    let is_tag = before(text, from) == Some(b':')
        && from.checked_sub(2).and_then(|at| text.get(at)).is_some_and(|&byte| ALNUM.contains(byte))
        && !near.starts_with(b"\"");
    is_private && !(is_tag && has(&["image"])) || octets[0] >= 30 && !is_tag
}

fn version_6(text: &[u8], colon: usize) -> Option<Find> {
    const WRITTEN: Bytes = Bytes::of("0-9a-fA-F:.");
    // Most colons are those of keys.
    let is_hex_or_colon = |byte: u8| byte.is_ascii_hexdigit() || byte == b':';
    if !text.get(colon + 1).is_some_and(|&byte| is_hex_or_colon(byte)) {
        return None;
    }
    let from = run_back(text, colon, Bytes::of("0-9a-fA-F"), 5);
    if colon - from > 4
        || before(text, from).is_some_and(|byte| WORD.contains(byte) || b".:-".contains(&byte))
            && !begins_word(text, from)
    {
        return None;
    }
    if before(text, from).is_some_and(|byte| b"._:-".contains(&byte)) {
        return None;
    }
    let mut end = run(text, from, WRITTEN, 46);
    while end > from
        && (before(text, end) == Some(b'.') || before(text, end) == Some(b':') && !text.get(..end)?.ends_with(b"::"))
    {
        end -= 1;
    }
    let written = text.get(from..end)?;
    let n_colons = written.iter().filter(|&&byte| byte == b':').count();
    if n_colons < 2
        || n_colons < 7 && memchr::memmem::find(written, b"::").is_none()
        || !ends_word(text, end)
        || goes_on(text, end, b"_")
    {
        return None;
    }
    let address: Ipv6Addr = std::str::from_utf8(written).ok()?.parse().ok()?;
    let segments = address.segments();
    let is_real = match segments[0] {
        0x2001 if segments[1] == 0xdb8 => false,
        0x2000..=0x3fff | 0xfc00..=0xfdff | 0xfe80..=0xfebf => true,
        0x64 => segments[1] == 0xff9b,
        0 => {
            let [.., a, b] = segments;
            let [a, b] = [a.to_be_bytes(), b.to_be_bytes()];
            segments[5] == 0xffff && !is_everybodys([a[0], a[1], b[0], b[1]])
        }
        _ => false,
    };
    // The resolvers of everybody.
    let is_resolver =
        matches!(segments, [0x2001, 0x4860, 0x4860, ..] | [0x2606, 0x4700, 0x4700, ..] | [0x2620, 0xfe, ..]);
    (is_real && !is_resolver).then(|| Find::new(from..end, Kind::Ip, "ip-address"))
}
