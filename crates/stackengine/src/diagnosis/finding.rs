//! A finding: what is wrong, how sure that is, and where it says so.

use std::fmt;

use serde::Serialize;

use crate::catalogue::Diagnostic;
use crate::evidence::Place;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Good to know.
    Info,
    /// Untidy, harmless today.
    Low,
    /// Will cost somebody time.
    Medium,
    /// Work is not being done.
    High,
    /// Work is not being done and evidence or data are being lost, or others are blocked.
    Critical,
}

/// How sure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// Fits what is there; other readings do too.
    Possible,
    /// A second fact speaks for it.
    Likely,
    /// The evidence says so.
    Certain,
}

/// What part it plays in the story.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The one thing that ends the failure when it is mended.
    Cause,
    /// Made it worse, or will bring it back.
    Contributing,
    /// What the cause looks like from outside.
    Symptom,
    /// Not part of this failure.
    Lint,
}

/// One thing that was found.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What it is.
    pub diagnostic: &'static Diagnostic,
    /// How bad.
    pub severity: Severity,
    /// How sure.
    pub confidence: Confidence,
    /// What part it plays. A detector proposes Cause for whatever would explain the failure; one is chosen.
    pub role: Role,
    /// States what is wrong: "main was killed for memory at a limit of 32Mi, in both attempts".
    pub message: String,
    /// Commands what to do: "raise resources.limits.memory above 32Mi, or make it use less".
    pub help: String,
    /// The pod it was seen in.
    pub pod: Option<String>,
    /// The container it was seen in.
    pub container: Option<String>,
    /// The true exit code of that container, where one is known.
    pub exit_code: Option<i64>,
    /// The reason Kubernetes gave.
    pub reason: Option<String>,
    /// Completion index, for Indexed Jobs.
    pub index: Option<i64>,
    /// When it happened, in seconds since 1970, to tell the last failure from earlier ones.
    pub at: Option<i64>,
    /// How many runs, pods or events say so.
    pub weight: usize,
    /// The places that prove it.
    pub evidence: Vec<Place>,
    /// The name of the finding that explains this one.
    pub explained_by: Option<&'static str>,
}

impl Finding {
    /// A finding that proposes itself as the cause, with the diagnostic's own severity.
    #[must_use]
    pub fn new(diagnostic: &'static Diagnostic, confidence: Confidence, message: impl Into<String>) -> Self {
        Self {
            diagnostic,
            severity: diagnostic.severity,
            confidence,
            role: Role::Cause,
            message: message.into(),
            help: String::new(),
            pod: None,
            container: None,
            exit_code: None,
            reason: None,
            index: None,
            at: None,
            weight: 1,
            evidence: Vec::new(),
            explained_by: None,
        }
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// Plays another part than the cause.
    #[must_use]
    pub fn role(mut self, role: Role) -> Self {
        self.role = role;
        self
    }

    /// Is less or more severe than usual.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// Cites places.
    #[must_use]
    pub fn cite(mut self, places: impl IntoIterator<Item = Place>) -> Self {
        for place in places {
            if !self.evidence.contains(&place) {
                self.evidence.push(place);
            }
        }
        self
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Info => "info",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        })
    }
}

impl fmt::Display for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Possible => "possible",
            Self::Likely => "likely",
            Self::Certain => "certain",
        })
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Cause => "cause",
            Self::Contributing => "contributing",
            Self::Symptom => "symptom",
            Self::Lint => "lint",
        })
    }
}
