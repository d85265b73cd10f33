//! Pods at the same time on one volume claim, which may allow one node only.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::SEVERAL_PODS;
use crate::catalogue::support::pods_at_once;
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::manifest::Workload;
use crate::prevent::rule::{Prevention, Rule, Test};
use crate::yaml::Node;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "volume-claim-shared",
    code: "SE719",
    severity: Severity::Low,
    page: include_str!("page.md"),
    check: |workload, found| {
        let volumes = workload.pod("volumes").map(Node::items).unwrap_or_default();
        if volumes.is_empty() {
            return;
        }
        let Some(pods @ 2..) = pods_at_once(workload) else { return };
        if keeps_pods_together(workload) {
            return;
        }
        for (index, volume) in volumes.iter().enumerate() {
            let Some(source) = volume.get("persistentVolumeClaim") else { continue };
            let claim = source.get("claimName").and_then(Node::as_str).unwrap_or_default();
            let name = volume.get("name").and_then(Node::as_str).unwrap_or_default();
            if claim.is_empty()
                || source.get("readOnly").and_then(Node::as_bool) == Some(true)
                || !is_written(workload, name)
            {
                continue;
            }
            let message = format!(
                "{pods} pods at once write to the claim {claim}: if it is ReadWriteOnce, those on other nodes wait in \
                ContainerCreating, and those on the same node share the files"
            );
            let help = "make sure that the claim is ReadWriteMany, mount it readOnly, or set parallelism to 1";
            let path = workload.pod_path("volumes").index(index);
            found.push(Lint::new(&DIAGNOSTIC, workload, path, message).help(help));
        }
    },
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

/// Whether any container mounts the volume so that it can write.
fn is_written(workload: &Workload<'_>, volume: &str) -> bool {
    workload.containers.iter().any(|container| {
        let mounts = container.get("volumeMounts").map(Node::items).unwrap_or_default();
        mounts.iter().any(|mount| {
            mount.get("name").and_then(Node::as_str) == Some(volume)
                && mount.get("readOnly").and_then(Node::as_bool) != Some(true)
        })
    })
}

/// Whether somebody has thought of it: the pods are sent to one node.
fn keeps_pods_together(workload: &Workload<'_>) -> bool {
    let selector = workload.pod("nodeSelector");
    workload.pod("affinity.podAffinity").is_some()
        || workload.pod("nodeName").is_some()
        || selector.is_some_and(|selector| selector.get("kubernetes.io/hostname").is_some())
}

const RULES: &[Rule] = &[Rule::of_each(
    "volume",
    "pod.volumes",
    Test::All(&[
        SEVERAL_PODS,
        Test::Not(&Test::Present("pod.affinity.podAffinity")),
        Test::Not(&Test::Present("pod.nodeName")),
        Test::Not(&Test::Present("pod.nodeSelector[kubernetes.io/hostname]")),
        Test::Matches("volume.persistentVolumeClaim.claimName", r"^(.|\n)"),
        Test::Not(&Test::Bool("volume.persistentVolumeClaim.readOnly", true)),
        Test::Some(
            "container",
            "containers",
            &Test::Some(
                "mount",
                "container.volumeMounts",
                &Test::All(&[Test::Same("mount.name", "volume.name"), Test::Not(&Test::Bool("mount.readOnly", true))]),
            ),
        ),
    ]),
    "several pods at once write to its claim: on other nodes they may wait, on the same they share the files",
)];
