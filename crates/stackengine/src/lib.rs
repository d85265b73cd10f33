//! StackEngine finds out why a Kubernetes Job failed from whatever `kubectl` showed.
//!
//! Data flows from left to right, and each module knows only those before it:
//! `yaml`, `shell` → `evidence` → `facts` → `diagnosis` (with what the `catalogue` knows) → `render`.

#![warn(clippy::disallowed_methods)]

pub mod catalogue;
pub mod check;
pub mod diagnosis;
pub mod evidence;
mod explain;
pub mod facts;
pub mod knowledge;
pub mod manifest;
pub mod prevent;
pub mod redact;
pub mod render;
pub mod repair;
pub mod replay;
pub mod shell;
pub mod validate;
pub mod yaml;

pub use explain::{Explanation, explain};

/// Reads everything, finds every workload in it, and says what is wrong with each.
///
/// Total: input of any kind gives a report, and what could not be read is named in it.
#[must_use]
pub fn diagnose(sources: &evidence::Sources) -> diagnosis::Report {
    let (all, not_analysed) = facts::gather(sources);
    let whole = |facts| diagnosis::Diagnosis { outlook: replay::foresee(facts), ..diagnosis::diagnose(facts) };
    let mut diagnoses: Vec<diagnosis::Diagnosis> = all.iter().map(whole).collect();
    // The most urgent first; the order of the input otherwise.
    diagnoses.sort_by_key(|diagnosis| std::cmp::Reverse(diagnosis.cause().map(|cause| cause.severity)));
    diagnosis::Report { diagnoses, not_analysed }
}
