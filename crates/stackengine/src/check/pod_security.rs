//! The Pod Security Standards, control by control, as the admission of Kubernetes 1.36 judges a pod.
//!
//! The admission judges pods. A Job that breaks an enforced standard is accepted, and then none of its pods is created.

use std::fmt;

use serde::Serialize;

use crate::manifest::{Container, Workload};
use crate::yaml::{Node, Path, Value};

/// The three levels, from the most to the least that a pod may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PodSecurityLevel {
    /// Everything is allowed.
    Privileged,
    /// Known ways to the node are closed.
    Baseline,
    /// What is good practice is demanded.
    Restricted,
}

/// A control that the pod breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    /// The level that has the control.
    pub level: PodSecurityLevel,
    /// The control: `host-namespaces`.
    pub control: &'static str,
    /// The field that breaks it, or that is missing.
    pub path: Path,
}

/// Every control, by level, in the order of the standards.
pub const CONTROLS: [(PodSecurityLevel, &str); 18] = [
    (PodSecurityLevel::Baseline, "host-process"),
    (PodSecurityLevel::Baseline, "host-namespaces"),
    (PodSecurityLevel::Baseline, "privileged-containers"),
    (PodSecurityLevel::Baseline, "capabilities"),
    (PodSecurityLevel::Baseline, "host-path-volumes"),
    (PodSecurityLevel::Baseline, "host-ports"),
    (PodSecurityLevel::Baseline, "host-probes"),
    (PodSecurityLevel::Baseline, "apparmor"),
    (PodSecurityLevel::Baseline, "selinux"),
    (PodSecurityLevel::Baseline, "proc-mount"),
    (PodSecurityLevel::Baseline, "seccomp"),
    (PodSecurityLevel::Baseline, "sysctls"),
    (PodSecurityLevel::Restricted, "volume-types"),
    (PodSecurityLevel::Restricted, "privilege-escalation"),
    (PodSecurityLevel::Restricted, "running-as-non-root"),
    (PodSecurityLevel::Restricted, "running-as-non-root-user"),
    (PodSecurityLevel::Restricted, "seccomp"),
    (PodSecurityLevel::Restricted, "capabilities"),
];

/// Sysctls that have a namespace of their own and harm no neighbour.
pub(crate) const SAFE_SYSCTLS: [&str; 12] = [
    "kernel.shm_rmid_forced",
    "net.ipv4.ip_local_port_range",
    "net.ipv4.ip_local_reserved_ports",
    "net.ipv4.ip_unprivileged_port_start",
    "net.ipv4.ping_group_range",
    "net.ipv4.tcp_fin_timeout",
    "net.ipv4.tcp_keepalive_intvl",
    "net.ipv4.tcp_keepalive_probes",
    "net.ipv4.tcp_keepalive_time",
    "net.ipv4.tcp_rmem",
    "net.ipv4.tcp_syncookies",
    "net.ipv4.tcp_wmem",
];

/// Volume types that the restricted level allows.
pub(crate) const RESTRICTED_VOLUMES: [&str; 9] = [
    "configMap",
    "csi",
    "downwardAPI",
    "emptyDir",
    "ephemeral",
    "image",
    "persistentVolumeClaim",
    "projected",
    "secret",
];

/// SELinux types that the baseline level allows.
pub(crate) const SELINUX_TYPES: [&str; 5] =
    ["", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"];

/// Fields of probes and hooks in which a host can stand.
pub(crate) const PROBE_HOSTS: [&str; 10] = [
    "livenessProbe.httpGet.host",
    "livenessProbe.tcpSocket.host",
    "readinessProbe.httpGet.host",
    "readinessProbe.tcpSocket.host",
    "startupProbe.httpGet.host",
    "startupProbe.tcpSocket.host",
    "lifecycle.postStart.httpGet.host",
    "lifecycle.postStart.tcpSocket.host",
    "lifecycle.preStop.httpGet.host",
    "lifecycle.preStop.tcpSocket.host",
];

/// How the old annotation of a container's AppArmor profile begins.
pub(crate) const APPARMOR_ANNOTATION: &str = "container.apparmor.security.beta.kubernetes.io/";

/// The highest level that admits the pods of this workload.
#[must_use]
pub fn pod_security_level(workload: &Workload<'_>) -> PodSecurityLevel {
    match pod_security(workload).iter().map(|breach| breach.level).min() {
        Some(PodSecurityLevel::Baseline) => PodSecurityLevel::Privileged,
        Some(_) => PodSecurityLevel::Baseline,
        None => PodSecurityLevel::Restricted,
    }
}

/// Every control that the pods of this workload break, in the order of [`CONTROLS`].
#[must_use]
pub fn pod_security(workload: &Workload<'_>) -> Vec<Breach> {
    let mut judge = Judge { workload, found: Vec::new() };
    judge.baseline();
    judge.restricted();
    let place = |breach: &Breach| {
        CONTROLS.iter().position(|(level, control)| *level == breach.level && *control == breach.control)
    };
    judge.found.sort_by_key(place);
    judge.found
}

struct Judge<'w, 't> {
    workload: &'w Workload<'t>,
    found: Vec<Breach>,
}

impl<'t> Judge<'_, 't> {
    fn baseline(&mut self) {
        for field in ["hostNetwork", "hostPID", "hostIPC"] {
            if is(self.workload.pod(field), true) {
                self.breach(PodSecurityLevel::Baseline, "host-namespaces", self.workload.pod_path(field));
            }
        }
        self.contexts("host-process", "windowsOptions.hostProcess", |node| node.as_bool() == Some(true));
        self.contexts("apparmor", "appArmorProfile.type", |node| !is_confined(node));
        self.contexts("seccomp", "seccompProfile.type", |node| !is_confined(node));
        let is_custom_type = |node: &Node<'_>| !node.as_str().is_some_and(|name| SELINUX_TYPES.contains(&name));
        self.contexts("selinux", "seLinuxOptions.type", is_custom_type);
        self.contexts("selinux", "seLinuxOptions.user", |node| node.as_str() != Some(""));
        self.contexts("selinux", "seLinuxOptions.role", |node| node.as_str() != Some(""));
        self.apparmor_annotations();
        self.sysctls();
        self.volumes(PodSecurityLevel::Baseline, "host-path-volumes", |kind| kind == "hostPath");
        for container in &self.workload.containers {
            self.container(container);
        }
    }

    fn container(&mut self, container: &Container<'t>) {
        let workload = self.workload;
        let path = |field: &str| workload.container_path(container, field);
        if is(container.get("securityContext.privileged"), true) {
            self.breach(PodSecurityLevel::Baseline, "privileged-containers", path("securityContext.privileged"));
        }
        self.added(container, PodSecurityLevel::Baseline, |name| DEFAULT_CAPABILITIES.contains(&name));
        let unmasked = container.get("securityContext.procMount").is_some_and(|node| node.as_str() != Some("Default"));
        if unmasked && !self.has_own_users() {
            self.breach(PodSecurityLevel::Baseline, "proc-mount", path("securityContext.procMount"));
        }
        for (index, port) in container.get("ports").map(Node::items).unwrap_or_default().iter().enumerate() {
            if port.get("hostPort").and_then(Node::as_int).is_some_and(|port| port != 0) {
                self.breach(PodSecurityLevel::Baseline, "host-ports", path("ports").index(index).key("hostPort"));
            }
        }
        for field in PROBE_HOSTS {
            if container.get(field).and_then(Node::as_str).is_some_and(|host| !host.is_empty()) {
                self.breach(PodSecurityLevel::Baseline, "host-probes", path(field));
            }
        }
    }

    fn restricted(&mut self) {
        self.volumes(PodSecurityLevel::Restricted, "volume-types", |kind| !RESTRICTED_VOLUMES.contains(&kind));
        self.non_root();
        // These three mean nothing to Windows, and the API refuses them there.
        if self.workload.pod("os.name").and_then(Node::as_str) == Some("windows") {
            return;
        }
        self.restricted_seccomp();
        let workload = self.workload;
        for container in &workload.containers {
            let path = |field: &str| workload.container_path(container, field);
            if !is(container.get("securityContext.allowPrivilegeEscalation"), false) {
                let path = path("securityContext.allowPrivilegeEscalation");
                self.breach(PodSecurityLevel::Restricted, "privilege-escalation", path);
            }
            let dropped = container.get("securityContext.capabilities.drop").map(Node::items).unwrap_or_default();
            if !dropped.iter().any(|item| item.as_str() == Some("ALL")) {
                let path = path("securityContext.capabilities.drop");
                self.breach(PodSecurityLevel::Restricted, "capabilities", path);
            }
            self.added(container, PodSecurityLevel::Restricted, |name| name == "NET_BIND_SERVICE");
        }
    }

    /// A pod with users of its own may run as its root.
    fn non_root(&mut self) {
        if self.has_own_users() {
            return;
        }
        let workload = self.workload;
        let of_pod = workload.pod("securityContext.runAsNonRoot");
        if is(of_pod, false) {
            let path = workload.pod_path("securityContext.runAsNonRoot");
            self.breach(PodSecurityLevel::Restricted, "running-as-non-root", path);
        }
        for container in &workload.containers {
            let own = container.get("securityContext.runAsNonRoot");
            if is(own, false) || (own.is_none() && !is(of_pod, true)) {
                let path = workload.container_path(container, "securityContext.runAsNonRoot");
                self.breach(PodSecurityLevel::Restricted, "running-as-non-root", path);
            }
        }
        self.all_contexts(PodSecurityLevel::Restricted, "running-as-non-root-user", "runAsUser", |node| {
            node.as_int() == Some(0)
        });
    }

    fn restricted_seccomp(&mut self) {
        let workload = self.workload;
        self.all_contexts(PodSecurityLevel::Restricted, "seccomp", "seccompProfile.type", |node| !is_confined(node));
        if workload.pod("securityContext.seccompProfile.type").is_some() {
            return;
        }
        for container in &workload.containers {
            if container.get("securityContext.seccompProfile.type").is_none() {
                let path = workload.container_path(container, "securityContext.seccompProfile");
                self.breach(PodSecurityLevel::Restricted, "seccomp", path);
            }
        }
    }

    fn contexts(&mut self, control: &'static str, field: &str, is_bad: impl Fn(&Node<'_>) -> bool) {
        self.all_contexts(PodSecurityLevel::Baseline, control, field, is_bad);
    }

    /// A field that may stand in the pod's security context and in every container's.
    fn all_contexts(
        &mut self,
        level: PodSecurityLevel,
        control: &'static str,
        field: &str,
        is_bad: impl Fn(&Node<'_>) -> bool,
    ) {
        let workload = self.workload;
        let below = |context: Option<&'t Node<'t>>| context?.at(field).filter(|node| node.value != Value::Null);
        let path = |path: Path| path.join(&Path::parse(field));
        if below(workload.pod("securityContext")).is_some_and(&is_bad) {
            self.breach(level, control, path(workload.pod_path("securityContext")));
        }
        for container in &workload.containers {
            if below(container.get("securityContext")).is_some_and(&is_bad) {
                self.breach(level, control, path(workload.container_path(container, "securityContext")));
            }
        }
    }

    fn added(&mut self, container: &Container<'t>, level: PodSecurityLevel, is_allowed: impl Fn(&str) -> bool) {
        let field = "securityContext.capabilities.add";
        let items = container.get(field).map(Node::items).unwrap_or_default();
        for (index, item) in items.iter().enumerate() {
            if item.as_str().is_some_and(|name| !is_allowed(name)) {
                let path = self.workload.container_path(container, field).index(index);
                self.breach(level, "capabilities", path);
            }
        }
    }

    fn volumes(&mut self, level: PodSecurityLevel, control: &'static str, is_bad: impl Fn(&str) -> bool) {
        let volumes = self.workload.pod("volumes").map(Node::items).unwrap_or_default();
        for (index, volume) in volumes.iter().enumerate() {
            let kinds = volume.entries().iter().filter(|entry| entry.key != "name" && entry.node.value != Value::Null);
            for entry in kinds.filter(|entry| is_bad(&entry.key)) {
                let path = self.workload.pod_path("volumes").index(index).key(entry.key.as_ref());
                self.breach(level, control, path);
            }
        }
    }

    fn sysctls(&mut self) {
        let sysctls = self.workload.pod("securityContext.sysctls").map(Node::items).unwrap_or_default();
        for (index, sysctl) in sysctls.iter().enumerate() {
            if sysctl.get("name").and_then(Node::as_str).is_some_and(|name| !SAFE_SYSCTLS.contains(&name)) {
                let path = self.workload.pod_path("securityContext.sysctls").index(index).key("name");
                self.breach(PodSecurityLevel::Baseline, "sysctls", path);
            }
        }
    }

    fn apparmor_annotations(&mut self) {
        let annotations = self.workload.template("metadata.annotations").map(Node::entries).unwrap_or_default();
        for entry in annotations.iter().filter(|entry| entry.key.starts_with(APPARMOR_ANNOTATION)) {
            if entry.node.as_str().is_some_and(|profile| !is_confining_annotation(profile)) {
                let path = self.workload.template_path("metadata.annotations").key(entry.key.as_ref());
                self.breach(PodSecurityLevel::Baseline, "apparmor", path);
            }
        }
    }

    fn has_own_users(&self) -> bool {
        is(self.workload.pod("hostUsers"), false)
    }

    fn breach(&mut self, level: PodSecurityLevel, control: &'static str, path: Path) {
        self.found.push(Breach { level, control, path });
    }
}

/// The capabilities that a container may ask for at the baseline level.
const DEFAULT_CAPABILITIES: [&str; 13] = [
    "AUDIT_WRITE",
    "CHOWN",
    "DAC_OVERRIDE",
    "FOWNER",
    "FSETID",
    "KILL",
    "MKNOD",
    "NET_BIND_SERVICE",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYS_CHROOT",
];

/// Whether runtimes give this capability to every container.
pub(crate) fn is_default_capability(name: &str) -> bool {
    DEFAULT_CAPABILITIES.contains(&name)
}

fn is(node: Option<&Node<'_>>, wanted: bool) -> bool {
    node.and_then(Node::as_bool) == Some(wanted)
}

fn is_confined(profile: &Node<'_>) -> bool {
    matches!(profile.as_str(), Some("RuntimeDefault" | "Localhost"))
}

/// Whether the old annotation names a profile that confines.
pub(crate) fn is_confining_annotation(profile: &str) -> bool {
    matches!(profile, "" | "runtime/default") || profile.starts_with("localhost/")
}

impl fmt::Display for PodSecurityLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Privileged => "privileged",
            Self::Baseline => "baseline",
            Self::Restricted => "restricted",
        })
    }
}
