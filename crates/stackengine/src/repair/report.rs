//! What became of many files.

use super::{Applied, Delivered, Dropped};
use crate::check::LeftOut;
use crate::replay::Proof;

/// What became of all files.
#[derive(Debug, Default)]
pub struct FixReport {
    /// The files, in their order.
    pub files: Vec<FixedFile>,
}

/// What became of one file.
#[derive(Debug, Default)]
pub struct FixedFile {
    /// Its name.
    pub file: String,
    /// What was done with its text.
    pub state: FileState,
    /// What was applied.
    pub applied: Vec<Applied>,
    /// What only the owner can decide, or has not asked for.
    pub proposed: Vec<Dropped>,
    /// What was tried and taken back.
    pub dropped: Vec<Dropped>,
    /// How each object that was changed reaches the cluster.
    pub deliveries: Vec<Delivered>,
    /// What the change does when it is played out, where that was asked for.
    pub proofs: Vec<Proof>,
    /// How many findings are left after the repair.
    pub remaining: usize,
    /// The change, as a unified diff; empty where there is none.
    pub diff: String,
    /// What was not analysed.
    pub left_out: Vec<LeftOut>,
}

/// What was done with a repaired text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum FileState {
    /// Nothing was applied.
    #[default]
    Unchanged,
    /// It was repaired and shown.
    Changed,
    /// It was repaired and written.
    Written,
    /// It was repaired and could not be written.
    NotWritten(String),
}
