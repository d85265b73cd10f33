//! Line by line: indentation, dashes, keys, and the five ways to write a value.

use std::ops::Range;

use super::{Style, Tree, flow};

/// Longer text before a colon is no key.
const MAX_KEY: usize = 128;

/// Nodes after which a text that never ends a document is handed over all the same.
const MAX_NODES: usize = 4_000_000;

/// Reads the whole text and hands over each document's tree.
pub(crate) fn read(text: &[u8], each: &mut dyn FnMut(&Tree)) {
    let mut reader = Reader { text, tree: Tree::default(), stack: Vec::new(), each };
    let mut at = 0;
    while at < text.len() {
        at = reader.line(at);
    }
    reader.flush();
}

struct Open {
    indent: usize,
    node: usize,
    is_item: bool,
}

struct Reader<'t, 'e> {
    text: &'t [u8],
    tree: Tree,
    stack: Vec<Open>,
    each: &'e mut dyn FnMut(&Tree),
}

impl Reader<'_, '_> {
    fn flush(&mut self) {
        if !self.tree.is_empty() {
            (self.each)(&self.tree);
            self.tree = Tree::default();
        }
        self.stack.clear();
    }

    /// Reads the line that begins at `start`, and those that belong to its value; returns where to go on.
    fn line(&mut self, start: usize) -> usize {
        let (end, next) = line_end(self.text, start);
        let start = without_signs(self.text, start, end);
        let mut at = start + indent_of(self.text, start, end);
        let Some(first) = self.text.get(at).filter(|_| at < end) else { return next };
        if *first == b'#' {
            return next;
        }
        let body = self.text.get(at..end).unwrap_or_default();
        if at == start && (body.starts_with(b"---") || body.starts_with(b"...")) {
            self.flush();
            return next;
        }
        let mut indent = at - start;
        let mut item = None;
        while self.is_dash(at, end) {
            self.close(indent, true);
            let parent = self.stack.last().map(|open| open.node);
            let node = self.tree.push(parent, 0..0);
            self.stack.push(Open { indent, node, is_item: true });
            item = Some(node);
            let spaces = indent_of(self.text, at + 1, end);
            at += 1 + spaces;
            indent += 1 + spaces;
        }
        if at >= end {
            return next;
        }
        if let Some((key, after)) = key(self.text, at, end) {
            self.close(indent, false);
            let parent = self.stack.last().map(|open| open.node);
            let node = self.tree.push(parent, key);
            self.stack.push(Open { indent, node, is_item: false });
            return self.value(node, indent, after, end, next);
        }
        match item {
            Some(node) => self.value(node, indent.saturating_sub(1), at, end, next),
            None => self.bare(indent, at, end, next),
        }
    }

    fn is_dash(&self, at: usize, end: usize) -> bool {
        at < end && self.text.get(at) == Some(&b'-') && (at + 1 == end || self.text.get(at + 1) == Some(&b' '))
    }

    /// Closes what a line of this indentation ends. A list may stand as far left as the key it belongs to.
    fn close(&mut self, indent: usize, dash: bool) {
        while let Some(open) = self.stack.last() {
            let ends = if dash {
                open.indent > indent || (open.indent == indent && open.is_item)
            } else {
                open.indent >= indent
            };
            if !ends {
                break;
            }
            self.stack.pop();
        }
        if self.tree.nodes.len() > MAX_NODES {
            self.flush();
        }
    }

    /// A line without a key: the next line of a value, an item of a description's list, or no structure at all.
    fn bare(&mut self, indent: usize, at: usize, end: usize, next: usize) -> usize {
        let first = self.text.get(at).copied().unwrap_or_default();
        if indent == 0 {
            self.flush();
        } else {
            self.close(indent, false);
        }
        if matches!(first, b'{' | b'[') {
            let parent = self.stack.last().map(|open| open.node);
            let ended = flow::read(self.text, at, parent, &mut self.tree);
            return self.after_flow(ended, next);
        }
        let Some(open) = self.stack.last() else {
            self.inline(at..end);
            return next;
        };
        let node = open.node;
        match self.tree.nodes.get_mut(node) {
            Some(found) if found.style == Style::Plain => found.value.end = trim_end(self.text, at, end),
            Some(found) if found.style == Style::None => {
                let item = self.tree.push(Some(node), 0..0);
                return self.value(item, indent, at, end, next);
            }
            _ => {}
        }
        next
    }

    /// What follows a key or a dash.
    fn value(&mut self, node: usize, indent: usize, from: usize, end: usize, next: usize) -> usize {
        let at = skip_properties(self.text, from, end);
        match self.text.get(at).filter(|_| at < end) {
            None => next,
            Some(b'|' | b'>') if is_block_header(self.text.get(at..end).unwrap_or_default()) => {
                self.block(node, indent, next)
            }
            Some(quote @ (b'"' | b'\'')) => match close_quote(self.text, at, *quote, indent) {
                Some(close) => {
                    let style = if *quote == b'"' { Style::Double } else { Style::Single };
                    self.tree.set(node, at + 1..close, style);
                    line_end(self.text, close).1
                }
                None => self.plain(node, at, end, next),
            },
            Some(b'{' | b'[') => {
                let ended = flow::read(self.text, at, Some(node), &mut self.tree);
                if ended.whole {
                    return self.after_flow(ended, next);
                }
                self.tree.set(node, at..trim_end(self.text, at, end), Style::Plain);
                self.after_flow(ended, next)
            }
            Some(_) => self.plain(node, at, end, next),
        }
    }

    fn after_flow(&mut self, ended: flow::Ended, next: usize) -> usize {
        if ended.at < next { next } else { line_end(self.text, ended.at).1 }
    }

    fn plain(&mut self, node: usize, at: usize, end: usize, next: usize) -> usize {
        let body = self.text.get(at..end).unwrap_or_default();
        let cut = memchr::memmem::find(body, b" #").map_or(end, |comment| at + comment);
        self.tree.set(node, at..trim_end(self.text, at, cut), Style::Plain);
        self.inline(at..end);
        next
    }

    fn block(&mut self, node: usize, indent: usize, next: usize) -> usize {
        let mut at = next;
        let mut last = next;
        while at < self.text.len() {
            let (end, after) = line_end(self.text, at);
            let start = without_signs(self.text, at, end);
            let spaces = indent_of(self.text, start, end);
            if start + spaces < end {
                if spaces <= indent {
                    break;
                }
                last = end;
            }
            at = after;
        }
        if last > next {
            self.tree.set(node, next..last, Style::Block);
        }
        at
    }

    /// JSON in the middle of a line.
    fn inline(&mut self, line: Range<usize>) {
        let mut at = line.start;
        let mut tries = 0;
        while tries < 8
            && let Some(found) = self.text.get(at..line.end).and_then(|rest| memchr::memmem::find(rest, b"{\""))
        {
            tries += 1;
            let root = self.tree.push(None, 0..0);
            let ended = flow::read_line(self.text, at + found, line.end, Some(root), &mut self.tree);
            at = ended.at.max(at + found + 2);
        }
    }
}

/// The end of the line without its line feed, and where the next one begins.
pub(super) fn line_end(text: &[u8], from: usize) -> (usize, usize) {
    match text.get(from..).and_then(|rest| memchr::memchr(b'\n', rest)) {
        Some(length) => {
            let end = from + length;
            let bare = if end > from && text.get(end - 1) == Some(&b'\r') { end - 1 } else { end };
            (bare, end + 1)
        }
        None => (text.len(), text.len()),
    }
}

/// Where a line begins behind the signs that mails and diffs write before it.
fn without_signs(text: &[u8], start: usize, end: usize) -> usize {
    let line = text.get(start..end).unwrap_or_default();
    match line {
        [b'>', ..] => {
            let signs = line.iter().take(16).take_while(|byte| matches!(byte, b'>' | b' ')).count();
            let last = line.get(..signs).unwrap_or_default().iter().rposition(|byte| *byte == b'>').unwrap_or_default();
            let space = usize::from(line.get(last + 1) == Some(&b' '));
            start + last + 1 + space
        }
        [b'+', b' ' | b'\t', ..] => start + 1,
        // A list item has one space, seldom two, behind its dash.
        [b'-', rest @ ..] if rest.starts_with(b"    ") => start + 1,
        _ => start,
    }
}

fn indent_of(text: &[u8], from: usize, end: usize) -> usize {
    text.get(from..end).unwrap_or_default().iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}

fn trim_end(text: &[u8], from: usize, end: usize) -> usize {
    from + text.get(from..end).unwrap_or_default().trim_ascii_end().len()
}

/// The key that a line begins with, and where its value may begin.
fn key(text: &[u8], at: usize, end: usize) -> Option<(Range<usize>, usize)> {
    let body = text.get(at..end)?;
    let first = *body.first()?;
    if matches!(first, b'{' | b'[' | b'}' | b']' | b',') {
        return None;
    }
    if matches!(first, b'"' | b'\'') {
        let window = body.get(1..body.len().min(MAX_KEY))?;
        let close = 1 + memchr::memchr(first, window)?;
        let rest = body.get(close + 1..)?;
        let spaces = rest.iter().take_while(|byte| **byte == b' ').count();
        if rest.get(spaces) != Some(&b':') {
            return None;
        }
        let after = close + 1 + spaces + 1;
        return Some((at + 1..at + close, at + after));
    }
    let window = body.get(..body.len().min(MAX_KEY))?;
    let colon = memchr::memchr_iter(b':', window)
        .find(|colon| matches!(body.get(colon + 1), None | Some(b' ' | b'\t')))
        .filter(|colon| *colon > 0)?;
    Some((at..at + body.get(..colon)?.trim_ascii_end().len(), at + colon + 1))
}

/// Skips spaces, an anchor and a tag.
fn skip_properties(text: &[u8], from: usize, end: usize) -> usize {
    let mut at = from + indent_of(text, from, end);
    for _ in 0..2 {
        if at < end && matches!(text.get(at), Some(b'&' | b'!')) {
            let word = text.get(at..end).unwrap_or_default();
            let Some(space) = word.iter().take(256).position(|byte| *byte == b' ') else { break };
            at += space;
            at += indent_of(text, at, end);
        }
    }
    at
}

/// `|`, `>-`, `|2+ # why`.
fn is_block_header(rest: &[u8]) -> bool {
    let marks = rest.iter().skip(1).take_while(|byte| matches!(byte, b'+' | b'-' | b'0'..=b'9')).count();
    let after = rest.get(1 + marks..).unwrap_or_default().trim_ascii_start();
    after.is_empty() || after.starts_with(b"#")
}

/// Where a quoted value that begins at `open` ends; it may go on over lines that are indented further than its key.
fn close_quote(text: &[u8], open: usize, quote: u8, indent: usize) -> Option<usize> {
    let mut at = open + 1;
    loop {
        let found = at + memchr::memchr3(quote, b'\\', b'\n', text.get(at..)?)?;
        match text.get(found)? {
            b'\n' => {
                let (end, _) = line_end(text, found + 1);
                let spaces = indent_of(text, found + 1, end);
                if found + 1 + spaces < end && spaces <= indent {
                    return None;
                }
                at = found + 1;
            }
            b'\\' => at = found + if quote == b'"' { 2 } else { 1 },
            _ if quote == b'\'' && text.get(found + 1) == Some(&b'\'') => at = found + 2,
            _ => return Some(found),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every value with the keys above it, a line each.
    fn outline(text: &str) -> Vec<String> {
        let mut all = Vec::new();
        read(text.as_bytes(), &mut |tree| {
            for (id, node) in tree.iter().filter(|(_, node)| node.style != Style::None) {
                let mut path: Vec<&str> = tree.ancestors(id).map(|node| &text[node.key.clone()]).collect();
                path.reverse();
                path.push(&text[node.key.clone()]);
                all.push(format!("{}={}", path.join("."), &text[node.value.clone()]));
            }
        });
        all
    }

    #[test]
    fn yaml_is_read_by_its_indentation() {
        let text = "a:\n  b: 1 # no\n  c:\n  - d: 'x'\n    e: \"y z\"\n  - f\ng: |\n  one\n\n  two\nh: &x !!str v\n";
        assert_eq!(outline(text), ["a.b=1", "a.c..d=x", "a.c..e=y z", "a.c.=f", "g=  one\n\n  two", "h=v"]);
    }

    #[test]
    fn json_is_read_like_yaml() {
        let text = "{\"a\": {\"b\": [1, \"x\", {\"c\": \"d\\\"e\"}]},\n \"f\": null}\nlog line\n";
        assert_eq!(outline(text), ["a.b.=1", "a.b.=x", "a.b..c=d\\\"e", "f=null"]);
    }

    #[test]
    fn a_description_has_lists_without_dashes_and_values_over_lines() {
        let text = "Containers:\n  main:\n    Args:\n      --password\n      hunter\n    Environment:\n      A:  x\n          y\n";
        assert_eq!(
            outline(text),
            [
                "Containers.main.Args.=--password",
                "Containers.main.Args.=hunter",
                "Containers.main.Environment.A=x\n          y"
            ]
        );
    }

    #[test]
    fn json_in_the_middle_of_a_line_is_found() {
        assert_eq!(outline("INFO got {\"kind\":\"Secret\"} and more\n"), [".kind=Secret"]);
    }

    #[test]
    fn broken_text_does_not_stop_the_reader() {
        assert_eq!(outline("a: \"no end\nb: [1, 2\nc: 3\n"), ["a=\"no end", "b=[1, 2", "b.=1", "b.=2", "c=3"]);
    }
}
