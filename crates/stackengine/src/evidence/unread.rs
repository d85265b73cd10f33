//! What could not be read, kept in bounded memory.

use super::Place;

/// A part of the input that could not be used, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAnalysed {
    /// Where it stands.
    pub place: Place,
    /// Why, as a sentence fragment.
    pub why: String,
}

/// Nobody reads more of these; noise could make millions.
const MAX: usize = 200;

/// A list that keeps the first entries and counts the others.
#[derive(Debug, Default)]
pub(super) struct Unread {
    kept: Vec<NotAnalysed>,
    last: Option<Place>,
    more: usize,
}

impl Unread {
    pub(super) fn push(&mut self, entry: NotAnalysed) {
        if self.kept.len() < MAX {
            self.kept.push(entry);
        } else {
            self.more += 1;
            self.last = Some(entry.place);
        }
    }

    /// Takes over what another list holds.
    pub(super) fn append(&mut self, other: &mut Self) {
        for entry in other.kept.drain(..) {
            self.push(entry);
        }
        self.more += std::mem::take(&mut other.more);
        self.last = other.last.take().or(self.last);
    }

    /// How many bytes the kept entries cover.
    pub(super) fn n_bytes(&self) -> usize {
        self.kept.iter().map(|entry| (entry.place.span.end - entry.place.span.start) as usize).sum()
    }

    /// The entries; where some were only counted, a last one says how many.
    pub(super) fn into_list(mut self) -> Vec<NotAnalysed> {
        if let Some(place) = self.last {
            let why = format!("{} more parts were not read, the last of them here", self.more);
            self.kept.push(NotAnalysed { place, why });
        }
        self.kept
    }
}
