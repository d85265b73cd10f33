//! A container is given a capability that reaches beyond it.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{added, take_capabilities};
use crate::check::{Lint, is_default_capability};
use crate::diagnosis::Severity;
use crate::prevent::rule::{Prevention, Rule, Test};
use crate::repair::Level;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "dangerous-capability-added",
    code: "SE810",
    severity: Severity::Medium,
    level: Level::Hardened,
    page: include_str!("page.md"),
    asked_by: &["CKV_K8S_39", "CKV_K8S_25", "pss:baseline:capabilities", "pss:restricted:capabilities"],
    check: |workload, found| {
        for container in &workload.containers {
            let Some(worst) = added(container).filter(|name| is_dangerous(name)).max_by_key(|name| meaning(name).0)
            else {
                continue;
            };
            let all: Vec<&str> = added(container).filter(|name| is_dangerous(name)).collect();
            let (severity, meaning) = meaning(worst);
            let message = match all.len() {
                1 => format!("{} is given {worst}: {meaning}", container.name),
                _ => format!("{} is given {}; with {worst}, {meaning}", container.name, all.join(", ")),
            };
            let help = format!("remove {} from capabilities.add if the program works without", all.join(", "));
            let path = "securityContext.capabilities.add";
            let lint = Lint::in_container(&DIAGNOSTIC, workload, container, path, message);
            found.push(lint.help(help).severity(severity));
        }
    },
    repair: |workload, lint, _| take_capabilities(workload, lint, is_dangerous),
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

/// Whether runtimes do not give it by default.
fn is_dangerous(name: &str) -> bool {
    !is_default_capability(name)
}

/// How bad it is to have this capability, and what it lets a program do.
fn meaning(name: &str) -> (Severity, &'static str) {
    match name {
        "ALL" | "all" => (Severity::High, "it has every capability there is, as good as privileged"),
        "SYS_ADMIN" => (Severity::High, "it can mount and much else, enough to take over the node"),
        "SYS_MODULE" => (Severity::High, "it can load code into the node's kernel"),
        "SYS_RAWIO" => (Severity::High, "it can write to the node's memory and devices"),
        "DAC_READ_SEARCH" => (Severity::High, "it can open any file of the node by its number"),
        "BPF" | "PERFMON" => (Severity::High, "it can watch, and change, what the node's kernel does"),
        "SYS_BOOT" => (Severity::High, "it can restart the node"),
        "SYS_PTRACE" => (Severity::Medium, "it can read the memory of every process that it sees"),
        "NET_ADMIN" => (Severity::Medium, "it can change routes, addresses and firewall rules where it is"),
        "NET_RAW" => (Severity::Medium, "it can forge packets of its neighbours"),
        "SYS_TIME" => (Severity::Medium, "it can set the clock of the node"),
        "SYSLOG" => (Severity::Medium, "it can read the node's kernel log"),
        _ => (Severity::Medium, "it has what runtimes do not give by default and the baseline standard forbids"),
    }
}

const RULES: &[Rule] = &[Rule::of_containers(
    Test::Some(
        "capability",
        "container.securityContext.capabilities.add",
        &Test::All(&[
            Test::Text("capability"),
            Test::Not(&Test::Matches(
                "capability",
                r"^(CAP_)?(AUDIT_WRITE|CHOWN|DAC_OVERRIDE|FOWNER|FSETID|KILL|MKNOD|NET_BIND_SERVICE|SETFCAP|SETGID|SETPCAP|SETUID|SYS_CHROOT)$",
            )),
        ]),
    ),
    "is given a capability that runtimes do not give by default",
)];
