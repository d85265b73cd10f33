//! The figures of a report: they can be added up without keeping what they count.

use super::{FileReport, Standing};
use crate::diagnosis::Severity;
use crate::repair::Safety;

/// How much there was of everything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Files that were looked at.
    pub n_files: usize,
    /// Documents in them.
    pub n_documents: usize,
    /// Jobs among these.
    pub n_jobs: usize,
    /// CronJobs among these.
    pub n_cron_jobs: usize,
    /// Findings that count, by severity: see [`Tally::n_of`].
    by_severity: [usize; 5],
    /// Findings that count and for which the API server refuses the object.
    pub n_refused: usize,
    /// Findings that count and have a fix, by its safety: see [`Tally::n_fixable`].
    by_safety: [usize; 3],
    /// Findings that their owner says are meant.
    pub n_suppressed: usize,
    /// Findings of the baseline.
    pub n_known: usize,
    /// Findings below the severity that was asked for.
    pub n_below: usize,
    /// Parts that were not analysed.
    pub n_left_out: usize,
}

impl Tally {
    /// The figures of one file that was read.
    #[must_use]
    pub fn of(file: &FileReport) -> Self {
        let n_cron_jobs = file.objects.iter().filter(|(kind, _)| *kind == "CronJob").count();
        let mut tally = Self {
            n_files: 1,
            n_documents: file.n_documents,
            n_cron_jobs,
            n_jobs: file.objects.len() - n_cron_jobs,
            n_left_out: file.left_out.len(),
            ..Self::default()
        };
        for found in &file.findings {
            match found.standing {
                Standing::Suppressed { .. } => tally.n_suppressed += 1,
                Standing::Known => tally.n_known += 1,
                Standing::Open => {
                    tally.by_severity[found.lint.severity as usize] += 1;
                    tally.n_refused += usize::from(found.lint.api_refuses());
                    if let Some(safety) = found.safety() {
                        tally.by_safety[safety as usize] += 1;
                    }
                }
            }
        }
        tally
    }

    /// Adds the figures of other files.
    pub fn add(&mut self, other: &Self) {
        self.n_files += other.n_files;
        self.n_documents += other.n_documents;
        self.n_jobs += other.n_jobs;
        self.n_cron_jobs += other.n_cron_jobs;
        self.n_refused += other.n_refused;
        self.n_suppressed += other.n_suppressed;
        self.n_known += other.n_known;
        self.n_below += other.n_below;
        self.n_left_out += other.n_left_out;
        for (own, more) in self.by_severity.iter_mut().zip(other.by_severity) {
            *own += more;
        }
        for (own, more) in self.by_safety.iter_mut().zip(other.by_safety) {
            *own += more;
        }
    }

    /// Findings that count.
    #[must_use]
    pub fn n_open(&self) -> usize {
        self.by_severity.iter().sum()
    }

    /// Findings of a severity that count.
    #[must_use]
    pub fn n_of(&self, severity: Severity) -> usize {
        self.by_severity[severity as usize]
    }

    /// Findings that count and have a fix of this safety.
    #[must_use]
    pub fn n_fixable(&self, safety: Safety) -> usize {
        self.by_safety[safety as usize]
    }
}
