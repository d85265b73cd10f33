//! Sets of bytes and the few ways of walking along them that all detectors of forms share.

/// A set of bytes: any of the ASCII ones, and whether those above belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bytes {
    ascii: u128,
    above: bool,
}

impl Bytes {
    /// The set that is written like in a pattern: `a-z0-9_-`, where a hyphen at the end is itself.
    pub(super) const fn of(written: &str) -> Self {
        let written = written.as_bytes();
        let mut ascii = 0_u128;
        let mut at = 0;
        while at < written.len() {
            let first = written[at];
            let mut last = first;
            if at + 2 < written.len() && written[at + 1] == b'-' {
                last = written[at + 2];
                at += 2;
            }
            let mut byte = first;
            while byte <= last {
                ascii |= 1 << byte;
                byte += 1;
            }
            at += 1;
        }
        Self { ascii, above: false }
    }

    /// Every byte that can be printed, and those above ASCII, without some.
    pub(super) const fn all_but(written: &str) -> Self {
        Self { ascii: Self::of("!-~").ascii & !Self::of(written).ascii, above: true }
    }

    /// This set and another.
    pub(super) const fn and(self, other: Self) -> Self {
        Self { ascii: self.ascii | other.ascii, above: self.above || other.above }
    }

    pub(super) const fn contains(self, byte: u8) -> bool {
        if byte < 128 { self.ascii >> byte & 1 == 1 } else { self.above }
    }
}

pub(super) const DIGIT: Bytes = Bytes::of("0-9");
pub(super) const ALNUM: Bytes = Bytes::of("A-Za-z0-9");
pub(super) const WORD: Bytes = Bytes::of("A-Za-z0-9_");
pub(super) const BASE64: Bytes = Bytes::of("A-Za-z0-9+/");
pub(super) const BASE64_URL: Bytes = Bytes::of("A-Za-z0-9_-");

/// Where a run of such bytes ends that begins here and is at most so long.
pub(super) fn run(text: &[u8], from: usize, of: Bytes, max: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    from + rest.iter().take(max).take_while(|&&byte| of.contains(byte)).count()
}

/// Where a run of such bytes begins that ends here and is at most so long.
pub(super) fn run_back(text: &[u8], to: usize, of: Bytes, max: usize) -> usize {
    let before = text.get(..to).unwrap_or_default();
    to - before.iter().rev().take(max).take_while(|&&byte| of.contains(byte)).count()
}

/// Whether the text goes on like this.
pub(super) fn goes_on(text: &[u8], from: usize, with: &[u8]) -> bool {
    text.get(from..).is_some_and(|rest| rest.starts_with(with))
}

/// The same, upper and lower case alike.
pub(super) fn goes_on_in_any_case(text: &[u8], from: usize, with: &[u8]) -> bool {
    text.get(from..from + with.len()).is_some_and(|there| there.eq_ignore_ascii_case(with))
}

/// The byte before this place.
pub(super) fn before(text: &[u8], at: usize) -> Option<u8> {
    at.checked_sub(1).and_then(|index| text.get(index)).copied()
}

/// Whether a word can begin here: after nothing, after what is no letter or digit, or after an escape that ends in one.
pub(super) fn begins_word(text: &[u8], at: usize) -> bool {
    !before(text, at).is_some_and(|byte| ALNUM.contains(byte)) || ends_escape(text, at)
}

/// Whether what stands before this place is an escape: `\n`, `%3D`, `\u0022`, or a colour of a terminal.
fn ends_escape(text: &[u8], at: usize) -> bool {
    let back = |n: usize| at.checked_sub(n).and_then(|index| text.get(index)).copied();
    let hex = |n: usize| back(n).is_some_and(|byte| byte.is_ascii_hexdigit());
    if back(2) == Some(b'\\') && back(1).is_some_and(|byte| b"nrtbfv0".contains(&byte)) {
        return true;
    }
    if back(3) == Some(b'%') && hex(1) && hex(2) {
        return true;
    }
    if back(6) == Some(b'\\') && back(5) == Some(b'u') && (1..=4).all(hex) {
        return true;
    }
    if back(1) == Some(b'm') {
        let from = run_back(text, at.saturating_sub(1), Bytes::of("0-9;"), 16);
        return before(text, from) == Some(b'[')
            && from.checked_sub(2).and_then(|index| text.get(index)).is_some_and(|&byte| byte == 0x1b);
    }
    false
}

/// Whether a word can end here.
pub(super) fn ends_word(text: &[u8], at: usize) -> bool {
    !text.get(at).is_some_and(|&byte| ALNUM.contains(byte))
}

/// Whether there are digits as well as letters in it, as in what was drawn at random.
pub(super) fn mixed(value: &[u8]) -> bool {
    value.iter().any(u8::is_ascii_digit) && value.iter().any(u8::is_ascii_alphabetic)
}

/// Whether a value only stands for one: a variable, a template, a placeholder, stars.
pub(super) fn stands_for_another(value: &[u8]) -> bool {
    let braced = |open: &[u8], close: &[u8]| value.starts_with(open) && value.ends_with(close);
    value.is_empty()
        || braced(b"$(", b")")
        || braced(b"${", b"}")
        || braced(b"{{", b"}}")
        || braced(b"<", b">")
        || braced(b"%", b"%")
        || braced(b"{", b"}")
        || value == b"%s"
        || value == b"REDACTED"
        || (value.first() == Some(&b'$') && value.len() > 1 && run(value, 1, WORD, value.len()) == value.len())
        || value.iter().all(|&byte| byte == b'*')
        || value.iter().all(|&byte| byte == b'x')
        || value.iter().all(|&byte| byte == b'X')
}

/// Reads base64 in either alphabet, with or without its padding.
pub(super) fn decode_base64(written: impl Iterator<Item = u8>) -> Vec<u8> {
    let mut decoded = Vec::new();
    let mut bits = 0_u32;
    let mut n_bits = 0;
    for byte in written {
        let six = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => continue,
        };
        bits = (bits << 6 | u32::from(six)) & 0xffff;
        n_bits += 6;
        if n_bits >= 8 {
            n_bits -= 8;
            decoded.push((bits >> n_bits & 0xff) as u8);
        }
    }
    decoded
}
