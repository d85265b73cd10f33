//! Security contexts of pods and containers: `validatePodSpecSecurityContext`, `ValidateSecurityContext`.

use super::place::At;
use super::report::Report;
use super::volume_source::relative_path;
use super::windows::windows_options;

/// The largest id of a user or group.
const MAX_ID: i64 = i32::MAX as i64;

/// The security context of a pod.
pub(super) fn pod_security(spec: &At<'_>, report: &mut Report) {
    let context = spec.field("securityContext");
    for name in ["fsGroup", "runAsUser", "runAsGroup"] {
        id(&context.field(name), report);
    }
    let groups = context.field("supplementalGroups");
    for group in groups.items() {
        id(&group, report);
    }
    let share = spec.field("shareProcessNamespace");
    if share.is_true() && spec.field("hostPID").is_true() {
        let at = context.called("shareProcessNamespace", &share);
        let message = "ShareProcessNamespace and HostPID cannot both be enabled";
        report.invalid(&at, "process-namespace-shared-twice", &share, message);
    }
    sysctls(spec, &context.field("sysctls"), report);
    report.one_of(&context.field("fsGroupChangePolicy"), "fs-group-policy-unknown", &["Always", "OnRootMismatch"]);
    seccomp(&context.field("seccompProfile"), report);
    windows_options(&context.field("windowsOptions"), report);
    app_armor(&context.field("appArmorProfile"), report);
    let groups_policy = context.field("supplementalGroupsPolicy");
    report.one_of(&groups_policy, "supplemental-groups-policy-unknown", &["Merge", "Strict"]);
    let se_linux = context.field("seLinuxChangePolicy");
    report.one_of(&se_linux, "se-linux-change-policy-unknown", &["MountOption", "Recursive"]);
}

/// The security context of a container.
pub(super) fn container_security(context: &At<'_>, host_users: bool, report: &mut Report) {
    const ESCALATION: &str = "privilege-escalation-contradiction";
    if !context.exists() {
        return;
    }
    id(&context.field("runAsUser"), report);
    id(&context.field("runAsGroup"), report);
    let proc_mount = context.field("procMount");
    report.one_of(&proc_mount, "proc-mount-unknown", &["Default", "Unmasked"]);
    if host_users && proc_mount.text() == "Unmasked" {
        let message = "`hostUsers` must be false to use `Unmasked`";
        report.invalid(&proc_mount, "proc-mount-needs-user-namespace", "Unmasked", message);
    }
    seccomp(&context.field("seccompProfile"), report);
    if context.field("allowPrivilegeEscalation").flag() == Some(false) {
        if context.field("privileged").is_true() {
            let message = "cannot set `allowPrivilegeEscalation` to false and `privileged` to true";
            report.invalid(context, ESCALATION, context, message);
        }
        let capabilities = context.field("capabilities");
        if capabilities.field("add").items().any(|capability| capability.text() == "CAP_SYS_ADMIN") {
            let message = "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN";
            report.invalid(context, ESCALATION, context, message);
        }
    }
    windows_options(&context.field("windowsOptions"), report);
    app_armor(&context.field("appArmorProfile"), report);
}

fn id(at: &At<'_>, report: &mut Report) {
    if let Some(number) = at.int()
        && !(0..=MAX_ID).contains(&number)
    {
        report.invalid(at, "id-out-of-range", number, "must be between 0 and 2147483647, inclusive");
    }
}

fn seccomp(profile: &At<'_>, report: &mut Report) {
    const RULE: &str = "seccomp-profile-invalid";
    if !profile.exists() {
        return;
    }
    let (kind, local) = (profile.field("type"), profile.field("localhostProfile"));
    if kind.text().is_empty() {
        report.required(&kind, RULE, "type is required when seccompProfile is set");
    } else {
        report.one_of(&kind, RULE, &["Localhost", "RuntimeDefault", "Unconfined"]);
    }
    match (kind.text() == "Localhost", local.exists()) {
        (true, false) => report.required(&local, RULE, "must be set when seccomp type is Localhost"),
        (true, true) => relative_path(&local, report),
        (false, true) => {
            report.invalid(&local, RULE, profile, "can only be set when seccomp type is Localhost");
        }
        (false, false) => {}
    }
}

fn app_armor(profile: &At<'_>, report: &mut Report) {
    const RULE: &str = "apparmor-profile-invalid";
    if !profile.exists() {
        return;
    }
    let (kind, local) = (profile.field("type"), profile.field("localhostProfile"));
    match kind.text() {
        "Localhost" => {
            let text = local.text();
            if local.exists() && text.trim() != text {
                report.invalid(&local, RULE, text, "must not be padded with whitespace");
            } else if text.is_empty() {
                report.required(&local, RULE, "must be set when AppArmor type is Localhost");
            }
            if text.len() > 4095 {
                report.too_long(&local, RULE, 4095);
            }
        }
        "RuntimeDefault" | "Unconfined" => {
            if local.exists() {
                report.invalid(&local, RULE, local.text(), "can only be set when AppArmor type is Localhost");
            }
        }
        "" => report.required(&kind, RULE, "type is required when appArmorProfile is set"),
        _ => report.one_of(&kind, RULE, &["Localhost", "RuntimeDefault", "Unconfined"]),
    }
}

fn sysctls(spec: &At<'_>, sysctls: &At<'_>, report: &mut Report) {
    const RULE: &str = "sysctl-invalid";
    let mut seen: Vec<String> = Vec::new();
    for sysctl in sysctls.items() {
        let name = sysctl.field("name");
        let text = name.text();
        if text.is_empty() {
            report.required(&name, RULE, "");
        } else if !is_sysctl(text) {
            let message = "must have at most 253 characters and match regex \
                           ^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$";
            report.invalid(&name, RULE, text, message);
        } else if seen.iter().any(|known| known == text) {
            report.duplicate(&name, RULE, text);
        }
        seen.push(text.to_owned());
        let dotted = text.replace('/', ".");
        let ipc = ["kernel.shm", "kernel.msg", "fs.mqueue."].iter().any(|prefix| dotted.starts_with(prefix));
        let message = if dotted.starts_with("net.") && spec.field("hostNetwork").is_true() {
            "may not be specified when 'hostNetwork' is true"
        } else if (ipc || dotted == "kernel.sem") && spec.field("hostIPC").is_true() {
            "may not be specified when 'hostIPC' is true"
        } else {
            continue;
        };
        report.invalid(&name, "sysctl-of-host-namespace", text, message);
    }
}

fn is_sysctl(name: &str) -> bool {
    let segment = |part: &str| {
        let bytes = part.as_bytes();
        let end = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        let inner = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(byte);
        end(bytes.first()) && end(bytes.last()) && bytes.iter().all(inner)
    };
    name.len() <= 253 && name.split(['.', '/']).all(segment)
}
