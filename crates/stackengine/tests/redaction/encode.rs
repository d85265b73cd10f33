//! The encodings in which a value can hide.

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
