//! The answer: a diagnosis for each workload that was found.

use super::{BlastRadius, Finding, Outlook, Severity};
use crate::evidence::{NotAnalysed, Place};
use crate::facts::{Need, State, Subject};

/// What broke and how to mend it, one sentence each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// What broke.
    pub broke: String,
    /// What to do.
    pub fix: String,
}

/// How urgent it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Impact {
    /// How bad.
    pub severity: Severity,
    /// How likely something is down: low, medium or high.
    pub downtime_risk: &'static str,
    /// Least and most minutes to fix.
    pub minutes_to_fix: [u32; 2],
}

/// Something that happened, for the timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Seconds since the Job's start; negative before it.
    pub seconds: i64,
    /// What happened, a sentence fragment.
    pub what: String,
    /// The pod it happened to.
    pub pod: Option<String>,
    /// Where it says so.
    pub place: Option<Place>,
}

/// A command worth running next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextCommand {
    /// The command.
    pub command: String,
    /// What it is for.
    pub why: String,
    /// Whether it changes nothing.
    pub read_only: bool,
}

/// All that is known of one workload.
#[derive(Clone, Debug)]
pub struct Diagnosis {
    /// What it is about.
    pub subject: Subject,
    /// How the Job stands.
    pub state: State,
    /// Index of the cause among the findings.
    pub cause: Option<usize>,
    /// In two sentences.
    pub summary: Summary,
    /// How urgent; absent where nothing is wrong.
    pub impact: Option<Impact>,
    /// What was found, the cause first, lints last.
    pub findings: Vec<Finding>,
    /// What the input lacks, and the commands that show it.
    pub needs: Vec<Need>,
    /// What it costs.
    pub blast_radius: BlastRadius,
    /// How it will end, where it has not and that can be foretold.
    pub outlook: Option<Outlook>,
    /// What happened when, in order of time.
    pub timeline: Vec<Moment>,
    /// What to run next, read-only commands first.
    pub next: Vec<NextCommand>,
}

/// The whole answer.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// A diagnosis for each workload, the most urgent first.
    pub diagnoses: Vec<Diagnosis>,
    /// What could not be read, and why.
    pub not_analysed: Vec<NotAnalysed>,
}

impl Diagnosis {
    /// The cause, where there is one.
    #[must_use]
    pub fn cause(&self) -> Option<&Finding> {
        self.findings.get(self.cause?)
    }

    /// Whether anything is wrong or may be.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.cause.is_none() && self.findings.iter().all(|finding| finding.severity < Severity::Medium)
    }
}
