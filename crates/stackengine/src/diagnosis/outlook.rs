//! How a Job that is still at work will end, if it goes on as it did.

/// What comes of a Job that has not ended. Whoever diagnoses plays it out; see [`crate::replay::foresee`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlook {
    /// What is taken for granted about the attempts to come.
    pub assumes: Assumption,
    /// How it ends; `None` where nothing ends it.
    pub end: Option<ExpectedEnd>,
}

/// The end that is to be expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpectedEnd {
    /// When (RFC 3339, full seconds).
    pub at: String,
    /// Whether the Job is complete then, and not failed.
    pub completes: bool,
    /// The reason in its condition: `BackoffLimitExceeded`, `DeadlineExceeded`, `CompletionsReached` …
    pub reason: String,
}

/// What an outlook takes for granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assumption {
    /// Every attempt to come ends as the last one did.
    SameAgain,
    /// What runs now never ends by itself.
    NeverEnds,
    /// What is held up stays held up.
    StaysHeldUp,
}

impl Assumption {
    /// As JSON spells it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::SameAgain => "attempts end as the last one did",
            Self::NeverEnds => "what runs now never ends",
            Self::StaysHeldUp => "what holds it up stays",
        }
    }
}
