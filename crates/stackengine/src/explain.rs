//! Answers "what is this?" for a diagnostic's name or code, an exit code, or a line of a log.

use crate::catalogue::{self, CATALOGUE, Diagnostic};

/// What is known about the words that were asked for.
#[derive(Debug)]
pub enum Explanation {
    /// A diagnostic: its page says everything.
    Page(&'static Diagnostic),
    /// Nothing is known by these words.
    Unknown {
        /// Names that come close, best first.
        close: Vec<&'static str>,
    },
}

/// Explains a diagnostic (`out-of-memory`, `SE101`), an exit code (`137`, `exit 137`) or a pasted line of a log.
#[must_use]
pub fn explain(words: &str) -> Explanation {
    let wanted = words.trim();
    if let Some(diagnostic) = catalogue::find(wanted).or_else(|| catalogue::find(&wanted.replace([' ', '_'], "-"))) {
        return Explanation::Page(diagnostic);
    }
    Explanation::Unknown { close: close_names(wanted) }
}

/// Names that share a word with what was asked for.
fn close_names(wanted: &str) -> Vec<&'static str> {
    let wanted = wanted.to_ascii_lowercase();
    let words: Vec<&str> =
        wanted.split(|char: char| !char.is_ascii_alphanumeric()).filter(|word| word.len() > 2).collect();
    let shared = |name: &str| name.split('-').filter(|part| words.iter().any(|word| part.starts_with(word))).count();
    let mut close: Vec<(usize, &'static str)> =
        CATALOGUE.iter().map(|known| (shared(known.name), known.name)).filter(|(n, _)| *n > 0).collect();
    close.sort_by_key(|(n_shared, _)| std::cmp::Reverse(*n_shared));
    close.into_iter().take(5).map(|(_, name)| name).collect()
}
