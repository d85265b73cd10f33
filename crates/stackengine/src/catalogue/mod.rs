//! What we know: one folder a diagnostic, found in one explicit list.

mod page;

pub use page::Page;

use crate::diagnosis::{Finding, Severity};
use crate::facts::Facts;

/// One thing that can be wrong with a Job, as a value.
///
/// The name comes first everywhere and says what is wrong, never the cure.
#[derive(Debug)]
pub struct Diagnostic {
    /// `out-of-memory`.
    pub name: &'static str,
    /// `SE101`: what people paste into a search box; a retired code is never used again.
    pub code: &'static str,
    /// How bad it is when it is the cause.
    pub severity: Severity,
    /// First version that knew it.
    pub since: &'static str,
    /// The page, Markdown with a head; see [`Page::parse`].
    pub page: &'static str,
    /// Names of the diagnostics that this one explains: where both are found, those become its symptoms.
    pub explains: &'static [&'static str],
    /// Looks at the facts and adds what it finds. Total: it cannot fail.
    pub detect: fn(&Facts, &mut Vec<Finding>),
}

/// Every diagnostic, in the order of the codes.
pub static CATALOGUE: &[&Diagnostic] = &[];

/// A diagnostic by its name or its code, in any case.
#[must_use]
pub fn find(name_or_code: &str) -> Option<&'static Diagnostic> {
    let wanted = name_or_code.trim();
    CATALOGUE
        .iter()
        .find(|known| known.name.eq_ignore_ascii_case(wanted) || known.code.eq_ignore_ascii_case(wanted))
        .copied()
}
