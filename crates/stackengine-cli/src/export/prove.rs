//! `export --prove`: what is exported, run against its cases.

use stackengine::prevent::{Export, Request, Target};

use crate::outcome::{Failure, Outcome};

/// Proves what was made for a target, and prints the table.
pub(crate) fn prove(target: Target, _: &Request, _: &Export) -> Result<Outcome, Failure> {
    Err(Failure::Unusable(format!("failed to prove {target}: it has no cases that could be run")))
}
