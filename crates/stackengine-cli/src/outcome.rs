//! How a command ends: the exit status, or what kept it from its work.

use std::io;
use std::process::ExitCode;

/// The exit status, worst last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// 0: nothing is wrong.
    Clean,
    /// 1: something was found.
    Findings,
    /// 2: wrong usage, or input that cannot be used at all.
    Unusable,
    /// 3: nothing was found, but something was not read or could not be known.
    Incomplete,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Clean => 0,
            Outcome::Findings => 1,
            Outcome::Unusable => 2,
            Outcome::Incomplete => 3,
        })
    }
}

/// What kept a command from its work.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The reader of standard output went away (`| head`): no fault, and nobody to tell.
    NobodyReads,
    /// A sentence for standard error.
    Unusable(String),
}

impl Failure {
    /// The system gives no threads.
    pub(crate) fn threads(error: &io::Error) -> Self {
        Self::Unusable(format!("failed to start threads: {error}"))
    }

    /// Standard output refused what was written.
    pub(crate) fn writing(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::NobodyReads,
            _ => Self::Unusable(format!("failed to write to standard output: {error}")),
        }
    }
}
