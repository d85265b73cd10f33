//! From documents to facts: who ran, how it ended, what was said about it, each with its place.

mod container;
mod event;
mod job;
mod object;
mod pod;
pub mod quantity;
mod reader;
mod seen;
mod subject;

pub use container::{Container, ContainerKind, ContainerSpec, Run, State as ContainerState};
pub use event::Event;
pub use job::{CronJob, DEFAULT_BACKOFF_LIMIT, FailureRule, Job, JobSpec};
pub use object::{Condition, Meta};
pub use pod::{Pod, PodSpec};
pub use seen::Seen;
pub use subject::{Need, State, Subject};

/// Facts of one workload.
#[derive(Debug, Default)]
pub struct Facts {}
