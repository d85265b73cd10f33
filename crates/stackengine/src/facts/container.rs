//! Containers: what was asked for, and how every run that can still be seen ended.

use jiff::Timestamp;

use super::Seen;
use super::reader::At;
use crate::evidence::Place;

/// What a container is called whose name was cut off.
pub const UNNAMED_CONTAINER: &str = "the container";

/// What a container is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ContainerKind {
    /// Runs to its end before the others start.
    Init,
    /// An init container with `restartPolicy: Always`: stopped after the others, its exit code does not count.
    Sidecar,
    /// A container whose exit code decides.
    Regular,
}

/// What the manifest asks of a container.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ContainerSpec {
    /// Image reference.
    pub image: Option<Seen<String>>,
    /// `command`, the entry point.
    pub command: Vec<String>,
    /// `args`.
    pub args: Vec<String>,
    /// Where the command or its arguments stand.
    pub command_place: Option<Place>,
    /// `restartPolicy` of the container itself.
    pub restart_policy: Option<String>,
    /// `imagePullPolicy`.
    pub image_pull_policy: Option<String>,
    /// `terminationMessagePolicy`.
    pub termination_message_policy: Option<String>,
    /// CPU request in cores.
    pub cpu_request: Option<f64>,
    /// Memory request in bytes.
    pub memory_request: Option<f64>,
    /// `resources.limits.memory` as written.
    pub memory_limit: Option<Seen<String>>,
    /// `resources.limits.ephemeral-storage` as written.
    pub ephemeral_limit: Option<Seen<String>>,
    /// Whether the root file system is read-only.
    pub read_only_root: Option<Seen<bool>>,
    /// Whether it has a liveness probe.
    pub liveness_probe: Option<Place>,
    /// Whether it has a startup probe.
    pub startup_probe: Option<Place>,
}

/// What a container is doing at the time of the evidence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// The input does not say.
    #[default]
    Unknown,
    /// Not running, and why.
    Waiting {
        /// `reason`, for example `ImagePullBackOff`.
        reason: Option<Seen<String>>,
        /// `message`; `kubectl describe` does not print it.
        message: Option<Seen<String>>,
    },
    /// Running.
    Running {
        /// Since when.
        started: Option<Timestamp>,
        /// Where it says so.
        place: Place,
    },
    /// Ended; the last of the runs tells how.
    Terminated,
}

/// One run of a container that ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Exit code as the container runtime reported it.
    pub exit_code: Seen<i64>,
    /// Signal, where the runtime filled it in.
    pub signal: Option<i64>,
    /// `reason`: Completed, Error, OOMKilled, StartError, ContainerStatusUnknown …
    pub reason: Option<Seen<String>>,
    /// The termination message.
    pub message: Option<Seen<String>>,
    /// When it started; absent in records that were made up by the kubelet.
    pub started: Option<Timestamp>,
    /// When it ended.
    pub finished: Option<Timestamp>,
    /// Whether this is the container's present state (else it is the one before: `lastState`).
    pub current: bool,
}

/// A container of one pod.
#[derive(Clone, Debug, PartialEq)]
pub struct Container {
    /// Name.
    pub name: String,
    /// What it is for.
    pub kind: ContainerKind,
    /// What was asked for.
    pub spec: ContainerSpec,
    /// What it is doing.
    pub state: State,
    /// Runs that ended, oldest first.
    pub runs: Vec<Run>,
    /// Restarts the kubelet counted.
    pub restarts: Option<Seen<i64>>,
    /// Whether it is ready.
    pub ready: Option<bool>,
    /// The digest of the image that really ran, `sha256:…`, where the registry has it under that digest.
    pub image_digest: Option<String>,
}

impl Run {
    /// The reason as text, empty where there is none.
    #[must_use]
    pub fn reason(&self) -> &str {
        self.reason.as_ref().map_or("", |reason| reason.value.as_str())
    }

    /// Seconds between start and end.
    #[must_use]
    pub fn seconds(&self) -> Option<i64> {
        Some(self.finished?.as_second() - self.started?.as_second())
    }
}

impl ContainerSpec {
    pub(super) fn read(at: At<'_, '_>) -> Self {
        let quantity = |path| at.plain(path).and_then(|text| super::quantity::parse(&text));
        Self {
            image: at.text("image"),
            command: at.strings("command"),
            args: at.strings("args"),
            command_place: at.get("args").or_else(|| at.get("command")).map(At::place),
            restart_policy: at.plain("restartPolicy"),
            image_pull_policy: at.plain("imagePullPolicy"),
            termination_message_policy: at.plain("terminationMessagePolicy"),
            cpu_request: quantity("resources.requests.cpu").or_else(|| quantity("resources.limits.cpu")),
            memory_request: quantity("resources.requests.memory").or_else(|| quantity("resources.limits.memory")),
            memory_limit: at.text("resources.limits.memory"),
            ephemeral_limit: at.text("resources.limits.ephemeral-storage"),
            read_only_root: at.bool("securityContext.readOnlyRootFilesystem"),
            liveness_probe: at.get("livenessProbe").map(At::place),
            startup_probe: at.get("startupProbe").map(At::place),
        }
    }

    /// The whole command line: `command`, then `args`.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.command.iter().chain(&self.args).map(String::as_str)
    }
}

impl Container {
    pub(super) fn new(name: String, kind: ContainerKind) -> Self {
        Self {
            name,
            kind,
            spec: ContainerSpec::default(),
            state: State::Unknown,
            runs: Vec::new(),
            restarts: None,
            ready: None,
            image_digest: None,
        }
    }

    /// The run that ended last, where one is known.
    #[must_use]
    pub fn last_run(&self) -> Option<&Run> {
        self.runs.last()
    }

    /// The earliest start that is known.
    pub(super) fn first_start(&self) -> Option<Timestamp> {
        let running = match self.state {
            State::Running { started, .. } => started,
            _ => None,
        };
        self.runs.iter().filter_map(|run| run.started).chain(running).min()
    }

    /// Why it waits, empty where it does not.
    #[must_use]
    pub fn waiting_reason(&self) -> &str {
        match &self.state {
            State::Waiting { reason: Some(reason), .. } => reason,
            _ => "",
        }
    }

    pub(super) fn read_status(&mut self, at: At<'_, '_>) {
        self.restarts = at.int("restartCount");
        self.ready = at.bool("ready").map(|ready| ready.value);
        // Without a repository before it, a digest is that of the local image, which no registry knows.
        self.image_digest = at.plain("imageID").and_then(|id| Some(id.split_once('@')?.1.to_owned()));
        if let Some(last) = at.get("lastState.terminated") {
            self.runs.extend(read_run(last, false));
        }
        if let Some(waiting) = at.get("state.waiting") {
            self.state = State::Waiting { reason: waiting.text("reason"), message: waiting.text("message") };
        } else if let Some(running) = at.get("state.running") {
            let started = running.time("startedAt").map(|time| time.value);
            self.state = State::Running { started, place: running.place() };
        } else if let Some(run) = at.get("state.terminated").and_then(|run| read_run(run, true)) {
            self.state = State::Terminated;
            self.runs.push(run);
        }
    }
}

fn read_run(at: At<'_, '_>, current: bool) -> Option<Run> {
    Some(Run {
        exit_code: at.int("exitCode")?,
        signal: at.int("signal").map(|signal| signal.value),
        reason: at.text("reason"),
        message: at.text("message"),
        started: at.time("startedAt").map(|time| time.value),
        finished: at.time("finishedAt").map(|time| time.value),
        current,
    })
}
