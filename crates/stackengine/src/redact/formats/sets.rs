//! The alphabets that tokens are written in, and what else can be asked of one.

use crate::redact::bytes::Bytes;

pub(super) use crate::redact::bytes::{ALNUM, BASE64, BASE64_URL, DIGIT, WORD, mixed};

pub(super) const HEX: Bytes = Bytes::of("0-9a-f");
pub(super) const ANY_HEX: Bytes = Bytes::of("0-9a-fA-F");
pub(super) const LOWER: Bytes = Bytes::of("a-z0-9");
pub(super) const UPPER: Bytes = Bytes::of("A-Z0-9");
pub(super) const BASE32: Bytes = Bytes::of("A-Z2-7");
pub(super) const DOTTED: Bytes = Bytes::of("A-Za-z0-9._-");
pub(super) const PADDED: Bytes = Bytes::of("A-Za-z0-9+/=");
pub(super) const PADDED_URL: Bytes = Bytes::of("A-Za-z0-9=_-");
pub(super) const UUID: Bytes = Bytes::of("0-9a-fA-F-");
pub(super) const CRYPT: Bytes = Bytes::of("A-Za-z0-9./");

/// Whether it has the hyphens of a UUID where they belong.
pub(super) fn is_uuid(value: &[u8]) -> bool {
    value.len() >= 36
        && value[value.len() - 36..].iter().enumerate().all(|(index, &byte)| {
            if matches!(index, 8 | 13 | 18 | 23) { byte == b'-' } else { byte.is_ascii_hexdigit() }
        })
}
