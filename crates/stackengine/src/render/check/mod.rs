//! From what `check` found to what people, editors and continuous integration read.

mod github;
mod json;
mod junit;
mod markdown;
mod sarif;
mod summary;
mod text;

pub use github::check_github;
pub use json::{CheckJsonPart, check_json, check_json_of_parts, check_json_part};
pub use junit::check_junit;
pub use markdown::check_markdown;
pub use sarif::check_sarif;
pub use text::{CheckTextOptions, check_text, check_text_of_parts, check_text_part};

use crate::check::Found;
use crate::diagnosis::Severity;

/// The name and code by which people look a finding up: `deadline-missing (SE701)`.
fn called(found: &Found) -> String {
    format!("{} ({})", found.lint.diagnostic.name, found.lint.diagnostic.code)
}

/// `Job backup`, or nothing where the document cannot be read.
fn whose(found: &Found) -> String {
    match &found.object {
        Some((kind, name)) if !name.is_empty() => format!("{kind} {name}"),
        Some((kind, _)) => format!("{kind} without a name"),
        None => String::new(),
    }
}

/// The three levels that editors and forges know.
fn three_levels<T>(severity: Severity, error: T, warning: T, note: T) -> T {
    match severity {
        Severity::Critical | Severity::High => error,
        Severity::Medium => warning,
        Severity::Low | Severity::Info => note,
    }
}

/// What stays the same of a finding while lines move: its diagnostic, object and path.
fn identity(file: &str, found: &Found) -> String {
    format!("{file}|{}|{}|{}", whose(found), found.lint.diagnostic.name, found.lint.path)
}
