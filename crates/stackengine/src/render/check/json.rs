//! JSON of `check`, version 1: what others build on. Its types are its own, so that the engine's may change.

use serde::Serialize;

use crate::check::{CheckReport, FileReport, Found, Tally};
use crate::diagnosis::Severity;
use crate::render::json::escape_what_steers;

#[derive(Serialize)]
struct WireFinding<'r> {
    name: &'r str,
    code: &'r str,
    severity: Severity,
    file: &'r str,
    document: &'r str,
    path: String,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    message: &'r str,
    help: &'r str,
    api_refuses: bool,
    fixes: Vec<WireFix<'r>>,
}

#[derive(Serialize)]
struct WireFix<'r> {
    title: &'r str,
    safety: crate::repair::Safety,
}

#[derive(Serialize)]
struct WireNotAnalysed<'r> {
    file: &'r str,
    document: Option<&'r str>,
    why: &'r str,
}

/// What is written about one file: files can be rendered on all cores, and their texts joined.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckJsonPart {
    findings: String,
    not_analysed: String,
}

/// The findings of one file that count, and what of it was not analysed.
#[must_use]
pub fn check_json_part(file: &FileReport) -> CheckJsonPart {
    let findings = file.findings.iter().filter(|found| found.is_open()).map(|found| finding(&file.file, found));
    let left_out = file.left_out.iter().map(|left| WireNotAnalysed {
        file: &file.file,
        document: left.document.as_deref(),
        why: &left.why,
    });
    CheckJsonPart { findings: lines(findings), not_analysed: lines(left_out) }
}

/// The whole report: a finding a line.
#[must_use]
pub fn check_json_of_parts<'p>(tally: &Tally, parts: impl Iterator<Item = &'p CheckJsonPart> + Clone) -> String {
    let mut text = String::from("{\n  \"version\": 1,\n  \"findings\": ");
    list(&mut text, parts.clone().map(|part| part.findings.as_str()));
    text.push_str(&format!(",\n  \"files\": {},\n  \"documents\": {},\n", tally.n_files, tally.n_documents));
    text.push_str("  \"not_analysed\": ");
    list(&mut text, parts.map(|part| part.not_analysed.as_str()));
    text.push_str("\n}\n");
    text
}

/// The findings that count as JSON, with a line end after it.
#[must_use]
pub fn check_json(report: &CheckReport) -> String {
    let parts: Vec<CheckJsonPart> = report.files.iter().map(check_json_part).collect();
    check_json_of_parts(&report.tally, parts.iter())
}

/// A value a line, with commas between them.
fn lines<T: Serialize>(values: impl Iterator<Item = T>) -> String {
    let mut text = Vec::new();
    for value in values {
        text.extend_from_slice(if text.is_empty() { b"    " } else { b",\n    " });
        // The types above have text keys and whole numbers, so there is nothing serde_json could refuse.
        let written = serde_json::to_writer(&mut text, &value);
        debug_assert!(written.is_ok(), "a Vec takes everything");
    }
    escape_what_steers(String::from_utf8(text).unwrap_or_default())
}

fn list<'p>(text: &mut String, parts: impl Iterator<Item = &'p str>) {
    let mut first = true;
    for part in parts.filter(|part| !part.is_empty()) {
        text.push_str(if first { "[\n" } else { ",\n" });
        text.push_str(part);
        first = false;
    }
    text.push_str(if first { "[]" } else { "\n  ]" });
}

fn finding<'r>(file: &'r str, found: &'r Found) -> WireFinding<'r> {
    let lint = &found.lint;
    WireFinding {
        name: lint.diagnostic.name,
        code: lint.diagnostic.code,
        severity: lint.severity,
        file,
        document: &found.document,
        path: lint.shown_path(),
        line: found.start.line,
        column: found.start.column,
        end_line: found.end.line,
        end_column: found.end.column,
        message: &lint.message,
        help: &lint.help,
        api_refuses: lint.api_refuses(),
        fixes: lint.fix.iter().map(|fix| WireFix { title: &fix.title, safety: fix.safety }).collect(),
    }
}
