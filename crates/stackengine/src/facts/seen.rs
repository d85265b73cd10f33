//! A value and the place where it was read.

use std::ops::Deref;

use crate::evidence::Place;

/// A value as the input shows it, with the place that can be cited for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub place: Place,
}

impl<T> Deref for Seen<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: PartialEq> Seen<T> {
    /// Whether the value is this one.
    #[must_use]
    pub fn is(&self, other: &T) -> bool {
        &self.value == other
    }
}
