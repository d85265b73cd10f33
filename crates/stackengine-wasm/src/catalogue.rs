//! Every diagnostic, a line each: what the search box and the matrix are made of.

use serde::Serialize;
use stackengine::catalogue::{CATALOGUE, Diagnostic, Page};

#[derive(Serialize)]
pub(crate) struct Entry {
    pub(crate) name: &'static str,
    pub(crate) code: &'static str,
    pub(crate) severity: String,
    pub(crate) sentence: &'static str,
}

/// The line of one diagnostic.
pub(crate) fn entry(diagnostic: &Diagnostic) -> Entry {
    let page = Page::parse(diagnostic.page);
    Entry {
        name: diagnostic.name,
        code: diagnostic.code,
        severity: diagnostic.severity.to_string(),
        sentence: page.map_or("", |page| page.sentence),
    }
}

/// All of them, in the order of their codes.
pub(crate) fn catalogue() -> Vec<u8> {
    let entries: Vec<Entry> = CATALOGUE.iter().map(|known| entry(known)).collect();
    crate::json(&entries)
}
