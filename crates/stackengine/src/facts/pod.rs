//! Pods.

use jiff::Timestamp;

use super::Seen;
use super::container::{Container, ContainerKind, ContainerSpec, State, UNNAMED_CONTAINER};
use super::object::{Condition, Meta, conditions};
use super::reader::At;
use crate::evidence::Origin;

/// A pod as far as the input shows it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pod {
    /// Identity.
    pub meta: Meta,
    /// What was asked for.
    pub spec: PodSpec,
    /// Its containers with their runs.
    pub containers: Vec<Container>,
    /// `status.phase`: read, but never a proof of anything.
    pub phase: Option<Seen<String>>,
    /// `status.reason`, for example `Evicted`.
    pub reason: Option<Seen<String>>,
    /// `status.message`.
    pub message: Option<Seen<String>>,
    /// Conditions.
    pub conditions: Vec<Condition>,
    /// When the kubelet saw it first.
    pub started: Option<Timestamp>,
    /// `describe` says that it is terminating.
    pub terminating: bool,
    /// The STATUS column of a table: what kubectl printed, kept to be contradicted.
    pub status_column: Option<Seen<String>>,
}

/// What a pod or a pod template asks for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodSpec {
    /// `restartPolicy`.
    pub restart_policy: Option<Seen<String>>,
    /// The node it was bound to.
    pub node: Option<Seen<String>>,
    /// `serviceAccountName`.
    pub service_account: Option<Seen<String>>,
    /// `activeDeadlineSeconds` of the pod.
    pub active_deadline: Option<Seen<i64>>,
    /// `terminationGracePeriodSeconds`.
    pub grace_seconds: Option<i64>,
    /// `nodeSelector`.
    pub node_selector: Vec<(String, String)>,
    /// Claims it mounts.
    pub claims: Vec<Seen<String>>,
    /// `schedulingGates`.
    pub scheduling_gates: Vec<String>,
    /// Whether `runAsNonRoot` is set on the pod.
    pub run_as_non_root: Option<Seen<bool>>,
}

impl PodSpec {
    pub(super) fn read(at: At<'_, '_>) -> Self {
        let selector = super::object::text_map(at, "nodeSelector");
        Self {
            restart_policy: at.text("restartPolicy"),
            node: at.text("nodeName"),
            service_account: at.text("serviceAccountName"),
            active_deadline: at.int("activeDeadlineSeconds"),
            grace_seconds: at.int("terminationGracePeriodSeconds").map(|seconds| seconds.value),
            node_selector: selector,
            claims: at.items("volumes").filter_map(|volume| volume.text("persistentVolumeClaim.claimName")).collect(),
            scheduling_gates: at.items("schedulingGates").filter_map(|gate| gate.plain("name")).collect(),
            run_as_non_root: at.bool("securityContext.runAsNonRoot"),
        }
    }
}

/// The containers a pod spec lists: init containers first, in their order.
pub(super) fn read_containers(at: At<'_, '_>) -> Vec<Container> {
    let init = at.items("initContainers").map(|item| (item, true));
    let regular = at.items("containers").map(|item| (item, false));
    init.chain(regular)
        .map(|(item, init)| {
            let spec = ContainerSpec::read(item);
            let kind = match (init, spec.restart_policy.as_deref()) {
                (true, Some("Always")) => ContainerKind::Sidecar,
                (true, _) => ContainerKind::Init,
                (false, _) => ContainerKind::Regular,
            };
            let name = item.plain("name").unwrap_or_else(|| UNNAMED_CONTAINER.to_owned());
            Container { spec, ..Container::new(name, kind) }
        })
        .collect()
}

impl Pod {
    pub(super) fn read(at: At<'_, '_>, origin: Origin) -> Self {
        let spec = at.get("spec");
        let mut pod = Self {
            meta: Meta::read(at, origin),
            spec: spec.map(PodSpec::read).unwrap_or_default(),
            containers: spec.map(read_containers).unwrap_or_default(),
            phase: at.text("status.phase"),
            reason: at.text("status.reason"),
            message: at.text("status.message"),
            conditions: conditions(at),
            started: at.time("status.startTime").map(|time| time.value),
            terminating: at.get("status.terminating").is_some(),
            status_column: at.text("x-table.status"),
        };
        pod.read_statuses(at, "status.initContainerStatuses", ContainerKind::Init);
        pod.read_statuses(at, "status.containerStatuses", ContainerKind::Regular);
        pod
    }

    fn read_statuses(&mut self, at: At<'_, '_>, path: &str, kind: ContainerKind) {
        for status in at.items(path) {
            let name = status.plain("name").unwrap_or_else(|| UNNAMED_CONTAINER.to_owned());
            let known = self.containers.iter().position(|container| container.name == name);
            let index = known.unwrap_or_else(|| {
                self.containers.push(Container::new(name, kind));
                self.containers.len() - 1
            });
            self.containers[index].read_status(status);
            self.containers[index].runs.shrink_to_fit();
        }
        self.containers.shrink_to_fit();
    }

    /// A description does not print the restart policy of an init container. But one that is alive when a regular
    /// container has started can only be a sidecar: the others end before.
    pub(super) fn infer_sidecars(&mut self) {
        let regular = self.containers.iter().filter(|container| container.kind == ContainerKind::Regular);
        let started = regular.filter_map(Container::first_start).min();
        let Some(started) = started else { return };
        for container in self.containers.iter_mut().filter(|container| container.kind == ContainerKind::Init) {
            let running = matches!(container.state, State::Running { .. });
            let outlived = container.last_run().and_then(|run| run.finished).is_some_and(|finished| finished > started);
            if running || outlived {
                container.kind = ContainerKind::Sidecar;
            }
        }
    }

    /// The condition of a type, where it is `True`.
    #[must_use]
    pub fn condition(&self, kind: &str) -> Option<&Condition> {
        self.conditions.iter().find(|condition| condition.kind == kind && condition.status == "True")
    }

    /// A container by name.
    #[must_use]
    pub fn container(&self, name: &str) -> Option<&Container> {
        self.containers.iter().find(|container| container.name == name)
    }

    /// Name of the Job it belongs to, by owner or by label.
    #[must_use]
    pub fn job_name(&self) -> Option<&str> {
        self.meta
            .owned_by("Job")
            .or_else(|| self.meta.label("batch.kubernetes.io/job-name"))
            .or_else(|| self.meta.label("job-name"))
    }

    /// Completion index of an Indexed Job's pod.
    #[must_use]
    pub fn index(&self) -> Option<i64> {
        const KEY: &str = "batch.kubernetes.io/job-completion-index";
        self.meta.annotation(KEY).or_else(|| self.meta.label(KEY))?.parse().ok()
    }

    /// Whether the phase is this word.
    #[must_use]
    pub fn is_phase(&self, phase: &str) -> bool {
        self.phase.as_ref().is_some_and(|seen| seen.value == phase)
    }

    /// The present state of the first container for which `test` holds.
    pub fn waiting(&self, test: impl Fn(&str) -> bool) -> Option<(&Container, &Seen<String>)> {
        self.containers.iter().find_map(|container| match &container.state {
            State::Waiting { reason: Some(reason), .. } if test(reason) => Some((container, reason)),
            _ => None,
        })
    }
}
