//! HTML from the pages of the catalogue: text is escaped in one place, and nothing else writes text.

use stackengine_wasm::{Block, Inline};

/// Text as HTML.
pub(super) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            char => safe.push(char),
        }
    }
    safe
}

/// The blocks of a page, one below the other.
pub(super) fn blocks(all: &[Block]) -> String {
    all.iter().map(block).collect()
}

fn block(block: &Block) -> String {
    match block {
        Block::Heading { text } => format!("<h2>{}</h2>\n", escape(text)),
        Block::Paragraph { parts } => format!("<p>{}</p>\n", inline(parts)),
        Block::List { ordered, items } => {
            let tag = if *ordered { "ol" } else { "ul" };
            let items: String = items.iter().map(|item| format!("<li>{}</li>\n", inline(item))).collect();
            format!("<{tag}>\n{items}</{tag}>\n")
        }
        Block::Code { text, .. } => format!("<pre tabindex=\"0\"><code>{}</code></pre>\n", escape(text)),
        Block::Table { rows } => {
            let row = |(index, row): (usize, &Vec<Vec<Inline>>)| {
                let tag = if index == 0 { "th" } else { "td" };
                let cells: String = row.iter().map(|cell| format!("<{tag}>{}</{tag}>", inline(cell))).collect();
                format!("<tr>{cells}</tr>\n")
            };
            format!("<table>\n{}</table>\n", rows.iter().enumerate().map(row).collect::<String>())
        }
    }
}

fn inline(parts: &[Inline]) -> String {
    parts
        .iter()
        .map(|part| match part {
            Inline::Plain(text) => escape(text),
            Inline::Code(text) => format!("<code>{}</code>", escape(text)),
            Inline::Strong(text) => format!("<em>{}</em>", escape(text)),
        })
        .collect()
}

/// What a page of its own needs around its content.
pub(super) struct Frame<'f> {
    /// The way back to the root: `../` or `../../`.
    pub(super) up: &'f str,
    /// In the browser's tab.
    pub(super) title: &'f str,
    /// For those who found it elsewhere.
    pub(super) description: &'f str,
    /// Which link of the bar it is.
    pub(super) here: &'f str,
    /// The style sheet, below the root.
    pub(super) style: &'f str,
    /// A script, below the root.
    pub(super) script: Option<&'f str>,
}

/// A whole page. Without a script it may run none.
pub(super) fn page(frame: &Frame<'_>, content: &str) -> String {
    let Frame { up, title, description, here, style, script } = frame;
    let current = |name: &str| if name == *here { " aria-current=\"page\"" } else { "" };
    let script_policy = if script.is_some() { "script-src 'self'; " } else { "" };
    let script = script.map(|script| format!("<script type=\"module\" src=\"{up}{script}\"></script>\n"));
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n\
         <meta name=\"description\" content=\"{}\">\n<meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; {script_policy}style-src 'self'; img-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'\">\n\
         <link rel=\"icon\" href=\"{up}icon.svg\" type=\"image/svg+xml\">\n<link rel=\"stylesheet\" href=\"{up}{style}\">\n{}</head>\n<body>\n\
         <a class=\"skip\" href=\"#work\">Skip to the content</a>\n\
         <header class=\"bar\"><a class=\"brand\" href=\"{up}\"><span class=\"mark\" aria-hidden=\"true\"></span>StackEngine</a>\n\
         <nav aria-label=\"Pages\"><a href=\"{up}\">Workbench</a><a href=\"{up}catalogue/\"{}>Catalogue</a><a href=\"{up}limits/\"{}>Limits</a></nav>{}</header>\n\
         <main id=\"work\" tabindex=\"-1\">\n{content}</main>\n</body>\n</html>\n",
        escape(title),
        escape(description),
        script.as_deref().unwrap_or_default(),
        current("catalogue"),
        current("limits"),
        match script.is_some() {
            true =>
                "<button id=\"theme\" type=\"button\" class=\"icon\" aria-label=\"Theme: as the system\">◐</button>",
            false => "",
        },
    )
}
