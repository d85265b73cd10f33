//! Markdown of `check`: a table for a pull request or the summary of a pipeline.

use super::summary::summary;
use super::{called, whose};
use crate::check::CheckReport;
use crate::render::printable;

/// The findings that count as Markdown.
#[must_use]
pub fn check_markdown(report: &CheckReport) -> String {
    let mut text = String::new();
    if report.open().next().is_some() {
        text.push_str("| where | what | severity | message | fix |\n| --- | --- | --- | --- | --- |\n");
    }
    for (file, found) in report.open() {
        let fix = found.lint.fix.as_ref().map_or_else(String::new, |fix| format!("{} ({})", fix.title, fix.safety));
        let cells = [
            format!("{file}:{}, {}", found.start.line, whose(found)),
            called(found),
            found.lint.severity.to_string(),
            found.lint.message.clone(),
            fix,
        ];
        let cells: Vec<String> = cells.iter().map(|cell| escaped(cell)).collect();
        text.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
    for (nth, (file, left)) in report.left_out().enumerate() {
        if nth == 0 {
            text.push_str("\nNot analysed:\n\n");
        }
        let line = left.position.map_or_else(String::new, |at| format!(":{}", at.line));
        text.push_str(&format!("- {}\n", escaped(&format!("{file}{line}: {}", left.why))));
    }
    if !text.is_empty() {
        text.push('\n');
    }
    for line in summary(&report.tally) {
        text.push_str(&escaped(&line));
        text.push('\n');
    }
    text
}

/// Text that Markdown takes for text, in one line.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for char in printable(&text.replace('\n', " ")).chars() {
        match char {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' => {
                safe.push('\\');
                safe.push(char);
            }
            char => safe.push(char),
        }
    }
    safe
}
