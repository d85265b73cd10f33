//! Why something cannot be played.

use std::fmt;

/// What cannot be played: a field of the manifest or of the behaviour, and the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The way to the field: `spec.parallelism`, `attempts[2]`.
    pub field: String,
    /// Why, as a fragment.
    pub reason: String,
}

impl Refusal {
    /// A refusal of a field.
    #[must_use]
    pub fn new(field: impl fmt::Display, reason: impl Into<String>) -> Self {
        Self { field: field.to_string(), reason: reason.into() }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.reason)
    }
}
