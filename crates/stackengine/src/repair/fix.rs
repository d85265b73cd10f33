//! A change that ends a lint, with a word on what it may cost.

use std::fmt;

use serde::Serialize;

use crate::yaml::{Change, Data, Path};

/// What a fix may do to the behaviour of the Job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Safety {
    /// What the manifest means is kept; applied by default.
    Safe,
    /// The behaviour changes in a way that only the owner can judge; applied on request.
    Unsafe,
    /// Something in it must come from the owner: shown, never applied.
    DisplayOnly,
}

/// How far a manifest is to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// It runs, ends, and tells the truth: restart policy, limits of retries and time, resources.
    Basic,
    /// It is hardened as well.
    Hardened,
}

/// A change that ends a lint.
#[derive(Clone, Debug, PartialEq)]
pub struct Fix {
    /// Commands, in a few words: "set backoffLimit to 3".
    pub title: String,
    /// What it may do to the behaviour.
    pub safety: Safety,
    /// What it may break, or from which observation its value comes; empty where there is nothing to say.
    pub note: String,
    /// The changes, in order, below the object; of a fix that is only shown, what the owner would write.
    pub changes: Vec<Change>,
}

impl Fix {
    /// A fix without changes yet.
    #[must_use]
    pub fn new(safety: Safety, title: impl Into<String>) -> Self {
        Self { title: title.into(), safety, note: String::new(), changes: Vec::new() }
    }

    /// Says what it may break, or where its value comes from.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    /// Sets the value at a path, making the mappings on the way.
    #[must_use]
    pub fn set(mut self, path: Path, value: impl Into<Data>) -> Self {
        self.changes.push(Change::Set { path, value: value.into() });
        self
    }

    /// Appends to the list at a path, making it where it is missing.
    #[must_use]
    pub fn append(mut self, path: Path, value: impl Into<Data>) -> Self {
        self.changes.push(Change::Append { path, value: value.into() });
        self
    }

    /// Deletes the entry or item at a path.
    #[must_use]
    pub fn delete(mut self, path: Path) -> Self {
        self.changes.push(Change::Delete { path });
        self
    }

    /// Makes any other change.
    #[must_use]
    pub fn change(mut self, change: Change) -> Self {
        self.changes.push(change);
        self
    }
}

impl fmt::Display for Safety {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
            Self::DisplayOnly => "display only",
        })
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Basic => "basic",
            Self::Hardened => "hardened",
        })
    }
}
