//! JUnit XML: a suite a file, a test case a finding, so that any pipeline shows them.

use super::{called, whose};
use crate::check::{CheckReport, FileReport, Found, Standing};
use crate::render::printable;

/// What was found as JUnit XML. A file without findings is not in it: a report of thousands of passes says nothing.
#[must_use]
pub fn check_junit(report: &CheckReport) -> String {
    let n_open = report.open().count();
    let n_skipped = report.all().filter(|(_, found)| !found.is_open()).count();
    let n_errors = report.left_out().count();
    let n = n_open + n_skipped + n_errors;
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.push_str(&format!(
        "<testsuites name=\"stackengine\" tests=\"{n}\" failures=\"{n_open}\" errors=\"{n_errors}\">\n"
    ));
    for file in &report.files {
        suite(file, &mut xml);
    }
    xml.push_str("</testsuites>\n");
    xml
}

fn suite(file: &FileReport, xml: &mut String) {
    let n_open = file.findings.iter().filter(|found| found.is_open()).count();
    let (n_found, n_errors) = (file.findings.len(), file.left_out.len());
    xml.push_str(&format!(
        "  <testsuite name=\"{}\" tests=\"{}\" disabled=\"{}\" errors=\"{n_errors}\" failures=\"{n_open}\">\n",
        escaped(&file.file),
        n_found + n_errors,
        n_found - n_open,
    ));
    for found in &file.findings {
        case(&file.file, found, xml);
    }
    for left in &file.left_out {
        let document = left.document.as_deref().map_or_else(String::new, |number| format!(" document {number}"));
        xml.push_str(&format!(
            "    <testcase name=\"not analysed{document}\" classname=\"{}\">\n      <error message=\"{}\" type=\"not-analysed\"/>\n    </testcase>\n",
            escaped(&file.file),
            escaped(&left.why),
        ));
    }
    xml.push_str("  </testsuite>\n");
}

fn case(file: &str, found: &Found, xml: &mut String) {
    let (lint, place) = (&found.lint, format!("{}:{}:{}", printable(file), found.start.line, found.start.column));
    xml.push_str(&format!(
        "    <testcase name=\"{}\" classname=\"{}\">\n",
        escaped(&format!("{} {} {}", called(found), whose(found), lint.shown_path())),
        escaped(file),
    ));
    let message = escaped(&lint.message);
    match &found.standing {
        Standing::Open => xml.push_str(&format!(
            "      <failure message=\"{message}\" type=\"{}\">{}</failure>\n",
            lint.severity,
            text(&format!("{place}: {}\n{}", lint.message, lint.help)),
        )),
        Standing::Suppressed { by, reason } => {
            let why = format!("suppressed by {by}: {}", reason.as_deref().unwrap_or("no reason given"));
            xml.push_str(&format!("      <skipped message=\"{}\"/>\n", escaped(&why)));
        }
        Standing::Known => xml.push_str("      <skipped message=\"in the baseline\"/>\n"),
    }
    xml.push_str("    </testcase>\n");
}

/// Text between tags, where a line end is a line end.
fn text(text: &str) -> String {
    text.lines().map(escaped).collect::<Vec<_>>().join("\n")
}

/// Text for an attribute. What XML cannot hold at all becomes visible.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\n' => safe.push_str("&#10;"),
            char if printable::steers(char) || matches!(char, '\u{fffe}' | '\u{ffff}') => {
                safe.push_str(&format!("\\u{{{:x}}}", u32::from(char)));
            }
            char => safe.push(char),
        }
    }
    safe
}
