//! Init containers, sidecars among them, and ephemeral containers.

use super::container::{common, restart_rules};
use super::handler::{lifecycle, probes};
use super::place::At;
use super::pod::Pod;
use super::ports::host_port_conflicts;
use super::report::Report;

/// `validateInitContainers`.
pub(super) fn init_containers(pod: &Pod<'_>, report: &mut Report) {
    let regular = pod.spec.field("containers");
    let mut names: Vec<String> = regular.items().map(|container| container.field("name").text().to_owned()).collect();
    let list = pod.spec.field("initContainers");
    for container in list.items() {
        common(&container, pod, report);
        // An absent policy with rules, and a policy that is unknown, are judged alike for both sorts of containers.
        restart_rules(&container, report);
        let name = container.field("name");
        if names.iter().any(|known| known == name.text()) {
            report.duplicate(&name, "container-name-twice", name.text());
        } else if !name.text().is_empty() {
            names.push(name.text().to_owned());
        }
        conflicts_of_one(&list, &container, report);
        if container.field("restartPolicy").text() == "Always" {
            lifecycle(&container.field("lifecycle"), pod, report);
            probes(&container, pod, report);
        } else {
            not_for_init(&container, report);
        }
    }
}

/// One init container runs after the other, so each is compared with itself; the server always calls it the first.
fn conflicts_of_one(list: &At<'_>, container: &At<'_>, report: &mut Report) {
    let first = list.index(0);
    let shown = first.pointing_at(container);
    host_port_conflicts(&shown.field("ports"), &mut Vec::new(), report);
}

fn not_for_init(container: &At<'_>, report: &mut Report) {
    for name in ["lifecycle", "livenessProbe", "readinessProbe", "startupProbe"] {
        let at = container.field(name);
        if at.exists() {
            let message = "may not be set for init containers without restartPolicy=Always";
            report.forbidden(&at, "probe-on-init-container", message);
        }
    }
    let policies = container.field("resizePolicy");
    for policy in policies.items() {
        let restart = policy.field("restartPolicy");
        if restart.text() == "RestartContainer" {
            let message = "must not be set to 'RestartContainer' for non-sidecar initContainers";
            report.invalid(&restart, "resize-policy-invalid", "RestartContainer", message);
        }
    }
}

/// `validateEphemeralContainers`: a template may have none, but the server judges them all the same.
pub(super) fn ephemeral_containers(pod: &Pod<'_>, report: &mut Report) {
    const ALLOWED: [&str; 16] = [
        "name",
        "image",
        "command",
        "args",
        "workingDir",
        "env",
        "envFrom",
        "volumeMounts",
        "volumeDevices",
        "terminationMessagePath",
        "terminationMessagePolicy",
        "imagePullPolicy",
        "securityContext",
        "stdin",
        "stdinOnce",
        "tty",
    ];
    let regular: Vec<String> = ["containers", "initContainers"]
        .iter()
        .flat_map(|list| {
            let containers = pod.spec.field(list);
            containers.items().map(|container| container.field("name").text().to_owned()).collect::<Vec<_>>()
        })
        .collect();
    let mut names = regular.clone();
    let list = pod.spec.field("ephemeralContainers");
    for container in list.items() {
        common(&container, pod, report);
        let (name, target) = (container.field("name"), container.field("targetContainerName"));
        if names.iter().any(|known| known == name.text()) {
            report.duplicate(&name, "container-name-twice", name.text());
        }
        names.push(name.text().to_owned());
        if !target.text().is_empty() && !regular.iter().any(|known| known == target.text()) {
            report.not_found(&target, "ephemeral-container-target-unknown", target.text(), "");
        }
        for (field, value) in container.fields() {
            let set = value.exists() && field != "targetContainerName" && !ALLOWED.contains(&field);
            if set && (value.len() > 0 || !value.text().is_empty()) {
                let message = "cannot be set for an Ephemeral Container";
                report.forbidden(&value, "not-for-ephemeral-container", message);
            }
        }
    }
}
