//! Makes text from outside safe to print: what could steer a terminal or reorder a line becomes visible.

use std::borrow::Cow;
use std::fmt::Write;

/// The text with every character escaped that a terminal would obey instead of print.
///
/// Control characters, line and paragraph separators and bidirectional overrides become `\u{1b}`; a tab becomes a
/// space. Line ends are escaped too: whoever wants lines splits before.
#[must_use]
pub fn printable(text: &str) -> Cow<'_, str> {
    // Visible ASCII steers nothing, and is quickly told.
    if text.bytes().all(|byte| (0x20..0x7f).contains(&byte)) || !text.chars().any(steers) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 16);
    for char in text.chars() {
        match char {
            '\t' => safe.push(' '),
            char if steers(char) => write!(safe, "\\u{{{:x}}}", u32::from(char)).unwrap_or_default(),
            char => safe.push(char),
        }
    }
    Cow::Owned(safe)
}

/// Whether a terminal or a bidirectional layout would act on the character.
pub(crate) fn steers(char: char) -> bool {
    char.is_control()
        || matches!(char, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::printable;

    #[test]
    fn what_steers_a_terminal_becomes_visible() {
        assert_eq!(printable("plain – text, 東京"), "plain – text, 東京");
        assert_eq!(printable("a\x1b[31mb\tc\x07"), "a\\u{1b}[31mb c\\u{7}");
        assert_eq!(printable("\u{9b}2J\u{202e}x"), "\\u{9b}2J\\u{202e}x");
    }
}
