//! The forms by which tokens can be told, one table in groups, each written after what its vendor documents.

mod ai;
mod chat;
mod cloud;
mod data;
mod delivery;
mod format;
mod hashes;
mod headers;
mod kubernetes;
mod money;
mod observability;
mod saas;
mod sets;
#[cfg(test)]
mod tests;
mod vcs;

use std::ops::Range;

use crate::redact::find::Find;
use format::Format;

static GROUPS: [&[Format]; 12] = [
    ai::FORMATS,
    chat::FORMATS,
    cloud::FORMATS,
    data::FORMATS,
    delivery::FORMATS,
    hashes::FORMATS,
    headers::FORMATS,
    kubernetes::FORMATS,
    money::FORMATS,
    observability::FORMATS,
    saas::FORMATS,
    vcs::FORMATS,
];

fn all() -> impl Iterator<Item = &'static Format> {
    GROUPS.iter().flat_map(|group| group.iter())
}

/// What tokens begin with, or what stands before them, each with the number of its format.
pub(super) fn starts() -> impl Iterator<Item = (&'static str, usize)> {
    all().enumerate().flat_map(|(format, of)| of.starts.iter().map(move |start| (*start, format)))
}

/// The token of this format at a place where one of its starts was seen, in any case.
pub(super) fn at(text: &[u8], hit: Range<usize>, format: usize) -> Option<Find> {
    let mut index = format;
    for group in GROUPS {
        match group.get(index) {
            Some(found) => return found.at(text, hit),
            None => index -= group.len(),
        }
    }
    None
}
