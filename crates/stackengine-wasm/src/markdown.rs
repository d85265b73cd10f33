//! The little Markdown that pages are written in, as a tree: the browser makes elements of it, the catalogue HTML.

use serde::Serialize;

/// A part of a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum Block {
    /// `## Fix`.
    Heading {
        /// Its words.
        text: String,
    },
    /// Words.
    Paragraph {
        /// Its parts.
        parts: Vec<Inline>,
    },
    /// `- one` or `1. one`.
    List {
        /// Whether its items are numbered.
        ordered: bool,
        /// What stands in each item.
        items: Vec<Vec<Inline>>,
    },
    /// A fenced block.
    Code {
        /// The words behind the fence: `yaml fires`.
        info: String,
        /// Its lines.
        text: String,
    },
    /// Rows of cells; the first is the head.
    Table {
        /// The rows.
        rows: Vec<Vec<Vec<Inline>>>,
    },
}

/// A part of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "is", content = "text", rename_all = "kebab-case")]
pub enum Inline {
    /// As it is.
    Plain(String),
    /// Between backticks.
    Code(String),
    /// Between asterisks.
    Strong(String),
}

/// Reads a page. Total: what is no markup is text.
#[must_use]
pub fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open = Open::Nothing;
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let body = line.trim();
        if let Some(info) = body.strip_prefix("```") {
            close(&mut open, &mut blocks);
            let indent = line.len() - line.trim_start().len();
            let code: Vec<&str> = lines.by_ref().take_while(|line| !line.trim_start().starts_with("```")).collect();
            let text = code.iter().map(|line| format!("{}\n", line.get(indent..).unwrap_or(line.trim_start())));
            blocks.push(Block::Code { info: info.trim().to_owned(), text: text.collect() });
        } else if body.is_empty() {
            // An item may go on behind a gap; a paragraph may not.
            if matches!(open, Open::Paragraph(_)) {
                close(&mut open, &mut blocks);
            }
        } else if let Some(title) = body.strip_prefix("## ").or_else(|| body.strip_prefix("### ")) {
            close(&mut open, &mut blocks);
            blocks.push(Block::Heading { text: title.to_owned() });
        } else if body.starts_with('|') {
            close(&mut open, &mut blocks);
            row(body, &mut blocks);
        } else if let Some((ordered, item)) = item(body) {
            match &mut open {
                Open::List(same, items) if *same == ordered => items.push(item.to_owned()),
                _ => {
                    close(&mut open, &mut blocks);
                    open = Open::List(ordered, vec![item.to_owned()]);
                }
            }
        } else {
            go_on(line, body, &mut open, &mut blocks);
        }
    }
    close(&mut open, &mut blocks);
    blocks
}

/// Lines that belong together and have not ended.
enum Open {
    Nothing,
    Paragraph(String),
    List(bool, Vec<String>),
}

fn close(open: &mut Open, blocks: &mut Vec<Block>) {
    match std::mem::replace(open, Open::Nothing) {
        Open::Nothing => {}
        Open::Paragraph(text) => blocks.push(Block::Paragraph { parts: inline(&text) }),
        Open::List(ordered, items) => {
            blocks.push(Block::List { ordered, items: items.iter().map(|item| inline(item)).collect() });
        }
    }
}

/// A line that opens nothing: of the item above if it is indented, else of a paragraph.
fn go_on(line: &str, body: &str, open: &mut Open, blocks: &mut Vec<Block>) {
    match open {
        Open::Paragraph(text) => {
            text.push(' ');
            text.push_str(body);
        }
        Open::List(_, items) if line.starts_with(' ') => {
            if let Some(last) = items.last_mut() {
                last.push(' ');
                last.push_str(body);
            }
        }
        _ => {
            close(open, blocks);
            *open = Open::Paragraph(body.to_owned());
        }
    }
}

/// `- an item` or `2. an item`, without its mark.
fn item(line: &str) -> Option<(bool, &str)> {
    if let Some(item) = line.strip_prefix("- ") {
        return Some((false, item));
    }
    let behind = line.trim_start_matches(|char: char| char.is_ascii_digit());
    let item = behind.strip_prefix(". ")?;
    (behind.len() < line.len()).then_some((true, item))
}

fn row(line: &str, blocks: &mut Vec<Block>) {
    let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
    if cells.iter().all(|cell| !cell.is_empty() && cell.chars().all(|char| matches!(char, '-' | ':'))) {
        return;
    }
    let cells = cells.into_iter().map(inline).collect();
    match blocks.last_mut() {
        Some(Block::Table { rows }) => rows.push(cells),
        _ => blocks.push(Block::Table { rows: vec![cells] }),
    }
}

fn inline(text: &str) -> Vec<Inline> {
    let mut parts: Vec<Inline> = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['`', '*']) {
        let mark = if rest.get(at..).is_some_and(|rest| rest.starts_with("**")) {
            "**"
        } else if rest.get(at..).is_some_and(|rest| rest.starts_with('*')) {
            "*"
        } else {
            "`"
        };
        let (before, from) = rest.split_at(at);
        let inside = from.get(mark.len()..).unwrap_or_default();
        let ended = inside.find(mark).filter(|end| *end > 0);
        // An asterisk in `0 * * * *` is none of ours: emphasis begins and ends at a word.
        let emphasis = |end: usize| {
            let text = inside.get(..end).unwrap_or_default();
            mark == "`" || (text == text.trim() && !before.ends_with(|char: char| char.is_alphanumeric()))
        };
        match ended.filter(|end| emphasis(*end)) {
            Some(end) => {
                plain(&mut parts, before);
                let (text, behind) = inside.split_at(end);
                let text = text.to_owned();
                parts.push(if mark == "`" { Inline::Code(text) } else { Inline::Strong(text) });
                rest = behind.get(mark.len()..).unwrap_or_default();
            }
            None => {
                plain(&mut parts, before);
                plain(&mut parts, mark);
                rest = inside;
            }
        }
    }
    plain(&mut parts, rest);
    parts
}

fn plain(parts: &mut Vec<Inline>, text: &str) {
    match parts.last_mut() {
        _ if text.is_empty() => {}
        Some(Inline::Plain(before)) => before.push_str(text),
        _ => parts.push(Inline::Plain(text.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use stackengine::catalogue::{CATALOGUE, HEADINGS, Page};

    use super::*;

    #[test]
    fn what_pages_use_is_read() {
        let text = "It broke.\n\n## Fix\n1. Look at `a *b*`\n   closely.\n2. *Mend* it.\n\n```yaml fires\na: 1\n  b: 2\n```\n- `0 * * * *` runs 2 * 3 times\n";
        let code = |text: &str| Inline::Code(text.to_owned());
        let plain = |text: &str| Inline::Plain(text.to_owned());
        assert_eq!(
            blocks(text),
            [
                Block::Paragraph { parts: vec![plain("It broke.")] },
                Block::Heading { text: "Fix".to_owned() },
                Block::List {
                    ordered: true,
                    items: vec![
                        vec![plain("Look at "), code("a *b*"), plain(" closely.")],
                        vec![Inline::Strong("Mend".to_owned()), plain(" it.")],
                    ],
                },
                Block::Code { info: "yaml fires".to_owned(), text: "a: 1\n  b: 2\n".to_owned() },
                Block::List { ordered: false, items: vec![vec![code("0 * * * *"), plain(" runs 2 * 3 times")]] },
            ]
        );
    }

    #[test]
    fn every_page_keeps_its_headings_its_code_and_its_words() {
        for diagnostic in CATALOGUE {
            let page = Page::parse(diagnostic.page).expect("a page");
            let blocks = blocks(page.body);
            let headings: Vec<&str> = blocks
                .iter()
                .filter_map(|block| match block {
                    Block::Heading { text } => Some(text.as_str()),
                    _ => None,
                })
                .collect();
            for heading in HEADINGS {
                assert!(headings.contains(&heading), "{}: {headings:?}", diagnostic.name);
            }
            let n_fences = page.body.lines().filter(|line| line.trim_start().starts_with("```")).count();
            let n_code = blocks.iter().filter(|block| matches!(block, Block::Code { .. })).count();
            assert_eq!(n_code * 2, n_fences, "{}", diagnostic.name);
        }
    }
}
