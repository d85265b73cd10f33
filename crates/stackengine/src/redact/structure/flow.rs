//! JSON, and the flow style of YAML.

use super::lines::line_end;
use super::{Style, Tree};

/// Deeper nesting is not read.
const MAX_DEPTH: usize = 200;

/// Where reading ended, and whether the last bracket closed the first.
pub(super) struct Ended {
    pub(super) at: usize,
    pub(super) whole: bool,
}

/// Reads from the bracket at `at` to the one that closes it.
pub(super) fn read(text: &[u8], at: usize, parent: Option<usize>, tree: &mut Tree) -> Ended {
    // Only what looks like JSON may go on over lines: log lines begin with brackets, too.
    let (end, _) = line_end(text, at);
    let rest = text.get(at + 1..end).unwrap_or_default().trim_ascii();
    let is_mapping = text.get(at) == Some(&b'{');
    let spans_lines =
        is_mapping || rest.is_empty() || rest.starts_with(b"\"") || rest.starts_with(b"{") || rest.ends_with(b",");
    read_line(text, at, if spans_lines { text.len() } else { end }, parent, tree)
}

/// The same, but never beyond `end`.
pub(super) fn read_line(text: &[u8], at: usize, end: usize, parent: Option<usize>, tree: &mut Tree) -> Ended {
    let mut reader = Reader { text, at, end, open: Vec::new(), key: None, parent };
    let whole = reader.run(tree);
    Ended { at: reader.at, whole }
}

struct Reader<'t> {
    text: &'t [u8],
    at: usize,
    end: usize,
    /// The nodes whose brackets are open, and whether they are mappings.
    open: Vec<(Option<usize>, bool)>,
    /// The key that waits for its value.
    key: Option<usize>,
    parent: Option<usize>,
}

impl Reader<'_> {
    fn run(&mut self, tree: &mut Tree) -> bool {
        while let Some(byte) = self.text.get(self.at).copied().filter(|_| self.at < self.end) {
            match byte {
                b' ' | b'\t' | b'\r' | b'\n' | b',' => self.at += 1,
                b'{' | b'[' => {
                    if self.open.len() >= MAX_DEPTH {
                        return false;
                    }
                    let node = match (self.key.take(), self.open.last()) {
                        (Some(key), _) => Some(key),
                        (None, None) => self.parent,
                        (None, Some((parent, _))) => Some(tree.push(*parent, 0..0)),
                    };
                    self.open.push((node, byte == b'{'));
                    self.at += 1;
                }
                b'}' | b']' => {
                    self.key = None;
                    self.open.pop();
                    self.at += 1;
                    if self.open.is_empty() {
                        return true;
                    }
                }
                _ => {
                    if !self.token(byte, tree) {
                        return false;
                    }
                }
            }
        }
        false
    }

    /// A key or a value; false where neither can be.
    fn token(&mut self, first: u8, tree: &mut Tree) -> bool {
        let (span, style) = match first {
            b'"' | b'\'' => {
                let Some(close) = self.close(first) else { return false };
                let span = self.at + 1..close;
                self.at = close + 1;
                (span, if first == b'"' { Style::Double } else { Style::Single })
            }
            b':' => return false,
            _ => {
                let start = self.at;
                self.at = self.plain_end();
                if self.at == start {
                    return false;
                }
                let length = self.text.get(start..self.at).unwrap_or_default().trim_ascii_end().len();
                (start..start + length, Style::Plain)
            }
        };
        let Some((parent, is_mapping)) = self.open.last().copied() else { return false };
        if self.key.is_none() && is_mapping {
            let gap = self.text.get(self.at..self.end).unwrap_or_default();
            let spaces = gap.iter().take(64).take_while(|byte| byte.is_ascii_whitespace()).count();
            if gap.get(spaces) != Some(&b':') {
                // No mapping.
                return false;
            }
            self.at += spaces + 1;
            self.key = Some(tree.push(parent, span));
            return true;
        }
        let node = match self.key.take() {
            Some(key) => key,
            None => tree.push(parent, 0..0),
        };
        tree.set(node, span, style);
        true
    }

    fn close(&self, quote: u8) -> Option<usize> {
        let mut at = self.at + 1;
        loop {
            let found = at + memchr::memchr2(quote, b'\\', self.text.get(at..self.end)?)?;
            if self.text.get(found) == Some(&b'\\') && quote == b'"' {
                at = found + 2;
            } else if quote == b'\'' && self.text.get(found) == Some(&b'\\') {
                at = found + 1;
            } else if quote == b'\'' && self.text.get(found + 1) == Some(&b'\'') {
                at = found + 2;
            } else {
                return Some(found);
            }
        }
    }

    fn plain_end(&self) -> usize {
        let rest = self.text.get(self.at..self.end).unwrap_or_default();
        let mut length = 0;
        for (offset, byte) in rest.iter().enumerate() {
            let ends = matches!(byte, b',' | b'{' | b'}' | b'[' | b']' | b'\n')
                || (*byte == b':' && matches!(rest.get(offset + 1), None | Some(b' ' | b'\n' | b'"')));
            if ends {
                break;
            }
            length = offset + 1;
        }
        self.at + length
    }
}
