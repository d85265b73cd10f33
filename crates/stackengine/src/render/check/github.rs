//! Workflow commands of GitHub Actions: a finding becomes an annotation in the change it is in.

use std::cmp::Reverse;

use super::summary::summary;
use super::{called, three_levels};
use crate::check::{CheckReport, Found};
use crate::render::printable;

/// So many annotations of one kind are shown of a step; more are dropped without a word, so we say it.
const SHOWN: usize = 10;

/// The findings that count as annotations, the most severe first, and the sum as plain lines.
#[must_use]
pub fn check_github(report: &CheckReport) -> String {
    let mut open: Vec<(&str, &Found)> = report.open().collect();
    open.sort_by_key(|(_, found)| Reverse(found.lint.severity));
    let mut text = String::new();
    for kind in ["error", "warning", "notice"] {
        let of_kind = open.iter().filter(|(_, found)| kind_of(found) == kind);
        let mut n_more = 0;
        for (nth, (file, found)) in of_kind.enumerate() {
            match nth < SHOWN {
                true => text.push_str(&annotation(kind, file, found)),
                false => {
                    n_more += 1;
                    text.push_str(&format!(
                        "{}:{}:{}: {} {}: {}\n",
                        printable(file),
                        found.start.line,
                        found.start.column,
                        found.lint.severity,
                        called(found),
                        printable(&found.lint.message)
                    ));
                }
            }
        }
        if n_more > 0 {
            text.push_str(&format!("{n_more} more of kind {kind} are in the lines above: GitHub shows {SHOWN}\n"));
        }
    }
    for (file, left) in report.left_out() {
        let line = left.position.map_or_else(String::new, |at| format!(",line={},col={}", at.line, at.column));
        let why = format!("not analysed: {}", left.why);
        text.push_str(&format!("::warning file={}{line},title=not analysed::{}\n", property(file), data(&why)));
    }
    for line in summary(&report.tally) {
        text.push_str(&printable(&line));
        text.push('\n');
    }
    text
}

fn kind_of(found: &Found) -> &'static str {
    three_levels(found.lint.severity, "error", "warning", "notice")
}

fn annotation(kind: &str, file: &str, found: &Found) -> String {
    let mut message = found.lint.message.clone();
    if !found.lint.help.is_empty() {
        message.push_str(&format!("\n{}", found.lint.help));
    }
    // GitHub refuses columns of annotations that span lines.
    let columns = match found.start.line == found.end.line {
        true => format!(",col={},endColumn={}", found.start.column, found.end.column.max(found.start.column)),
        false => String::new(),
    };
    format!(
        "::{kind} file={},line={},endLine={}{columns},title={}::{}\n",
        property(file),
        found.start.line,
        found.end.line,
        property(&called(found)),
        data(&message)
    )
}

/// The text of a command: line ends and the escape character itself are escaped, and what steers becomes visible.
fn data(text: &str) -> String {
    let lines: Vec<String> =
        text.split('\n').map(|line| printable(line.trim_end_matches('\r')).replace('%', "%25")).collect();
    lines.join("%0A")
}

/// A property ends at a comma, its name at a colon.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{data, property};

    #[test]
    fn nothing_in_a_name_can_end_a_command_or_begin_another() {
        assert_eq!(data("100%\r\n::error::x\u{1b}"), "100%25%0A::error::x\\u{1b}");
        assert_eq!(property("a,line=1::b%"), "a%2Cline=1%3A%3Ab%25");
    }
}
