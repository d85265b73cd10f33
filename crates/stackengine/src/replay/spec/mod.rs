//! What a manifest asks for, with the API server's defaults filled in.

mod container;
mod cron;
mod evidence;
mod policy;
mod read;
mod trap;

pub use container::{ContainerRestart, ContainerSpec, PreStop, Probe, RestartAction, RestartRule};
pub use cron::{Concurrency, CronSpec};
pub use policy::{Action, ExitCodes, FailureRule, Requirement, SuccessRule, matched_success};

use super::time::Millis;

/// A minor version of Kubernetes, `36` for 1.36.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Minor(pub u32);

impl Minor {
    /// The oldest version whose rules are known here.
    pub const OLDEST: Self = Self(29);
    /// The newest.
    pub const NEWEST: Self = Self(36);

    /// Reads `1.36` or `1.36.2`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let rest = text.trim().trim_start_matches('v').strip_prefix("1.")?;
        let minor = Self(rest.split('.').next()?.parse().ok()?);
        (Self::OLDEST..=Self::NEWEST).contains(&minor).then_some(minor)
    }
}

/// What is played.
#[derive(Clone, Debug, PartialEq)]
pub struct Spec {
    /// Its name, or the beginning of one.
    pub name: String,
    /// Its namespace; `default` where the manifest gives none.
    pub namespace: String,
    /// The Job, or the Jobs that a CronJob makes.
    pub job: JobSpec,
    /// Their pods.
    pub pod: PodSpec,
    /// The schedule of a CronJob.
    pub cron: Option<CronSpec>,
    /// Fields of the manifest that change what happens and that the model does not know.
    pub not_covered: Vec<String>,
}

/// What is asked of a Job.
#[derive(Clone, Debug, PartialEq)]
pub struct JobSpec {
    /// How many pods must succeed; `None` for a work queue.
    pub completions: Option<u32>,
    /// How many run at the same time.
    pub parallelism: u32,
    /// Whether each completion has an index.
    pub indexed: bool,
    /// How many failures are too few to give up.
    pub backoff_limit: u32,
    /// The same for each index.
    pub backoff_limit_per_index: Option<u32>,
    /// How many indexes may fail.
    pub max_failed_indexes: Option<u32>,
    /// How long it may be active.
    pub active_deadline: Option<Millis>,
    /// How long after its end it is kept.
    pub ttl: Option<Millis>,
    /// Whether it begins suspended.
    pub suspended: bool,
    /// What to do about which failure, the first that fits; `None` where there is no policy.
    pub failure_policy: Option<Vec<FailureRule>>,
    /// When enough has succeeded; empty where there is no policy.
    pub success_policy: Vec<SuccessRule>,
    /// Whether a pod is replaced only once it has failed, and not while it is being deleted.
    pub replaces_only_failed: bool,
    /// Another controller that plays it, so that the built-in one does not touch it.
    pub managed_by: Option<String>,
}

/// What is asked of each pod.
#[derive(Clone, Debug, PartialEq)]
pub struct PodSpec {
    /// Whether a container that failed is restarted in its pod.
    pub restarts_on_failure: bool,
    /// How long a pod may be active.
    pub active_deadline: Option<Millis>,
    /// How long its containers may take to stop.
    pub grace: Millis,
    /// Init containers and sidecars in their order, then the others.
    pub containers: Vec<ContainerSpec>,
    /// Whether a scheduling gate holds its pods back.
    pub gated: bool,
    /// CPU that one pod reserves, in cores.
    pub cpu: f64,
    /// Memory that one pod reserves, in bytes.
    pub memory: f64,
}
