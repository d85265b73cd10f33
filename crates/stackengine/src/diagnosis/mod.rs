//! From facts to findings, the one cause among them, what it costs, and what is missing.

mod blast_radius;
mod finding;
mod report;

pub use blast_radius::BlastRadius;
pub use finding::{Confidence, Finding, Role, Severity};
pub use report::{Diagnosis, Impact, Moment, NextCommand, Report, Summary};
