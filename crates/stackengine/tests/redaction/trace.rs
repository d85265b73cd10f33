//! The search for what is left of a value, in any encoding.

use super::encode::{base64, json, percent};

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
    let is_left = |piece: &str| output.contains(piece) && output.matches(piece).count() > hidden.matches(piece).count();
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
