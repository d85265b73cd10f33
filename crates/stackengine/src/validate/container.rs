//! Containers: `validateContainers` and what all sorts of containers have in common.

use super::env::{env, env_from};
use super::handler::{lifecycle, probes};
use super::mounts::{devices, mounts};
use super::names::dns_label;
use super::place::At;
use super::pod::Pod;
use super::ports::{host_port_conflicts, ports};
use super::report::Report;
use super::resources::container_resources;
use super::security::container_security;

const RESTART_POLICIES: [&str; 3] = ["Always", "Never", "OnFailure"];
pub(super) const PULL_POLICIES: [&str; 3] = ["Always", "IfNotPresent", "Never"];

/// The containers of a pod.
pub(super) fn containers(pod: &Pod<'_>, report: &mut Report) {
    let list = pod.spec.field("containers");
    if list.len() == 0 {
        report.required(&list, "containers-required", "");
        return;
    }
    let mut seen: Vec<String> = Vec::new();
    for container in list.items() {
        common(&container, pod, report);
        let name = container.field("name");
        if seen.iter().any(|known| known == name.text()) {
            report.duplicate(&name, "container-name-twice", name.text());
        }
        seen.push(name.text().to_owned());
        lifecycle(&container.field("lifecycle"), pod, report);
        probes(&container, pod, report);
        restart_rules(&container, report);
    }
    let mut taken = Vec::new();
    for container in list.items() {
        host_port_conflicts(&container.field("ports"), &mut taken, report);
    }
}

/// `validateContainerCommon`.
pub(super) fn common(container: &At<'_>, pod: &Pod<'_>, report: &mut Report) {
    let (name, image) = (container.field("name"), container.field("image"));
    if name.text().is_empty() {
        report.required(&name, "container-name-required", "");
    } else {
        report.each(&name, "name-not-dns-1123", name.text(), dns_label(name.text()));
    }
    if image.text().is_empty() {
        report.required(&image, "image-required", "");
    }
    let mut choose = |field: &str, rule, supported: &[&str]| {
        let at = container.field(field);
        if !at.text().is_empty() {
            report.one_of(&at, rule, supported);
        }
    };
    choose("terminationMessagePolicy", "termination-message-policy-unknown", &["File", "FallbackToLogsOnError"]);
    choose("imagePullPolicy", "image-pull-policy-unknown", &PULL_POLICIES);
    ports(&container.field("ports"), report);
    env(&container.field("env"), report);
    env_from(&container.field("envFrom"), report);
    mounts(container, pod, report);
    devices(container, pod, report);
    container_resources(&container.field("resources"), pod.spec, report);
    resize_policy(&container.field("resizePolicy"), pod, report);
    container_security(&container.field("securityContext"), pod.host_users, report);
}

fn resize_policy(policies: &At<'_>, pod: &Pod<'_>, report: &mut Report) {
    const RULE: &str = "resize-policy-invalid";
    let never = pod.spec.field("restartPolicy").text() == "Never";
    let mut seen: Vec<String> = Vec::new();
    for policy in policies.items() {
        let (resource, restart) = (policy.field("resourceName"), policy.field("restartPolicy"));
        if seen.iter().any(|known| known == resource.text()) {
            report.duplicate(&policy, RULE, resource.text());
        }
        seen.push(resource.text().to_owned());
        let list = policies.pointing_at(&policy);
        for (value, supported) in
            [(resource.text(), ["cpu", "memory"]), (restart.text(), ["NotRequired", "RestartContainer"])]
        {
            if value.is_empty() {
                report.required(&list, RULE, "");
            } else if !supported.contains(&value) {
                report.not_supported(&list, RULE, value, &supported);
            }
        }
        if never && restart.text() != "NotRequired" {
            let message = "must be 'NotRequired' when pod `restartPolicy` is 'Never'";
            report.invalid(&list, RULE, restart.text(), message);
        }
    }
}

/// A container's own restart policy and rules: `validateContainerRestartPolicy`.
pub(super) fn restart_rules(container: &At<'_>, report: &mut Report) {
    let (policy, rules) = (container.field("restartPolicy"), container.field("restartPolicyRules"));
    if !policy.exists() && rules.len() > 0 {
        let message = "must specify restartPolicy when restart rules are used";
        report.required(&policy, "restart-rules-without-policy", message);
    }
    report.one_of(&policy, "container-restart-policy-unknown", &RESTART_POLICIES);
    const RULE: &str = "restart-rule-invalid";
    if rules.len() > 20 {
        report.too_many(&rules, RULE, rules.len(), 20);
    }
    for rule in rules.items() {
        let (action, codes) = (rule.field("action"), rule.field("exitCodes"));
        if !["Restart", "RestartAllContainers"].contains(&action.text()) {
            report.not_supported(&action, RULE, action.text(), &["Restart", "RestartAllContainers"]);
        }
        if !codes.exists() {
            report.required(&codes, RULE, "must be specified");
            continue;
        }
        let (operator, values) = (codes.field("operator"), codes.field("values"));
        if !["In", "NotIn"].contains(&operator.text()) {
            report.not_supported(&operator, RULE, operator.text(), &["In", "NotIn"]);
        }
        if values.len() > 255 {
            report.too_many(&values, RULE, values.len(), 255);
        }
    }
}
