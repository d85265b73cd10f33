//! What differs by operating system: Windows options, HostProcess pods, `spec.os`.

use super::names::dns_subdomain;
use super::place::At;
use super::report::{Report, Shown};

const RULE: &str = "windows-options-invalid";

/// `validateWindowsSecurityContextOptions`.
pub(super) fn windows_options(options: &At<'_>, report: &mut Report) {
    let name = options.field("gmsaCredentialSpecName");
    if let Some(text) = name.optional_text() {
        report.each(&name, RULE, text, dns_subdomain(text));
    }
    let spec = options.field("gmsaCredentialSpec");
    match spec.optional_text().map(str::len) {
        Some(0) => report.invalid(&spec, RULE, "", "gmsaCredentialSpec cannot be an empty string"),
        Some(length) if length > 64 * 1024 => {
            report.invalid(&spec, RULE, spec.text(), "gmsaCredentialSpec size must be under 64 KiB");
        }
        _ => {}
    }
    user_name(&options.field("runAsUserName"), report);
}

fn user_name(at: &At<'_>, report: &mut Report) {
    let Some(text) = at.optional_text() else { return };
    let mut say = |message: &str| report.invalid(at, RULE, text, message);
    if text.is_empty() {
        return say("runAsUserName cannot be an empty string");
    }
    if text.chars().any(|char| char.is_ascii_control()) {
        return say("runAsUserName cannot contain control characters");
    }
    let parts: Vec<&str> = text.split('\\').collect();
    let (domain, user) = match parts.as_slice() {
        [user] => (None, *user),
        [domain, user] => (Some(*domain), *user),
        _ => return say("runAsUserName cannot contain more than one backslash"),
    };
    if let Some(domain) = domain {
        if domain.len() >= 256 {
            say("runAsUserName's Domain length must be under 256 characters");
        }
        if !is_net_bios(domain) && !is_dns(domain) {
            say("runAsUserName's Domain doesn't match the NetBios nor the DNS format");
        }
    }
    if user.is_empty() {
        say("runAsUserName's User cannot be empty");
    } else if user.len() > 104 {
        say("runAsUserName's User length must not be longer than 104 characters");
    }
    if !user.is_empty() && user.chars().all(|char| matches!(char, '.' | ' ')) {
        say("runAsUserName's User cannot contain only periods or spaces");
    }
    if user.contains(|char| "\"/\\:;|=,+*?<>@[]".contains(char)) {
        say("runAsUserName's User cannot contain the following characters: \"/\\:;|=,+*?<>@[]");
    }
}

fn is_net_bios(domain: &str) -> bool {
    let length = domain.chars().count();
    (1..=15).contains(&length) && !domain.starts_with('.') && !domain.contains(|char| "\\/:*?\"<>|".contains(char))
}

fn is_dns(domain: &str) -> bool {
    domain.split('.').all(|part| {
        let bytes = part.as_bytes();
        let ends = [bytes.first(), bytes.last()].iter().all(|byte| byte.is_some_and(u8::is_ascii_alphanumeric));
        ends && bytes.len() <= 63 && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
    })
}

/// `validateWindowsHostProcessPod`: all containers or none, and on the node's network.
pub(super) fn host_process(spec: &At<'_>, report: &mut Report) {
    const RULE: &str = "host-process-invalid";
    let context = spec.field("securityContext");
    let pod = context.field("windowsOptions").field("hostProcess").flag();
    let (mut all, mut host) = (0, 0);
    for list in ["initContainers", "containers", "ephemeralContainers"] {
        let containers = spec.field(list);
        for container in containers.items() {
            all += 1;
            let own = container.field("securityContext");
            let options = own.field("windowsOptions");
            let at = options.field("hostProcess");
            if let (Some(pod), Some(own)) = (pod, at.flag())
                && pod != own
            {
                let message = format!("pod hostProcess value must be identical if both are specified, was {pod}");
                report.invalid(&at, RULE, &at, &message);
            }
            host += u32::from(at.flag().or(pod) == Some(true));
        }
    }
    if host == 0 {
        return;
    }
    if host != all {
        let message = "If pod contains any hostProcess containers then all containers must be HostProcess containers";
        report.invalid(spec, RULE, "", message);
    }
    let network = spec.field("hostNetwork");
    if !network.is_true() {
        let message = "hostNetwork must be true if pod contains any hostProcess containers";
        report.invalid(&network, RULE, Shown::bare("false"), message);
    }
}

/// `validateOS`, `validateLinux`, `validateWindows`.
pub(super) fn operating_system(spec: &At<'_>, report: &mut Report) {
    let os = spec.field("os");
    if !os.exists() {
        return;
    }
    let name = os.field("name");
    match name.text() {
        "" => report.required(&name, "operating-system-unknown", ""),
        "linux" => each_context(spec, &["windowsOptions"], &["windowsOptions"], |at| {
            report.forbidden(at, "not-for-linux", "windows options cannot be set for a linux pod");
        }),
        "windows" => not_for_windows(spec, report),
        other => {
            let at = os.pointing_at(&name);
            report.not_supported(&at, "operating-system-unknown", other, &["linux", "windows"]);
        }
    }
}

fn not_for_windows(spec: &At<'_>, report: &mut Report) {
    const POD: [&str; 11] = [
        "appArmorProfile",
        "seLinuxOptions",
        "seccompProfile",
        "fsGroup",
        "fsGroupChangePolicy",
        "sysctls",
        "runAsUser",
        "runAsGroup",
        "supplementalGroups",
        "supplementalGroupsPolicy",
        "seLinuxChangePolicy",
    ];
    const CONTAINER: [&str; 10] = [
        "appArmorProfile",
        "seLinuxOptions",
        "seccompProfile",
        "capabilities",
        "readOnlyRootFilesystem",
        "privileged",
        "allowPrivilegeEscalation",
        "procMount",
        "runAsUser",
        "runAsGroup",
    ];
    let mut forbid = |at: &At<'_>| report.forbidden(at, "not-for-windows", "cannot be set for a windows pod");
    for (name, only_true) in
        [("hostUsers", false), ("hostPID", true), ("hostIPC", true), ("shareProcessNamespace", false)]
    {
        let at = spec.field(name);
        if at.is_true() || (at.exists() && !only_true) {
            forbid(&at);
        }
    }
    each_context(spec, &POD, &CONTAINER, forbid);
}

/// Each of these fields that is set in the pod's context, or in a container's.
fn each_context(spec: &At<'_>, of_pod: &[&str], of_container: &[&str], mut found: impl FnMut(&At<'_>)) {
    let context = spec.field("securityContext");
    for name in of_pod {
        let at = context.field(name);
        if at.exists() {
            found(&at);
        }
    }
    for list in ["initContainers", "containers", "ephemeralContainers"] {
        let containers = spec.field(list);
        for container in containers.items() {
            let context = container.field("securityContext");
            for name in of_container {
                let at = context.field(name);
                if at.exists() {
                    found(&at);
                }
            }
        }
    }
}
