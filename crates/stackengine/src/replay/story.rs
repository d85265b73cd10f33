//! What happened: the pods with their runs, the Job's conditions and counters, and the events.

use std::fmt::Write as _;

use super::behaviour::Cause;
use super::spec::Spec;
use super::time::Millis;

/// What happened to one Job.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Story {
    /// Its pods, in the order of their creation.
    pub pods: Vec<PodStory>,
    /// Its conditions, in the order in which they came.
    pub conditions: Vec<Condition>,
    /// What was said about it.
    pub events: Vec<Happening>,
    /// Its counters whenever one of them changed.
    pub counters: Vec<Counters>,
    /// Indexes that completed, of an Indexed Job.
    pub completed_indexes: Vec<u32>,
    /// Indexes that failed.
    pub failed_indexes: Vec<u32>,
    /// How it ended, or that it did not.
    pub end: End,
    /// Until when it was played.
    pub until: Millis,
    /// When it was deleted, after its time to live.
    pub deleted: Option<Millis>,
    /// When the controller means to look at it next, where it had not ended.
    pub next_attempt: Option<Millis>,
}

/// What happened to a pod.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodStory {
    /// Its completion index.
    pub index: Option<u32>,
    /// When it was created.
    pub created: Millis,
    /// When it was asked to be deleted.
    pub deletion: Option<Millis>,
    /// When it was gone.
    pub removed: Option<Millis>,
    /// When its last container had ended.
    pub ended: Option<Millis>,
    /// Its last phase.
    pub phase: Phase,
    /// The reason in its status.
    pub reason: Option<&'static str>,
    /// The reason of its condition `DisruptionTarget`.
    pub disruption: Option<&'static str>,
    /// For each container its runs, in the order of the template.
    pub runs: Vec<Vec<Run>>,
}

/// One run of a container.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// When it started.
    pub started: Millis,
    /// When it ended.
    pub finished: Option<Millis>,
    /// Its exit code, once it has ended.
    pub exit_code: Option<i64>,
    /// The reason beside the exit code.
    pub cause: Cause,
    /// Whether it was stopped, and did not end by itself.
    pub stopped: bool,
}

/// The phase of a pod.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// Nothing of it runs yet.
    #[default]
    Pending,
    /// At least one container has started.
    Running,
    /// Every container ended with 0.
    Succeeded,
    /// It ended otherwise.
    Failed,
}

/// A condition of the Job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// `FailureTarget`, `Failed`, `SuccessCriteriaMet`, `Complete`, `Suspended`.
    pub kind: &'static str,
    /// Whether it became true or false.
    pub status: bool,
    /// Its reason; empty where the version gives none.
    pub reason: &'static str,
    /// Its message.
    pub message: String,
    /// When.
    pub at: Millis,
}

/// The Job's counters at a moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// Since when.
    pub at: Millis,
    /// Pods that neither ended nor are being deleted.
    pub active: u32,
    /// Pods that are being deleted.
    pub terminating: u32,
    /// Pods that succeeded.
    pub succeeded: u32,
    /// Pods that failed, as far as failures count.
    pub failed: u32,
}

/// How a replay ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum End {
    /// The Job is Complete.
    Complete,
    /// The Job is Failed.
    Failed,
    /// It was still at work when the time was over.
    #[default]
    Unfinished,
    /// It has not ended, and nothing will ever happen any more.
    Stuck,
    /// It is suspended.
    Suspended,
    /// Another controller is to play it.
    NotManaged,
    /// So many pods or restarts that the replay was ended.
    TooMany,
}

/// Something that was said about a Job or its pods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Happening {
    /// When.
    pub at: Millis,
    /// What.
    pub what: What,
}

/// What was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A pod was created.
    Created(u32),
    /// A pod was deleted by the Job controller.
    Deleted(u32),
    /// The Job was suspended.
    Suspended,
    /// The Job was resumed.
    Resumed,
    /// The Job completed.
    Completed,
    /// The Job failed; its condition says why.
    JobFailed,
    /// More pods succeeded than were asked for.
    TooManySucceeded,
    /// A container waits to be restarted.
    BackOff(u32, u32),
    /// A container is stopped.
    Killing(u32, u32, KillReason),
    /// A pod was evicted by the kubelet.
    Evicted(u32),
    /// A pod was preempted.
    Preempted(u32),
    /// The pod's own deadline passed.
    PodDeadline(u32),
    /// No node takes a pod.
    Unschedulable(u32),
    /// A container cannot be started yet.
    HeldUp(u32, u32),
    /// A `postStart` hook failed.
    PostStartFailed(u32, u32),
}

/// Why a container is stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KillReason {
    /// Its pod stops.
    Stopping,
    /// Its liveness probe failed.
    Liveness,
    /// Its startup probe failed.
    Startup,
    /// Its `postStart` hook failed.
    PostStart,
}

/// An event as `kubectl` prints it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// When.
    pub at: Millis,
    /// `Job` or `Pod`.
    pub kind: &'static str,
    /// The name of the object.
    pub name: String,
    /// `Normal` or `Warning`.
    pub level: &'static str,
    /// The reason.
    pub reason: String,
    /// The message.
    pub message: String,
}

impl Phase {
    /// Whether it never changes again.
    #[must_use]
    pub fn is_terminal(self) -> bool {
        matches!(self, Self::Succeeded | Self::Failed)
    }

    /// As the API spells it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Pending => "Pending",
            Self::Running => "Running",
            Self::Succeeded => "Succeeded",
            Self::Failed => "Failed",
        }
    }
}

impl Run {
    /// The reason in the container's status.
    #[must_use]
    pub fn reason(&self) -> &str {
        match (&self.cause, self.exit_code) {
            (Cause::OutOfMemory, Some(_)) => "OOMKilled",
            (Cause::Other(reason), Some(_)) => reason,
            (_, Some(0)) => "Completed",
            (_, Some(_)) => "Error",
            (_, None) => "",
        }
    }
}

impl Story {
    /// The condition of a kind, where it became true.
    #[must_use]
    pub fn condition(&self, kind: &str) -> Option<&Condition> {
        self.conditions.iter().rev().find(|condition| condition.kind == kind && condition.status)
    }

    /// The last counters.
    #[must_use]
    pub fn last_counters(&self) -> Counters {
        self.counters.last().copied().unwrap_or_default()
    }

    /// When the Job was Complete or Failed.
    #[must_use]
    pub fn finished(&self) -> Option<Millis> {
        self.condition("Complete").or_else(|| self.condition("Failed")).map(|condition| condition.at)
    }

    /// When it was decided that the Job fails or is complete.
    #[must_use]
    pub fn verdict(&self) -> Option<&Condition> {
        ["FailureTarget", "SuccessCriteriaMet", "Failed", "Complete"].iter().find_map(|kind| self.condition(kind))
    }

    /// How many runs of regular containers started.
    #[must_use]
    pub fn n_runs(&self) -> usize {
        self.pods.iter().flat_map(|pod| &pod.runs).map(Vec::len).sum()
    }

    /// The events as the cluster words them.
    #[must_use]
    pub fn said(&self, spec: &Spec) -> Vec<Said> {
        self.events.iter().map(|happening| self.word(spec, *happening)).collect()
    }

    fn word(&self, spec: &Spec, happening: Happening) -> Said {
        let unit = |unit: u32| spec.pod.containers.get(unit as usize).map_or("", |spec| spec.name.as_str());
        let pod = |id: u32| pod_name(spec, self.pods.get(id as usize).and_then(|pod| pod.index), id);
        let of_job = |level, reason: &str, message: String| Said {
            at: happening.at,
            kind: "Job",
            name: spec.name.clone(),
            level,
            reason: reason.to_owned(),
            message,
        };
        let of_pod = |id, level, reason: &str, message: String| Said {
            kind: "Pod",
            name: pod(id),
            ..of_job(level, reason, message)
        };
        match happening.what {
            What::Created(id) => of_job("Normal", "SuccessfulCreate", format!("Created pod: {}", pod(id))),
            What::Deleted(id) => of_job("Normal", "SuccessfulDelete", format!("Deleted pod: {}", pod(id))),
            What::Suspended => of_job("Normal", "Suspended", "Job suspended".to_owned()),
            What::Resumed => of_job("Normal", "Resumed", "Job resumed".to_owned()),
            What::Completed => of_job("Normal", "Completed", "Job completed".to_owned()),
            What::JobFailed => {
                let failed = self.condition("Failed");
                let (reason, message) =
                    failed.map_or(("", ""), |condition| (condition.reason, condition.message.as_str()));
                of_job("Warning", reason, message.to_owned())
            }
            What::TooManySucceeded => of_job(
                "Warning",
                "TooManySucceededPods",
                "Too many succeeded pods running after completion count reached".to_owned(),
            ),
            What::BackOff(id, at) => {
                let message = format!("Back-off restarting failed container {} in pod {}", unit(at), pod(id));
                of_pod(id, "Warning", "BackOff", message)
            }
            What::Killing(id, at, why) => {
                let name = unit(at);
                let message = match why {
                    KillReason::Stopping => format!("Stopping container {name}"),
                    KillReason::Liveness => format!("Container {name} failed liveness probe, will be restarted"),
                    KillReason::Startup => format!("Container {name} failed startup probe, will be restarted"),
                    KillReason::PostStart => "FailedPostStartHook".to_owned(),
                };
                of_pod(id, "Normal", "Killing", message)
            }
            What::Evicted(id) => of_pod(id, "Warning", "Evicted", "evicted by the kubelet".to_owned()),
            What::Preempted(id) => of_pod(id, "Normal", "Preempted", "preempted by another pod".to_owned()),
            What::PodDeadline(id) => {
                let message = "Pod was active on the node longer than the specified deadline".to_owned();
                of_pod(id, "Normal", "DeadlineExceeded", message)
            }
            What::Unschedulable(id) => of_pod(id, "Warning", "FailedScheduling", "no node takes it".to_owned()),
            What::HeldUp(id, at) => {
                of_pod(id, "Warning", "Failed", format!("container {} cannot be started yet", unit(at)))
            }
            What::PostStartFailed(id, at) => {
                of_pod(id, "Warning", "FailedPostStartHook", format!("PostStartHook of {} failed", unit(at)))
            }
        }
    }
}

/// A name as the API server would generate it; the same for the same pod of every replay.
#[must_use]
pub fn pod_name(spec: &Spec, index: Option<u32>, id: u32) -> String {
    const LETTERS: &[u8] = b"bcdfghjklmnpqrstvwxz2456789";
    let mut name = spec.name.clone();
    if let Some(index) = index {
        let _ = write!(name, "-{index}");
    }
    name.push('-');
    // Spread, so that the names of consecutive pods do not look alike.
    let mut rest = u64::from(id).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29) ^ 0x5DEE_CE66;
    for _ in 0..5 {
        let letter = usize::try_from(rest % LETTERS.len() as u64).unwrap_or_default();
        name.push(LETTERS.get(letter).copied().map_or('x', char::from));
        rest = (rest / LETTERS.len() as u64) ^ (rest << 7);
    }
    name
}
