//! JSON of `check`, version 1: what others build on. Its types are its own, so that the engine's may change.

use serde::Serialize;

use crate::check::{CheckReport, Found};
use crate::render::json::escape_what_steers;

#[derive(Serialize)]
struct Wire<'r> {
    version: u32,
    findings: Vec<WireFinding<'r>>,
    files: usize,
    documents: usize,
    not_analysed: Vec<WireNotAnalysed<'r>>,
}

#[derive(Serialize)]
struct WireFinding<'r> {
    name: &'r str,
    code: &'r str,
    severity: String,
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

/// The findings that count as JSON, with a line end after it.
#[must_use]
pub fn check_json(report: &CheckReport) -> String {
    let wire = Wire {
        version: 1,
        findings: report.open().map(|(file, found)| finding(file, found)).collect(),
        files: report.n_files,
        documents: report.n_documents,
        not_analysed: report
            .left_out()
            .map(|(file, left)| WireNotAnalysed { file, document: left.document.as_deref(), why: &left.why })
            .collect(),
    };
    // Every type above has text keys and whole numbers, so there is nothing serde_json could refuse.
    let mut text = escape_what_steers(serde_json::to_string_pretty(&wire).unwrap_or_default());
    text.push('\n');
    text
}

fn finding<'r>(file: &'r str, found: &'r Found) -> WireFinding<'r> {
    let lint = &found.lint;
    WireFinding {
        name: lint.diagnostic.name,
        code: lint.diagnostic.code,
        severity: lint.severity.to_string(),
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
