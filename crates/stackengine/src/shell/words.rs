//! What a word says once its quotes are off, and which command a list of words runs.

use super::programs::{base_name, wrapper};

/// The word without quotes and backslashes. What it would expand to is not known and stays as written.
pub(super) fn plain(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut chars = word.chars();
    let mut quote = None;
    while let Some(char) = chars.next() {
        match (quote, char) {
            (Some(open), close) if open == close => quote = None,
            (None, '\'' | '"') => quote = Some(char),
            (None | Some('"'), '\\') => out.extend(chars.next().filter(|next| *next != '\n')),
            _ => out.push(char),
        }
    }
    out
}

/// A simple command as plain words, with what only wraps it taken off.
#[derive(Debug)]
pub(super) struct Call {
    /// The program's name without its folder.
    pub(super) program: String,
    /// The index of its word.
    pub(super) at: usize,
    /// What follows it.
    pub(super) arguments: Vec<String>,
    /// Whether `timeout` stands before it.
    pub(super) has_timeout: bool,
}

impl Call {
    pub(super) fn new(words: &[String]) -> Option<Self> {
        let views: Vec<&str> = words.iter().map(String::as_str).collect();
        let (mut at, mut has_timeout) = (0, false);
        while let Some(skip) = wrapper(views.get(at..)?) {
            has_timeout |= base_name(views.get(at)?) == "timeout";
            at += skip;
        }
        let program = base_name(views.get(at)?).to_owned();
        Some(Self { program, at, arguments: words.get(at + 1..)?.to_vec(), has_timeout })
    }

    /// Whether any argument is one of these.
    pub(super) fn has(&self, names: &[&str]) -> bool {
        self.arguments.iter().any(|word| names.contains(&word.as_str()))
    }

    /// The short options in clusters. `valued` are those that take the rest of the cluster, or the next word.
    pub(super) fn short_options(&self, valued: &str) -> Vec<(char, Option<&str>)> {
        let mut found = Vec::new();
        let mut words = self.arguments.iter();
        while let Some(word) = words.next() {
            let Some(cluster) = word.strip_prefix('-').filter(|rest| !rest.starts_with('-')) else { continue };
            for (at, letter) in cluster.char_indices() {
                if !valued.contains(letter) {
                    found.push((letter, None));
                    continue;
                }
                let rest = cluster.get(at + letter.len_utf8()..).filter(|rest| !rest.is_empty());
                found.push((letter, rest.or_else(|| words.next().map(String::as_str))));
                break;
            }
        }
        found
    }
}
