//! What a diagnosis comes to: the one thing that head lines and exit statuses hang on.

use crate::diagnosis::Diagnosis;
use crate::facts::State;

/// What a diagnosis comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Something is wrong, and this is the cause.
    Cause,
    /// Something may be wrong, and the input does not show what.
    Unknown,
    /// It works, but something about it wants attention.
    Attention,
    /// Nothing is wrong.
    Clean,
}

impl Verdict {
    /// Reads the verdict off a diagnosis.
    #[must_use]
    pub fn of(diagnosis: &Diagnosis) -> Self {
        // A failure without a cause is never "nothing is wrong", even where nobody knew what to ask for.
        let unexplained = matches!(diagnosis.state, State::Failed | State::Gone | State::NeverRan | State::Unknown);
        match diagnosis.cause() {
            Some(_) => Self::Cause,
            None if unexplained || !diagnosis.needs.is_empty() => Self::Unknown,
            None if !diagnosis.is_clean() => Self::Attention,
            None => Self::Clean,
        }
    }
}
