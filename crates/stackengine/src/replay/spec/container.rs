//! What is asked of a container.

use super::policy::ExitCodes;
use crate::facts::ContainerKind;
use crate::replay::time::{FOREVER, Millis};

/// A container of the pod template.
#[derive(Clone, Debug, PartialEq)]
pub struct ContainerSpec {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub kind: ContainerKind,
    /// Its own restart policy.
    pub restart: Option<ContainerRestart>,
    /// Rules that come before it.
    pub restart_rules: Vec<RestartRule>,
    /// Its liveness probe.
    pub liveness: Option<Probe>,
    /// Its startup probe.
    pub startup: Option<Probe>,
    /// Its `preStop` hook.
    pub pre_stop: Option<PreStop>,
    /// The exit code with which its script ends at once when it gets SIGTERM, where the script says so.
    pub exit_on_term: Option<i64>,
    /// Whether it has a `postStart` hook.
    pub has_post_start: bool,
    /// CPU that it reserves, in cores.
    pub cpu: f64,
    /// Memory that it reserves, in bytes.
    pub memory: f64,
}

/// `restartPolicy` of a container.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContainerRestart {
    /// Whatever the exit code.
    Always,
    /// After a failure.
    OnFailure,
    /// Not at all.
    Never,
}

impl ContainerRestart {
    /// The policy that the API spells so.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        match word {
            "Always" => Some(Self::Always),
            "OnFailure" => Some(Self::OnFailure),
            "Never" => Some(Self::Never),
            _ => None,
        }
    }
}

/// One of `restartPolicyRules`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RestartRule {
    /// What it does.
    pub action: RestartAction,
    /// For which exit codes.
    pub exit_codes: ExitCodes,
}

/// What a restart rule does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RestartAction {
    /// Restarts the container.
    Restart,
    /// Restarts every container of the pod.
    RestartAllContainers,
}

/// How a probe asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Probe {
    /// Before its first question.
    pub initial_delay: Millis,
    /// Between two.
    pub period: Millis,
    /// How many bad answers in a row are too many.
    pub failure_threshold: u32,
    /// How long the container may take to stop after that; the pod's time where absent.
    pub grace: Option<Millis>,
}

/// What runs before a container is sent SIGTERM.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PreStop {
    /// A sleep of known length.
    Sleep(Millis),
    /// A command or a request.
    Unknown,
}

impl Probe {
    /// When it has failed often enough, in a run whose answers are bad from `bad_from` on; counted from the run's start.
    #[must_use]
    pub fn gives_up(&self, bad_from: Millis) -> Millis {
        let period = self.period.max(1);
        let waited = (bad_from - self.initial_delay).max(0);
        let first_bad = self.initial_delay + (waited + period - 1) / period * period;
        let more = Millis::from(self.failure_threshold.saturating_sub(1)).saturating_mul(period);
        first_bad.saturating_add(more).min(FOREVER)
    }
}
