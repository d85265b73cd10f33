//! A pod's spec: `ValidatePodSpec`, in its order.

use super::affinity::affinity;
use super::container::containers;
use super::dns::{dns, host_aliases};
use super::init::{ephemeral_containers, init_containers};
use super::metadata::{labels, object_name};
use super::mounts::env_file_volumes;
use super::names::{dns_label, dns_subdomain, qualified_name};
use super::place::At;
use super::report::Report;
use super::resources::{overhead, pod_resources};
use super::security::pod_security;
use super::spread::{tolerations, topology_spread};
use super::volume::volumes;
use super::windows::{host_process, operating_system};

/// What the checks of a container need to know about its pod.
pub(super) struct Pod<'p> {
    /// The pod's spec.
    pub(super) spec: &'p At<'p>,
    /// Names and sources of the volumes that are right.
    pub(super) volumes: Vec<(&'p str, VolumeUse)>,
    /// Seconds that the pod has to stop; not known where the field is wrong.
    pub(super) grace: i64,
    /// Whether user ids of the pod are those of the node.
    pub(super) host_users: bool,
}

/// What a volume may be used for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum VolumeUse {
    /// It may be a raw device.
    Claim,
    /// It may hold files of environment variables.
    EmptyDir,
    /// Anything else.
    Other,
}

/// The names of all containers of any sort.
pub(super) fn containers_of<'s>(spec: &'s At<'s>) -> impl Iterator<Item = &'s str> {
    let lists = ["initContainers", "containers", "ephemeralContainers"];
    let nodes = lists.into_iter().filter_map(|list| spec.node()?.get(list));
    nodes.flat_map(|list| list.items()).filter_map(|item| item.get("name")?.as_str())
}

/// Everything that is wrong with the spec of a pod in a template.
pub(super) fn pod_spec(spec: &At<'_>, report: &mut Report) {
    let list = spec.field("volumes");
    let usable = volumes(&list, report);
    resource_claims(&spec.field("resourceClaims"), report);
    let grace = spec.field("terminationGracePeriodSeconds").int().unwrap_or(30);
    let host_users = spec.field("hostUsers").flag() != Some(false);
    let pod = Pod { spec, volumes: usable, grace, host_users };
    containers(&pod, report);
    init_containers(&pod, report);
    ephemeral_containers(&pod, report);
    pod_resources(spec, report);
    host_ports(spec, report);
    choices(spec, report);
    labels(&spec.field("nodeSelector"), report);
    pod_security(spec, report);
    affinity(&spec.field("affinity"), report);
    dns(spec, report);
    gates(spec, report);
    topology_spread(&spec.field("topologySpreadConstraints"), report);
    host_process(spec, report);
    user_namespace(spec, report);
    names(spec, report);
    tolerations(&spec.field("tolerations"), report);
    host_aliases(&spec.field("hostAliases"), report);
    overhead(&spec.field("overhead"), report);
    operating_system(spec, report);
    env_file_volumes(&pod, report);
}

fn choices(spec: &At<'_>, report: &mut Report) {
    let mut choose = |name: &str, rule, supported: &[&str]| {
        let at = spec.field(name);
        if !at.text().is_empty() {
            report.one_of(&at, rule, supported);
        }
    };
    choose("restartPolicy", "restart-policy-unknown", &["Always", "OnFailure", "Never"]);
    choose("dnsPolicy", "dns-policy-unknown", &["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"]);
    let preemption = spec.field("preemptionPolicy");
    match preemption.optional_text() {
        Some("") => report.required(&preemption, "preemption-policy-unknown", ""),
        _ => report.one_of(&preemption, "preemption-policy-unknown", &["PreemptLowerPriority", "Never"]),
    }
}

fn names(spec: &At<'_>, report: &mut Report) {
    hostname_override(spec, report);
    for name in ["serviceAccountName", "nodeName", "priorityClassName"] {
        let at = spec.field(name);
        if !at.text().is_empty() {
            object_name(&at, "name-not-dns-1123", report);
        }
    }
    // The deprecated name of serviceAccountName is used where the new one is missing.
    let (old, new) = (spec.field("serviceAccount"), spec.field("serviceAccountName"));
    if new.text().is_empty() && !old.text().is_empty() {
        object_name(&new.pointing_at(&old), "name-not-dns-1123", report);
    }
    let deadline = spec.field("activeDeadlineSeconds");
    if let Some(seconds) = deadline.int()
        && !(1..=i64::from(i32::MAX)).contains(&seconds)
    {
        let message = "must be between 1 and 2147483647, inclusive";
        report.invalid(&deadline, "pod-deadline-out-of-range", seconds, message);
    }
    for name in ["hostname", "subdomain"] {
        let at = spec.field(name);
        if !at.text().is_empty() {
            report.each(&at, "name-not-dns-1123", at.text(), dns_label(at.text()));
        }
    }
    let runtime = spec.field("runtimeClassName");
    if let Some(text) = runtime.optional_text() {
        report.each(&runtime, "name-not-dns-1123", text, dns_subdomain(text));
    }
}

fn hostname_override(spec: &At<'_>, report: &mut Report) {
    const RULE: &str = "hostname-override-invalid";
    let at = spec.field("hostnameOverride");
    let Some(text) = at.optional_text() else { return };
    if spec.field("setHostnameAsFQDN").is_true() {
        report.forbidden(&at, RULE, "may not be specified when setHostnameAsFQDN is true");
    }
    if spec.field("hostNetwork").is_true() {
        report.forbidden(&at, RULE, "may not be specified when hostNetwork is true");
    }
    if text.len() > 64 {
        report.too_long(&at, RULE, 64);
    }
    report.each(&at, RULE, text, dns_subdomain(text));
}

/// On the node's network a port of the node is the port of the container.
fn host_ports(spec: &At<'_>, report: &mut Report) {
    if !spec.field("hostNetwork").is_true() {
        return;
    }
    let containers = spec.field("containers");
    for container in containers.items() {
        let ports = container.field("ports");
        for port in ports.items() {
            let host = port.field("hostPort");
            let number = host.int().unwrap_or_default();
            if number != 0 && number != port.field("containerPort").int().unwrap_or_default() {
                let message = "must match `containerPort` when `hostNetwork` is true";
                report.invalid(&host, "host-port-differs", number, message);
            }
        }
    }
}

/// A pod with user ids of its own cannot share the node's other namespaces.
fn user_namespace(spec: &At<'_>, report: &mut Report) {
    const RULE: &str = "host-namespace-with-user-namespace";
    if spec.field("hostUsers").flag() != Some(false) {
        return;
    }
    for (name, shown) in [("hostNetwork", "hostNetwork"), ("hostPID", "HostPID"), ("hostIPC", "HostIPC")] {
        let at = spec.field(name);
        if at.is_true() {
            report.forbidden(&spec.called(shown, &at), RULE, "when `hostUsers` is false");
        }
    }
    for list in ["initContainers", "containers"] {
        let containers = spec.field(list);
        for container in containers.items() {
            let devices = container.field("volumeDevices");
            if devices.len() > 0 {
                report.forbidden(&devices, RULE, "when `hostUsers` is false");
            }
        }
    }
}

fn gates(spec: &At<'_>, report: &mut Report) {
    let readiness = spec.field("readinessGates");
    for gate in readiness.items() {
        let name = gate.field("conditionType");
        report.each(&name, "readiness-gate-invalid", name.text(), qualified_name(name.text()));
    }
    let scheduling = spec.field("schedulingGates");
    let mut seen: Vec<String> = Vec::new();
    for gate in scheduling.items() {
        let name = gate.field("name").text().to_owned();
        report.each(&gate, "scheduling-gate-invalid", &name, qualified_name(&name));
        if seen.contains(&name) {
            report.duplicate(&gate, "scheduling-gate-twice", &name);
        }
        seen.push(name);
    }
}

fn resource_claims(claims: &At<'_>, report: &mut Report) {
    let mut seen: Vec<String> = Vec::new();
    for claim in claims.items() {
        let name = claim.field("name");
        if name.text().is_empty() {
            report.required(&name, "resource-claim-name-required", "");
        } else if seen.iter().any(|known| known == name.text()) {
            report.duplicate(&name, "resource-claim-twice", name.text());
        } else {
            report.each(&name, "name-not-dns-1123", name.text(), dns_label(name.text()));
            seen.push(name.text().to_owned());
        }
        let sources = [claim.field("resourceClaimName"), claim.field("resourceClaimTemplateName")];
        let message = match sources.iter().filter(|source| source.exists()).count() {
            2 => "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified",
            0 => "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`",
            _ => "",
        };
        if !message.is_empty() {
            report.invalid(&claim, "resource-claim-source", &claim, message);
        }
        for source in sources.iter().filter(|source| source.exists()) {
            object_name(source, "name-not-dns-1123", report);
        }
    }
}
