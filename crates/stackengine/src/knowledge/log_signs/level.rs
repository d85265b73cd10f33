//! Whether a line calls itself an error: the level word must stand where levels stand.

use super::place::{Place, find, is_nothing, is_word_byte, unstamped};

/// Words that make `error` the name of a thing: `error rate`, `error handler`.
const THINGS: [&str; 38] = [
    "rate",
    "rates",
    "handler",
    "handlers",
    "handling",
    "count",
    "counts",
    "counter",
    "log",
    "logs",
    "logging",
    "budget",
    "page",
    "pages",
    "reporting",
    "reporter",
    "tracking",
    "tracker",
    "threshold",
    "margin",
    "correction",
    "recovery",
    "metrics",
    "metric",
    "policy",
    "mode",
    "queue",
    "channel",
    "level",
    "levels",
    "monitoring",
    "stats",
    "summary",
    "lines",
    "messages",
    "entries",
    "events",
    "boundary",
];

/// `ERROR`, `error:` and `level=error`, where a level stands.
pub(super) fn is_level(place: &Place) -> bool {
    if !place.is_word() {
        return is_exception(place);
    }
    if is_field(place) {
        return true;
    }
    if place.is_denied() || names_a_thing(place) || is_calm(place) {
        return false;
    }
    let shouted = place.hit().iter().all(u8::is_ascii_uppercase);
    (shouted && stands_as_level(place)) || is_label(place) || opens_line(place)
}

/// Serilog's `[10:00:00 ERR]` and npm's `ERR!`.
pub(super) fn is_short_level(place: &Place) -> bool {
    place.hit()[..3].iter().all(u8::is_ascii_uppercase) && matches!(place.before().last(), Some(b' ' | b'[' | b'|'))
}

/// `E1124 02:27:49.9 19693 memcache.go:265] …`, the format of Kubernetes' own programs.
pub(super) fn is_klog(place: &Place) -> bool {
    matches!(place.bare(), [b'E' | b'F', digits @ ..] if digits.len() > 4 && digits[..4].iter().all(u8::is_ascii_digit))
}

/// pino's and bunyan's `"level":50`.
pub(super) fn is_number_level(place: &Place) -> bool {
    place.is_word() || place.before().is_empty()
}

/// A sentence that begins with what did not work: `failed to`, `unable to`.
pub(super) fn opens_failure(place: &Place) -> bool {
    // The API server says this in place of a log it does not have; it is no word of the program.
    if place.after().starts_with(b"retrieve container logs for ") {
        return false;
    }
    // apt writes its errors as `E: …`.
    place.at_start() || place.bare_before() == b"E: "
}

/// A phrase that is an error wherever it stands, unless the line is marked as harmless.
pub(super) fn is_not_calm(place: &Place) -> bool {
    place.is_word() && !is_calm(place)
}

/// `java.lang.IllegalStateException: …` and `KeyError: …` with the frames of a stack after it.
pub(super) fn has_frames(place: &Place) -> bool {
    let next = place.next.trim_ascii_start();
    let framed = next.starts_with(b"at ") && place.next.first().is_some_and(u8::is_ascii_whitespace);
    let named = is_exception(place) || (place.is_word() && is_label(place));
    framed && named
}

/// `level=error`, `"severity": "ERROR"`.
fn is_field(place: &Place) -> bool {
    let mut before = place.before();
    before = before.strip_suffix(b"\"").unwrap_or(before).trim_ascii_end();
    let Some(key) = before.strip_suffix(b"=").or_else(|| before.strip_suffix(b":")) else { return false };
    let key = key.trim_ascii_end();
    let key = key.strip_suffix(b"\"").unwrap_or(key);
    ["level", "lvl", "severity", "levelname"].iter().any(|name| {
        let at = key.len().checked_sub(name.len());
        at.is_some_and(|at| {
            let starts = at.checked_sub(1).is_none_or(|before| !key[before].is_ascii_alphanumeric());
            starts && key[at..].eq_ignore_ascii_case(name.as_bytes())
        })
    })
}

fn names_a_thing(place: &Place) -> bool {
    let after = place.after();
    let word = after.strip_prefix(b" ").or_else(|| after.strip_prefix(b"-")).unwrap_or_default();
    let end = word.iter().position(|byte| !byte.is_ascii_alphabetic()).unwrap_or(word.len());
    THINGS.iter().any(|thing| word[..end].eq_ignore_ascii_case(thing.as_bytes()))
        || find(word, "a complete log of this run") == Some(0)
}

/// Whether the line marks itself as information or a warning before the needle.
fn is_calm(place: &Place) -> bool {
    let before = place.bare_before();
    let head = &before[..before.len().min(200)];
    if let [b'I' | b'W' | b'D', digits @ ..] = head
        && digits.len() > 4
        && digits[..4].iter().all(u8::is_ascii_digit)
    {
        return true;
    }
    let mut at = 0;
    while at < head.len() {
        let length = head[at..].iter().position(|byte| !is_word_byte(*byte)).unwrap_or(head.len() - at);
        if length > 0 && is_calm_word(head, at, at + length) {
            return true;
        }
        at += length + 1;
    }
    false
}

fn is_calm_word(head: &[u8], start: usize, end: usize) -> bool {
    const CALM: [&[u8]; 12] = [
        b"INFO", b"DEBUG", b"TRACE", b"NOTICE", b"WARN", b"WARNING", b"VERBOSE", b"INF", b"DBG", b"WRN", b"HINT",
        b"DETAIL",
    ];
    let word = &head[start..end];
    if CALM.contains(&word) {
        return true;
    }
    let marked = matches!(start.checked_sub(1).map(|at| head[at]), Some(b'[' | b'=' | b'"' | b'<'))
        || matches!(head.get(end), Some(b':' | b']'));
    marked && CALM.iter().any(|calm| word.eq_ignore_ascii_case(calm))
}

/// Whether a word in capitals stands where loggers put the level.
fn stands_as_level(place: &Place) -> bool {
    match place.after().first() {
        None | Some(b':' | b']' | b')' | b'|' | b',' | b'>' | b'!' | b'[') => true,
        Some(b' ' | b'\t' | b'-') => {
            let before = place.bare_before().trim_ascii_end();
            let from = before.iter().rposition(u8::is_ascii_whitespace).map_or(0, |at| at + 1);
            let token = &before[from..];
            token.is_empty()
                || token.iter().any(u8::is_ascii_digit)
                || matches!(token.last(), Some(b']' | b'|' | b'-' | b':' | b')' | b'>' | b';' | b',' | b'['))
        }
        _ => false,
    }
}

/// `error: …` at the beginning of the line or after the name of who says it.
fn is_label(place: &Place) -> bool {
    if !matches!(place.after().first(), Some(b':' | b'[')) || place.after().starts_with(b"::") {
        return false;
    }
    let before = place.bare_before();
    place.at_start() || [&b": "[..], b"] ", b"- ", b"> ", b"| ", b"npm "].iter().any(|mark| before.ends_with(mark))
}

/// `error connecting to …`, `npm error …`, `error TS2304: …`.
fn opens_line(place: &Place) -> bool {
    // `panic button` and `critical path` begin harmless sentences.
    let plain = [&b"error"[..], b"fatal"].iter().any(|word| place.hit().eq_ignore_ascii_case(word));
    let first = place.at_start() || place.bare_before() == b"npm " || place.before().ends_with(b": ");
    let said = place.after().strip_prefix(b" ").is_some_and(|rest| !rest.trim_ascii().is_empty());
    plain && first && said && !place.after().starts_with(b" is ")
}

/// The needle as the end of an exception's name: `psycopg2.OperationalError: …`.
fn is_exception(place: &Place) -> bool {
    let before = place.before();
    let is_name = |byte: &u8| is_word_byte(*byte) || matches!(byte, b'.' | b'$');
    let start = before.iter().rposition(|byte| !is_name(byte)).map_or(0, |at| at + 1);
    let name = &before[start..];
    let last_part = name.rsplit(|byte| matches!(byte, b'.' | b'$')).next().unwrap_or_default();
    // `lodash.error` is a name, `KeyError` and `foo.Error` are exceptions.
    let capital = if last_part.is_empty() { place.hit().first() } else { last_part.iter().find(|byte| **byte != b'_') };
    if name.is_empty() || !capital.is_some_and(u8::is_ascii_uppercase) || is_nothing(place.after()) || is_calm(place) {
        return false;
    }
    let lead = &before[..start];
    let bare_lead = unstamped(lead).trim_ascii();
    let introduced = matches!(bare_lead.last(), None | Some(b':' | b']' | b'.' | b'"' | b'-' | b'>' | b')'))
        || bare_lead.ends_with(b"Uncaught");
    match place.after().trim_ascii_end() {
        [] => bare_lead.is_empty(),
        [b':'] | [b':', b' ' | b'\t', ..] => introduced,
        [b' ', b'[' | b'(', ..] => bare_lead.is_empty(),
        _ => false,
    }
}
