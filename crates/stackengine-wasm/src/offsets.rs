//! From the bytes of a text to the UTF-16 code units in which a browser counts.

/// Bytes between two places whose offset is known.
const STRIDE: usize = 512;

/// Turns byte offsets of one text into UTF-16 offsets.
#[derive(Debug)]
pub(crate) struct Offsets<'t> {
    text: &'t str,
    /// Code units before each multiple of the stride; none for a text in which both counts are the same.
    known: Vec<usize>,
}

impl<'t> Offsets<'t> {
    /// Counts once through the text.
    pub(crate) fn new(text: &'t str) -> Self {
        let mut known = Vec::new();
        if !text.is_ascii() {
            let mut units = 0;
            for (at, char) in text.char_indices() {
                while known.len() * STRIDE <= at {
                    known.push(units);
                }
                units += char.len_utf16();
            }
        }
        Self { text, known }
    }

    /// The code units before a byte.
    pub(crate) fn utf16(&self, byte: u32) -> usize {
        let byte = (byte as usize).min(self.text.len());
        let byte = (0..=byte).rev().find(|byte| self.text.is_char_boundary(*byte)).unwrap_or(0);
        // A char may reach across the multiple: its offset then is that of the char behind.
        let stride = (0..=byte / STRIDE).rev().find(|stride| self.text.is_char_boundary(stride * STRIDE)).unwrap_or(0);
        match self.known.get(stride) {
            Some(before) => {
                let between = self.text.get(stride * STRIDE..byte).unwrap_or_default();
                before + between.encode_utf16().count()
            }
            None if self.known.is_empty() => byte,
            None => self.text.encode_utf16().count(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_offset_is_what_counting_gives() {
        let text: String = (0..900).map(|n| ["a", "ü", "東", "😀", "\n"][n * 7 % 5]).collect();
        let offsets = Offsets::new(&text);
        for (at, _) in text.char_indices() {
            let expected = text[..at].encode_utf16().count();
            assert_eq!(offsets.utf16(u32::try_from(at).expect("short")), expected, "{at}");
        }
        assert_eq!(offsets.utf16(u32::MAX), text.encode_utf16().count());
        assert_eq!(Offsets::new("plain").utf16(3), 3);
    }
}
