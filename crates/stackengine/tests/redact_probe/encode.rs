//! The encodings in which a value can hide, and the search for what is left of one.

/// Base64: of the alphabet for addresses or the usual one, with or without its equals signs.
pub(crate) fn base64(bytes: &[u8], for_addresses: bool, padded: bool) -> String {
    const COMMON: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let last: [u8; 2] = if for_addresses { *b"-_" } else { *b"+/" };
    let alphabet = [COMMON, &last].concat();
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let word = chunk.iter().chain([0, 0].iter()).take(3).fold(0_u32, |word, byte| word << 8 | u32::from(*byte));
        for at in 0..4 {
            if at <= chunk.len() {
                text.push(char::from(alphabet[(word >> (18 - 6 * at) & 63) as usize]));
            } else if padded {
                text.push('=');
            }
        }
    }
    text
}

/// The letters of base64 that depend on the value alone, wherever in a longer text it stands.
pub(crate) fn base64_cores(value: &[u8], for_addresses: bool) -> Vec<String> {
    (0..3)
        .map(|before| {
            let encoded = base64(&[&vec![0; before], value].concat(), for_addresses, false);
            let start = (before * 8).div_ceil(6);
            let end = (before + value.len()) * 8 / 6;
            encoded[start.min(end)..end].to_owned()
        })
        .collect()
}

/// Percent-encoding of everything but letters, digits and `-._~`.
pub(crate) fn percent(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => encoded.push(char::from(byte)),
            byte => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

/// The inside of a string of JSON.
pub(crate) fn json(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

/// Every form in which a value would give itself away.
pub(crate) fn forms(value: &str) -> Vec<String> {
    let mut forms = vec![value.to_owned(), percent(value), json(value), json(&json(value))];
    // The base64 of a few letters is found anywhere by chance.
    if value.len() >= 6 {
        forms.extend(base64_cores(value.as_bytes(), false));
        forms.extend(base64_cores(value.as_bytes(), true));
        forms.extend(base64_cores(base64(value.as_bytes(), false, true).as_bytes(), false));
    }
    forms.sort();
    forms.dedup();
    forms
}

/// Pieces of this length of a long value are looked for one by one.
const PIECE: usize = 12;

/// What of a value is still in `output` and is not there for another reason (then it is in `hidden` as well).
pub(crate) fn trace(value: &str, output: &str, hidden: &str) -> Option<String> {
    let is_left = |piece: &str| {
        output.contains(piece) && output.matches(piece).count() > hidden.matches(piece).count()
    };
    for form in forms(value) {
        if form.len() < PIECE + 4 {
            if is_left(&form) {
                return Some(form);
            }
            continue;
        }
        let pieces = form.as_bytes().windows(PIECE);
        let left = pieces.filter_map(|piece| std::str::from_utf8(piece).ok()).find(|piece| is_left(piece));
        if let Some(left) = left {
            return Some(left.to_owned());
        }
    }
    None
}
