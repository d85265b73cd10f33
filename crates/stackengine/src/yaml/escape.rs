//! The escapes of double-quoted scalars, JSON's pairs of surrogates among them.

/// What the escape at the start of `rest` means, and its length in bytes; `None` for one that YAML does not know.
pub(super) fn escape(rest: &str) -> Option<(char, usize)> {
    let hex = |from: usize, digits: usize| u32::from_str_radix(rest.get(from..from + digits)?, 16).ok();
    let simple = match rest.chars().nth(1)? {
        '0' => '\0',
        'a' => '\x07',
        'b' => '\x08',
        't' | '\t' => '\t',
        'n' => '\n',
        'v' => '\x0b',
        'f' => '\x0c',
        'r' => '\r',
        'e' => '\x1b',
        'N' => '\u{85}',
        '_' => '\u{a0}',
        'L' => '\u{2028}',
        'P' => '\u{2029}',
        char @ (' ' | '"' | '/' | '\\') => char,
        'x' => return Some((char::from_u32(hex(2, 2)?)?, 4)),
        'U' => return Some((char::from_u32(hex(2, 8)?)?, 10)),
        'u' => {
            let high = hex(2, 4)?;
            if let Some(char) = char::from_u32(high) {
                return Some((char, 6));
            }
            let low = if rest.get(6..8)? == "\\u" { hex(8, 4)? } else { return None };
            let code = 0x1_0000 + (high.checked_sub(0xd800)? << 10) + low.checked_sub(0xdc00)?;
            return Some((char::from_u32(code)?, 12));
        }
        _ => return None,
    };
    Some((simple, 2))
}
