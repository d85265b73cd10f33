//! From facts to findings, the one cause among them, what it costs, and what is missing.

mod blast_radius;
mod diagnose;
mod finding;
mod needs;
mod next;
mod outlook;
mod report;
mod timeline;

pub use blast_radius::BlastRadius;
pub use diagnose::diagnose;
pub use finding::{Confidence, Finding, Role, Severity};
pub use outlook::{Assumption, ExpectedEnd, Outlook};
pub use report::{Diagnosis, Impact, Moment, NextCommand, Report, Summary};
