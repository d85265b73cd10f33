//! Environment variables and where they come from: `ValidateEnv`, `ValidateEnvFrom`.

use super::metadata::{object_name, required_name};
use super::names::{config_key, dns_label, dns_subdomain_prefix, env_name, qualified_name};
use super::place::At;
use super::quantity::Quantity;
use super::report::Report;
use super::volume_source::no_backsteps;

const ENV_FIELDS: [&str; 9] = [
    "metadata.name",
    "metadata.namespace",
    "metadata.uid",
    "spec.nodeName",
    "spec.serviceAccountName",
    "status.hostIP",
    "status.hostIPs",
    "status.podIP",
    "status.podIPs",
];
pub(super) const VOLUME_FIELDS: [&str; 5] =
    ["metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid"];
const RESOURCES: [&str; 6] = [
    "limits.cpu",
    "limits.ephemeral-storage",
    "limits.memory",
    "requests.cpu",
    "requests.ephemeral-storage",
    "requests.memory",
];
const SOURCES: [&str; 5] = ["fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef"];

/// The variables of a container.
pub(super) fn env(variables: &At<'_>, report: &mut Report) {
    for variable in variables.items() {
        let name = variable.field("name");
        if name.text().is_empty() {
            report.required(&name, "env-name-required", "");
        } else {
            report.each(&name, "env-name-invalid", name.text(), env_name(name.text()));
        }
        value_from(&variable, report);
    }
}

fn value_from(variable: &At<'_>, report: &mut Report) {
    const RULE: &str = "env-source";
    let from = variable.field("valueFrom");
    if !from.exists() {
        return;
    }
    field_ref(&from.field("fieldRef"), &ENV_FIELDS, report);
    let resource = from.field("resourceFieldRef");
    if resource.exists() {
        resource_ref(&resource, report);
    }
    for name in ["configMapKeyRef", "secretKeyRef"] {
        let at = from.field(name);
        if at.exists() {
            key_ref(&at, report);
        }
    }
    file_ref(&from.field("fileKeyRef"), report);
    let sources = SOURCES.iter().filter(|name| from.field(name).exists()).count();
    let message = match sources {
        0 => "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`",
        _ if !variable.field("value").text().is_empty() => "may not be specified when `value` is not empty",
        1 => return,
        _ => "may not have more than one field specified at a time",
    };
    report.invalid(&from, RULE, "", message);
}

/// A field of the pod; `expressions` are those that can be named whole.
pub(super) fn field_ref(at: &At<'_>, expressions: &[&str], report: &mut Report) {
    const RULE: &str = "field-ref-invalid";
    let (version, path) = (at.field("apiVersion"), at.field("fieldPath"));
    if !at.exists() {
        return;
    }
    if path.text().is_empty() {
        report.required(&path, RULE, "");
        return;
    }
    if version.text_or("v1") != "v1" {
        let message = format!("error converting fieldPath: unsupported pod version: {}", version.text());
        report.invalid(&path, RULE, path.text(), &message);
        return;
    }
    let subscript = path.text().strip_suffix("']").and_then(|text| text.split_once("['"));
    match subscript {
        Some((map @ ("metadata.annotations" | "metadata.labels"), key)) => {
            let key = if map == "metadata.annotations" { key.to_lowercase() } else { key.to_owned() };
            report.each(&at.pointing_at(&path), RULE, &key, qualified_name(&key));
        }
        Some(_) => unknown_field(&path, report),
        None if expressions.contains(&path.text()) => {}
        None if path.text() == "spec.host" && expressions.contains(&"spec.nodeName") => {}
        None if is_label_of_pods(path.text()) => report.not_supported(&path, RULE, path.text(), expressions),
        None => unknown_field(&path, report),
    }
}

/// What `ConvertDownwardAPIFieldLabel` knows, wherever it may be used.
fn is_label_of_pods(path: &str) -> bool {
    let others = ["spec.restartPolicy", "spec.schedulerName", "status.phase", "spec.host"];
    ENV_FIELDS.contains(&path) || VOLUME_FIELDS.contains(&path) || others.contains(&path)
}

fn unknown_field(path: &At<'_>, report: &mut Report) {
    let message = format!("error converting fieldPath: field label not supported: {}", path.text());
    report.invalid(path, "field-ref-invalid", path.text(), &message);
}

/// A resource of a container.
pub(super) fn resource_ref(at: &At<'_>, report: &mut Report) {
    const RULE: &str = "resource-field-ref-invalid";
    let resource = at.field("resource");
    let name = resource.text();
    let huge = name.starts_with("limits.hugepages-") || name.starts_with("requests.hugepages-");
    if name.is_empty() {
        report.required(&resource, RULE, "");
    } else if !RESOURCES.contains(&name) && !huge {
        report.not_supported(&resource, RULE, name, &RESOURCES);
    }
    divisor(&at.field("divisor"), name, huge, report);
}

fn divisor(at: &At<'_>, name: &str, huge: bool, report: &mut Report) {
    const BYTES: &str = "1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei";
    let divisor = at.node().and_then(|node| Quantity::of(node).ok());
    let Some(divisor) = divisor.filter(|divisor| !divisor.is_zero()) else { return };
    let (supported, what) = match name {
        "limits.cpu" | "requests.cpu" => ("1m, 1", "cpu"),
        "limits.memory" | "requests.memory" => (BYTES, "memory"),
        "limits.ephemeral-storage" | "requests.ephemeral-storage" => (BYTES, "local ephemeral storage"),
        _ if huge => (BYTES, "hugepages"),
        _ => return,
    };
    if !supported.split(", ").any(|unit| unit == divisor.to_string()) {
        let listed = if what == "cpu" { "1m and 1" } else { supported };
        let message = format!("only divisor's values {listed} are supported with the {what} resource");
        report.invalid(at, "resource-field-ref-invalid", name, &message);
    }
}

fn key_ref(at: &At<'_>, report: &mut Report) {
    let (name, key) = (at.field("name"), at.field("key"));
    object_name(&name, "reference-name-invalid", report);
    if key.text().is_empty() {
        report.required(&key, "reference-key-required", "");
    } else {
        report.each(&key, "reference-key-invalid", key.text(), config_key(key.text()));
    }
}

fn file_ref(at: &At<'_>, report: &mut Report) {
    const RULE: &str = "file-key-ref-invalid";
    if !at.exists() {
        return;
    }
    let (key, volume, path) = (at.field("key"), at.field("volumeName"), at.field("path"));
    if key.text().is_empty() {
        report.required(&key, RULE, "");
    } else {
        report.each(&key, RULE, key.text(), env_name(key.text()));
    }
    if volume.text().is_empty() {
        report.required(&volume, RULE, "");
    } else {
        report.each(&volume, RULE, volume.text(), dns_label(volume.text()));
    }
    if path.text().is_empty() {
        report.required(&path, RULE, "");
    } else {
        no_backsteps(&path, report);
    }
}

/// Whole ConfigMaps and Secrets as variables; the server names the list, not the item.
pub(super) fn env_from(sources: &At<'_>, report: &mut Report) {
    for source in sources.items() {
        let prefix = source.field("prefix");
        if !prefix.text().is_empty() {
            report.each(&prefix, "env-name-invalid", prefix.text(), env_name(prefix.text()));
        }
        let mut given = 0;
        for name in ["configMapRef", "secretRef"] {
            let at = source.field(name);
            if at.exists() {
                given += 1;
                let name = at.field("name");
                required_name(&name, "reference-name-required", report);
                if !name.text().is_empty() {
                    report.each(&name, "reference-name-invalid", name.text(), dns_subdomain_prefix(name.text()));
                }
            }
        }
        let message = match given {
            0 => "must specify one of: `configMapRef` or `secretRef`",
            1 => continue,
            _ => "may not have more than one field specified at a time",
        };
        report.invalid(&sources.pointing_at(&source), "env-source", "", message);
    }
}
