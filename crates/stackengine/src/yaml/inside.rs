//! From bytes of a decoded text to bytes of the document it is written in: past quotes, escapes, indentation and folds.

use std::ops::Range;

use super::escape::escape;
use super::{Node, Span};

/// Where a part of a node's text stands in the document that the node was read from.
///
/// `None` where the two cannot be laid beside each other, as for the value of an alias; whoever asks points at the node.
#[must_use]
pub fn inside(text: &str, node: &Node<'_>, part: Range<usize>) -> Option<Span> {
    let value = node.as_str()?;
    if part.start > part.end || part.end > value.len() {
        return None;
    }
    let (start, mut walk) = Walk::over(text, node.span)?;
    let raw = walk.raw;
    let places = walk.places(value)?;
    // The part ends behind its last character, not before the next one, which may stand on another line.
    let first = *places.get(part.start)?;
    let last = match part.end.checked_sub(1).filter(|last| *last >= part.start) {
        Some(last) => {
            places.get(last + 1).map_or(raw.len(), |next| behind(raw, *places.get(last).unwrap_or(next), *next))
        }
        None => first,
    };
    Some(Span::new(start + first, start + last.max(first)))
}

/// One past the character at `at`; `next` where the character is an escape or a fold.
fn behind(raw: &str, at: usize, next: usize) -> usize {
    match raw.get(at..).and_then(|rest| rest.chars().next()) {
        Some('\\' | '\'') | None => next,
        Some(char) => at + char.len_utf8(),
    }
}

/// Where the lines of a block scalar begin whose text begins at `start`; `None` where there is no block.
fn body_of_block(text: &str, start: usize) -> Option<usize> {
    let mut line = text.get(..start)?.rfind('\n')? + 1;
    let blank = |from: usize, to: usize| text.get(from..to).is_some_and(|part| part.trim().is_empty());
    if !blank(line, start) {
        return None;
    }
    loop {
        let above = text.get(..line - 1)?.rfind('\n').map_or(0, |found| found + 1);
        if above < line - 1 && !blank(above, line) {
            let header = text.get(above..line)?;
            let header = header.find(" #").and_then(|comment| header.get(..comment)).unwrap_or(header);
            let marks =
                header.trim_end().trim_end_matches(|char: char| char.is_ascii_digit() || matches!(char, '-' | '+'));
            return marks.ends_with(['|', '>']).then_some(line);
        }
        line = above;
        if line == 0 {
            return None;
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Block,
    Plain,
    Single,
    Double,
}

/// A walk over a scalar as it is written, in step with its value.
struct Walk<'r> {
    raw: &'r str,
    at: usize,
    style: Style,
    /// How many blanks stand before each line of a block.
    indent: usize,
}

impl<'r> Walk<'r> {
    /// A walk, and where in the text it begins.
    fn over(text: &'r str, span: Span) -> Option<(usize, Self)> {
        let (start, end) = (span.start as usize, span.end as usize);
        if let Some(body) = body_of_block(text, start) {
            // The span of a block begins where its first line does, behind the blanks.
            let before = text.get(..start)?;
            let indent = before.len() - before.rfind('\n').map_or(0, |found| found + 1);
            let mut walk = Self { raw: text.get(body..end)?, at: 0, style: Style::Block, indent };
            walk.skip_indent();
            return Some((body, walk));
        }
        let raw = text.get(start..end)?;
        let (at, style) = match raw.as_bytes().first()? {
            b'"' => (1, Style::Double),
            b'\'' => (1, Style::Single),
            _ => (0, Style::Plain),
        };
        Some((start, Self { raw, at, style, indent: 0 }))
    }

    /// For each byte of the value, and for its end, the byte of the document.
    fn places(&mut self, value: &str) -> Option<Vec<usize>> {
        let mut places = Vec::with_capacity(value.len() + 1);
        for char in value.chars() {
            self.skip_folds(char)?;
            let place = self.at;
            self.step(char)?;
            places.extend((0..char.len_utf8()).map(|_| place));
        }
        places.push(self.at.min(self.raw.len()));
        Some(places)
    }

    fn rest(&self) -> &'r str {
        self.raw.get(self.at..).unwrap_or_default()
    }

    /// Past line ends that the value does not have.
    fn skip_folds(&mut self, next: char) -> Option<()> {
        if self.style != Style::Block && matches!(next, ' ' | '\n') && self.ends_line() {
            return Some(());
        }
        while !matches!(next, ' ' | '\n') && self.ends_line() {
            self.next_line()?;
        }
        // `\` at the end of a line joins it with the next.
        while self.style == Style::Double && self.rest().starts_with("\\\n") {
            self.at += 1;
            self.next_line()?;
        }
        Some(())
    }

    /// Whether nothing of this line is left, blanks aside where they do not count.
    fn ends_line(&self) -> bool {
        let rest = self.rest();
        let rest = if self.style == Style::Block { rest } else { rest.trim_start_matches([' ', '\t']) };
        rest.starts_with('\n') || rest.starts_with("\r\n")
    }

    fn next_line(&mut self) -> Option<()> {
        self.at += self.rest().find('\n')? + 1;
        self.skip_indent();
        Some(())
    }

    fn skip_indent(&mut self) {
        let blanks = self.rest().bytes().take_while(|byte| *byte == b' ').count();
        self.at += if self.style == Style::Block { blanks.min(self.indent) } else { blanks };
    }

    /// Past what stands for this character.
    fn step(&mut self, char: char) -> Option<()> {
        if matches!(char, ' ' | '\n') && self.ends_line() {
            return self.next_line();
        }
        let rest = self.rest();
        match self.style {
            Style::Single if rest.starts_with("''") => (char == '\'').then(|| self.at += 2),
            Style::Double if rest.starts_with('\\') => {
                let (meant, length) = lenient(rest)?;
                (meant == char).then(|| self.at += length)
            }
            _ if rest.starts_with(char) => {
                self.at += char.len_utf8();
                Some(())
            }
            // A block of one line at the end of the document may lack the line end that its value has.
            _ if char == '\n' && rest.is_empty() => Some(()),
            _ => None,
        }
    }
}

/// What an escape means, and its length. JSON is read leniently: a letter that means nothing stands for itself.
fn lenient(rest: &str) -> Option<(char, usize)> {
    escape(rest).or_else(|| {
        let letter = rest.chars().nth(1).filter(|letter| !matches!(letter, 'x' | 'u' | 'U'))?;
        Some((letter, 1 + letter.len_utf8()))
    })
}

#[cfg(test)]
mod tests {
    use super::inside;
    use crate::yaml::{Node, read_json, read_yaml};

    fn found<'t>(text: &'t str, wanted: &str) -> Option<&'t str> {
        let mut root: Option<Node<'t>> = None;
        read_yaml(text, 0, text.len(), &mut |node, _| root = Some(node));
        let root = root?;
        let node = root.at("k")?;
        let at = node.as_str()?.find(wanted)?;
        let span = inside(text, node, at..at + wanted.len())?;
        text.get(span.start as usize..span.end as usize)
    }

    #[test]
    fn a_part_is_found_in_every_style() {
        let table = [
            ("k: ab cd ef\n", "cd", "cd"),
            ("k: 'it''s cd ef'\n", "cd", "cd"),
            ("k: 'it''s cd ef'\n", "'s", "''s"),
            ("k: \"a\\tb \\u00e9 cd\\n ef\"\n", "cd", "cd"),
            ("k: \"a\\tb \\u00e9 cd\\n ef\"\n", "é", "\\u00e9"),
            ("k: |\n  ab\n  cd ef\n  gh\n", "cd", "cd"),
            ("k: |\n  ab\n    cd\n\n  ef | gh\n", "ef | gh", "ef | gh"),
            ("k: |-  # why\n  ab\n  cd", "cd", "cd"),
            ("k: |\n  ab\n  cd", "cd", "cd"),
            ("k: >\n  ab\n  cd ef\n\n  gh\n", "cd", "cd"),
            ("k: >-\n  ab\n  cd ef\n\n  gh", "gh", "gh"),
            ("k: |2\n    ab\n  cd\n", "cd", "cd"),
            ("k: |\r\n  ab\r\n  cd\r\n", "cd", "cd"),
            ("k: ab\n  cd ef\n", "cd", "cd"),
            ("k: \"ab\n  cd\\\n  ef gh\"\n", "gh", "gh"),
            ("k: |\n  äb\n  çd ef\n", "çd", "çd"),
            ("k: |\n  ab\n  cd\nl: 1\n", "ab\ncd", "ab\n  cd"),
        ];
        for (text, wanted, expected) in table {
            assert_eq!(found(text, wanted), Some(expected), "{text:?}");
        }
    }

    #[test]
    fn json_is_read_as_well() {
        let text = r#"{"k": "a\n\"b\" && cd"}"#;
        let (root, _) = read_json(text, 0);
        let node = root.at("k").expect("k");
        let at = node.as_str().and_then(|value| value.find("cd")).expect("cd");
        let span = inside(text, node, at..at + 2).expect("a place");
        assert_eq!(text.get(span.start as usize..span.end as usize), Some("cd"));
    }

    #[test]
    fn what_is_not_written_there_has_no_place() {
        let text = "a: &x |\n  ab\nk: *x\n";
        assert_eq!(found(text, "ab"), None);
        let text = "k: ab\n";
        let mut root = None;
        read_yaml(text, 0, text.len(), &mut |node, _| root = Some(node));
        let root: Node<'_> = root.expect("a node");
        assert_eq!(inside(text, root.get("k").expect("k"), 1..9), None);
    }
}
