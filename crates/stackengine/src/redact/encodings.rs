//! Every way in which a value may be written down somewhere else.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_encode_padding(false)
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT);

/// Shorter pieces of base64 stand in too many places by chance.
const MIN_BASE64: usize = 8;

/// Shorter values are not looked for with every byte escaped.
const MIN_WHOLLY_ESCAPED: usize = 6;

/// Longer values are looked for as they are, and line by line.
const MAX_ENCODED: usize = 16 * 1024;

/// How a value was written where it was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Encoding {
    /// As it is.
    Plain,
    /// Base64 of any alphabet and alignment, once or twice.
    Base64,
    /// Escapes of JSON, YAML, HTML, a shell or an address; hexadecimal digits.
    Escaped,
}

impl Encoding {
    /// What a placeholder for this form ends in.
    pub(crate) fn suffix(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Base64 => "_B64",
            Self::Escaped => "_ESC",
        }
    }
}

/// The value in every encoding, itself first; without repetition.
pub(crate) fn encodings(value: &[u8]) -> Vec<(Vec<u8>, Encoding)> {
    let mut all = vec![(value.to_vec(), Encoding::Plain)];
    if value.len() > MAX_ENCODED {
        return all;
    }
    let mut add = |bytes: Vec<u8>, encoding| {
        if !bytes.is_empty() && !all.iter().any(|(known, _)| *known == bytes) {
            all.push((bytes, encoding));
        }
    };
    for text in base64_forms(value) {
        add(text, Encoding::Base64);
    }
    let once = STANDARD.encode(value).into_bytes();
    for text in base64_forms(&once).into_iter().take(1) {
        add(text, Encoding::Base64);
    }
    let json = escape_json(value);
    add(escape_json(&json), Encoding::Escaped);
    add(replace(&json, b"/", b"\\/"), Encoding::Escaped);
    add(json, Encoding::Escaped);
    add(escape_go(value), Encoding::Escaped);
    for lower in [false, true] {
        add(escape_percent(value, lower, true), Encoding::Escaped);
        add(escape_percent(value, lower, false), Encoding::Escaped);
        if value.len() >= MIN_WHOLLY_ESCAPED {
            add(escape_all(value, b'%', lower), Encoding::Escaped);
        }
    }
    add(escape_quoted_printable(value), Encoding::Escaped);
    add(escape_html(value), Encoding::Escaped);
    add(replace(value, b"'", b"''"), Encoding::Escaped);
    add(replace(value, b"'", b"'\\''"), Encoding::Escaped);
    add(replace(value, b"$", b"$$"), Encoding::Escaped);
    if value.len() >= 8 {
        add(hex(value, b"0123456789abcdef"), Encoding::Escaped);
        add(hex(value, b"0123456789ABCDEF"), Encoding::Escaped);
    }
    all
}

/// Base64 of the value alone, with a line feed, and the inner part of it at each alignment; both alphabets.
fn base64_forms(value: &[u8]) -> Vec<Vec<u8>> {
    let mut forms = Vec::new();
    for engine in [&STANDARD, &URL_SAFE] {
        forms.push(engine.encode(value).into_bytes());
        for shift in 0..3 {
            let mut shifted = vec![0; shift];
            shifted.extend_from_slice(value);
            let encoded = engine.encode(&shifted).into_bytes();
            // What depends on the bytes around the value is left out.
            let head = [0, 2, 3].get(shift).copied().unwrap_or_default();
            let tail = usize::from(!shifted.len().is_multiple_of(3));
            let core = encoded.get(head..encoded.len().saturating_sub(tail)).unwrap_or_default();
            forms.push(core.to_vec());
        }
    }
    forms.retain(|form| form.len() >= MIN_BASE64);
    forms
}

/// Decodes base64 of either alphabet, broken over lines or not; `None` for anything else.
pub(crate) fn decode_base64(text: &[u8]) -> Option<Vec<u8>> {
    let bare: Vec<u8> = text.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
    if bare.is_empty() {
        return None;
    }
    STANDARD.decode(&bare).or_else(|_| URL_SAFE.decode(&bare)).ok()
}

/// As JSON writes it between quotes.
pub(crate) fn escape_json(value: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(value.len());
    for byte in value {
        match byte {
            b'"' | b'\\' => out.extend([b'\\', *byte]),
            b'\n' => out.extend(b"\\n"),
            b'\r' => out.extend(b"\\r"),
            b'\t' => out.extend(b"\\t"),
            0..0x20 => out.extend(format!("\\u{byte:04x}").bytes()),
            _ => out.push(*byte),
        }
    }
    out
}

/// As Go's JSON encoder writes it: safe for HTML.
fn escape_go(value: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(value.len());
    for byte in escape_json(value) {
        match byte {
            b'<' | b'>' | b'&' => out.extend(format!("\\u{byte:04x}").bytes()),
            _ => out.push(byte),
        }
    }
    out
}

fn escape_percent(value: &[u8], lower: bool, slash: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(value.len());
    for byte in value {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') || (!slash && *byte == b'/') {
            out.push(*byte);
        } else if lower {
            out.extend(format!("%{byte:02x}").bytes());
        } else {
            out.extend(format!("%{byte:02X}").bytes());
        }
    }
    out
}

/// Every byte as two hexadecimal digits behind a sign, letters too: as careful libraries write an address.
fn escape_all(value: &[u8], sign: u8, lower: bool) -> Vec<u8> {
    let digits = if lower { b"0123456789abcdef" } else { b"0123456789ABCDEF" };
    hex(value, digits).chunks(2).flat_map(|pair| std::iter::once(sign).chain(pair.iter().copied())).collect()
}

/// As mails write it (RFC 2045, 6.7), without its breaks of lines.
fn escape_quoted_printable(value: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(value.len());
    for byte in value {
        match byte {
            b'=' | 0..0x20 | 0x7f.. => out.extend(format!("={byte:02X}").bytes()),
            _ => out.push(*byte),
        }
    }
    out
}

fn escape_html(value: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(value.len());
    for byte in value {
        match byte {
            b'<' => out.extend(b"&lt;"),
            b'>' => out.extend(b"&gt;"),
            b'&' => out.extend(b"&amp;"),
            b'"' => out.extend(b"&quot;"),
            b'\'' => out.extend(b"&#39;"),
            _ => out.push(*byte),
        }
    }
    out
}

fn hex(value: &[u8], digits: &[u8; 16]) -> Vec<u8> {
    value
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|half| digits.get(usize::from(half)))
        .copied()
        .collect()
}

/// Every `from` replaced by `to`.
pub(crate) fn replace(value: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(value.len());
    let mut after = 0;
    for at in memchr::memmem::find_iter(value, from) {
        out.extend_from_slice(value.get(after..at).unwrap_or_default());
        out.extend_from_slice(to);
        after = at + from.len();
    }
    out.extend_from_slice(value.get(after..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_inside_of_longer_base64_is_recognised_at_every_alignment() {
        for before in ["", "a", "ab", "abc"] {
            let whole = STANDARD.encode(format!("{before}correct horse battery{before}"));
            let found = encodings(b"correct horse battery").into_iter().any(|(form, encoding)| {
                encoding == Encoding::Base64 && memchr::memmem::find(whole.as_bytes(), &form).is_some()
            });
            assert!(found, "{whole}");
        }
    }

    #[test]
    fn a_value_is_recognised_with_every_byte_escaped_and_in_a_mail() {
        let forms: Vec<Vec<u8>> = encodings(b"hunt=r2").into_iter().map(|(form, _)| form).collect();
        for form in ["%68%75%6e%74%3d%72%32", "%68%75%6E%74%3D%72%32", "hunt=3Dr2"] {
            assert!(forms.iter().any(|known| known == form.as_bytes()), "{form}");
        }
    }

    #[test]
    fn base64_is_decoded_with_and_without_padding_and_over_lines() {
        assert_eq!(decode_base64(b"aHVudGVyMg==").as_deref(), Some(b"hunter2".as_slice()));
        assert_eq!(decode_base64(b"aHVu\n  dGVyMg").as_deref(), Some(b"hunter2".as_slice()));
        assert_eq!(decode_base64(b"not base64!"), None);
    }
}
