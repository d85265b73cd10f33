//! A pod template: `ValidatePodTemplateSpec`, with the annotations that the server understands.

use super::metadata::{annotations, labels};
use super::place::At;
use super::pod::{containers_of, pod_spec};
use super::report::{Report, quoted};

const SECCOMP_POD: &str = "seccomp.security.alpha.kubernetes.io/pod";
const SECCOMP_CONTAINER: &str = "container.seccomp.security.alpha.kubernetes.io/";
const APP_ARMOR: &str = "container.apparmor.security.beta.kubernetes.io/";
const DELETION_COST: &str = "controller.kubernetes.io/pod-deletion-cost";
const MIRROR: &str = "kubernetes.io/config.mirror";

/// The template of a Job's pods.
pub(super) fn pod_template(template: &At<'_>, report: &mut Report) {
    let (meta, spec) = (template.field("metadata"), template.field("spec"));
    let (own_labels, own_annotations) = (meta.field("labels"), meta.field("annotations"));
    // The server leaves `metadata` out of these paths.
    labels(&template.called("labels", &own_labels), report);
    let shown = template.called("annotations", &own_annotations);
    annotations(&shown, report);
    known_annotations(&shown, &spec, report);
    pod_spec(&spec, report);
    profiles_match(&own_annotations, &spec, report);
    let ephemeral = spec.field("ephemeralContainers");
    if ephemeral.len() > 0 {
        let message = "ephemeral containers not allowed in pod template";
        report.forbidden(&ephemeral, "ephemeral-containers-in-template", message);
    }
}

/// `ValidatePodSpecificAnnotations`.
fn known_annotations(annotations: &At<'_>, spec: &At<'_>, report: &mut Report) {
    for (key, value) in annotations.keys() {
        let text = value.text();
        if key == MIRROR && spec.field("nodeName").text().is_empty() {
            let message = "must set spec.nodeName if mirror pod annotation is set";
            report.invalid(&value, "mirror-annotation", text, message);
        }
        if key == DELETION_COST && !is_deletion_cost(text) {
            report.invalid(&value, "deletion-cost-invalid", text, "must be a 32bit integer");
        }
        if (key == SECCOMP_POD || key.starts_with(SECCOMP_CONTAINER)) && !is_seccomp(text) {
            let at = annotations.called(key, &value);
            report.invalid(&at, "seccomp-annotation-invalid", text, "must be a valid seccomp profile");
        }
        if let Some(container) = key.strip_prefix(APP_ARMOR) {
            if !containers_of(spec).any(|name| name == container) {
                report.invalid(&value, "apparmor-annotation-invalid", container, "container not found");
            }
            if !matches!(text, "" | "runtime/default" | "unconfined") && !text.starts_with("localhost/") {
                let message = format!("invalid AppArmor profile name: {}", quoted(text));
                report.invalid(&value, "apparmor-annotation-invalid", text, &message);
            }
        }
    }
}

fn is_deletion_cost(text: &str) -> bool {
    let first = text.as_bytes().first();
    let no_odd_start = text == "0" || first.is_some_and(|byte| matches!(byte, b'-' | b'1'..=b'9'));
    no_odd_start && text.parse::<i32>().is_ok()
}

fn is_seccomp(text: &str) -> bool {
    match text.strip_prefix("localhost/") {
        Some(path) => !path.starts_with('/') && path.split('/').all(|part| part != ".."),
        None => matches!(text, "runtime/default" | "docker/default" | "unconfined"),
    }
}

/// Profiles that stand in annotations and in fields must be the same.
fn profiles_match(annotations: &At<'_>, spec: &At<'_>, report: &mut Report) {
    if annotations.len() == 0 {
        return;
    }
    let context = spec.field("securityContext");
    let seccomp = annotations.key(SECCOMP_POD);
    profile_matches(&seccomp, &context.field("seccompProfile"), "seccomp", report);
    let os = spec.field("os");
    let pod_profile = context.field("appArmorProfile");
    for list in ["initContainers", "containers", "ephemeralContainers"] {
        let containers = spec.field(list);
        for container in containers.items() {
            let name = container.field("name").text();
            let own = container.field("securityContext");
            let key = format!("{SECCOMP_CONTAINER}{name}");
            profile_matches(&annotations.key(&key), &own.field("seccompProfile"), "seccomp", report);
            if os.field("name").text() != "windows" {
                let key = format!("{APP_ARMOR}{name}");
                let field = own.field("appArmorProfile");
                let effective = if field.exists() { field } else { field.pointing_at(&pod_profile) };
                profile_matches(&annotations.key(&key), &effective, "apparmor", report);
            }
        }
    }
}

fn profile_matches(annotation: &At<'_>, profile: &At<'_>, what: &str, report: &mut Report) {
    if !annotation.exists() || !profile.exists() {
        return;
    }
    let (kind, local) = (profile.field("type"), profile.field("localhostProfile"));
    let text = annotation.text();
    let right = match kind.text() {
        "Unconfined" => text == "unconfined",
        "RuntimeDefault" => text == "runtime/default" || (what == "seccomp" && text == "docker/default"),
        "Localhost" => match text.strip_prefix("localhost/") {
            Some(path) if local.optional_text() != Some(path) => {
                let message = format!("{what} profile in annotation and field must match");
                report.forbidden(&local, "profile-annotation-differs", &message);
                return;
            }
            given => given.is_some(),
        },
        _ => true,
    };
    if !right {
        let message = format!("{what} type in annotation and field must match");
        report.forbidden(&kind, "profile-annotation-differs", &message);
    }
}
