//! A Job: `ValidateJob`, and the selector and labels that the server generates before it.

use super::batch::job_spec;
use super::metadata::{labels, metadata};
use super::names::{dns_label, label_value};
use super::place::At;
use super::report::{Report, Shown};
use super::selector::{label_selector, selects};

/// What stands in for the identifier that the server makes: no manifest can name it beforehand.
const NEW_UID: &str = "the new Job's uid";
const UID_LABELS: [&str; 2] = ["controller-uid", "batch.kubernetes.io/controller-uid"];
const NAME_LABELS: [&str; 2] = ["job-name", "batch.kubernetes.io/job-name"];

/// Everything that is wrong with a Job.
pub(super) fn job(object: &At<'_>, report: &mut Report) {
    let (meta, spec) = (object.field("metadata"), object.field("spec"));
    let name = full_name(&meta);
    metadata(&meta, report);
    copied_labels(&meta, &spec, report);
    let manual = spec.field("manualSelector").is_true();
    if !manual {
        generated_selector(&spec, &name, report);
        generated_name_label(&meta, &spec, &name, report);
    }
    indexed_name(&meta, &spec, &name, report);
    job_spec(&spec, report);
    selector(&spec, manual, &name, report);
}

/// The name, also where the server makes it: 58 bytes of the prefix and five letters.
fn full_name(meta: &At<'_>) -> String {
    let (name, prefix) = (meta.field("name").text(), meta.field("generateName").text());
    if !name.is_empty() || prefix.is_empty() {
        return name.to_owned();
    }
    let kept: String = prefix.char_indices().take_while(|(start, _)| *start < 58).map(|(_, char)| char).collect();
    format!("{kept}xxxxx")
}

/// A Job without labels gets those of its pods, and their errors with them (`SetDefaults_Job`).
fn copied_labels(meta: &At<'_>, spec: &At<'_>, report: &mut Report) {
    if meta.field("labels").len() == 0 {
        let template = spec.field("template");
        let pod_meta = template.field("metadata");
        let from = pod_meta.field("labels");
        labels(&meta.called("labels", &from), report);
    }
}

/// The generated labels of the pods must be the generated ones, and the selector must choose them.
fn generated_selector(spec: &At<'_>, name: &str, report: &mut Report) {
    let template = spec.field("template");
    let meta = template.field("metadata");
    let pod_labels = meta.field("labels");
    for key in UID_LABELS {
        let label = pod_labels.key(key);
        if label.exists() {
            report.invalid(&label, "generated-label-set", &pod_labels, &format!("must be '{NEW_UID}'"));
        }
    }
    for key in NAME_LABELS {
        let label = pod_labels.key(key);
        if label.exists() && label.text() != name {
            report.invalid(&label, "generated-label-set", &pod_labels, &format!("must be '{name}'"));
        }
    }
    let generated = |key: &str| {
        let uid = UID_LABELS.contains(&key).then_some(NEW_UID);
        uid.or_else(|| NAME_LABELS.contains(&key).then_some(name)).map(str::to_owned)
    };
    let at = spec.field("selector");
    if at.exists() && !chooses(&at, generated) {
        report.invalid(&at, "selector-set", &at, "`selector` not auto-generated");
    }
}

/// The name becomes a label of the pods, which is shorter than a name may be.
fn generated_name_label(meta: &At<'_>, spec: &At<'_>, name: &str, report: &mut Report) {
    let template = spec.field("template");
    let pod_meta = template.field("metadata");
    let pod_labels = pod_meta.field("labels");
    if NAME_LABELS.iter().all(|key| pod_labels.key(key).exists()) {
        return;
    }
    let written = if meta.field("name").text().is_empty() { "generateName" } else { "name" };
    let source = meta.field(written);
    report.each(&template.called("labels", &source), "name-too-long-for-label", name, label_value(name));
}

/// Whether the selector, where it can be read, chooses these labels. An unreadable one gets errors of its own.
fn chooses(selector: &At<'_>, label: impl Fn(&str) -> Option<String>) -> bool {
    selects(selector, label).unwrap_or(true)
}

fn selector(spec: &At<'_>, manual: bool, name: &str, report: &mut Report) {
    let at = spec.field("selector");
    let template = spec.field("template");
    let meta = template.field("metadata");
    let pod_labels = meta.field("labels");
    if manual && !at.exists() {
        report.required(&at, "selector-required", "");
    }
    label_selector(&at, report);
    let label = |key: &str| {
        let given = pod_labels.key(key);
        if given.exists() || manual {
            return given.exists().then(|| given.text().to_owned());
        }
        let uid = UID_LABELS.contains(&key).then_some(NEW_UID);
        uid.or_else(|| NAME_LABELS.contains(&key).then_some(name)).map(str::to_owned)
    };
    let matches = if manual && !at.exists() { false } else { chooses(&at, label) };
    if !matches {
        let message = "`selector` does not match template `labels`";
        report.invalid(&pod_labels, "selector-does-not-match", &pod_labels, message);
    }
}

/// Pods of an indexed Job are called after it, and a hostname is a DNS label.
fn indexed_name(meta: &At<'_>, spec: &At<'_>, name: &str, report: &mut Report) {
    let completions = spec.field("completions").int().unwrap_or_default();
    if spec.field("completionMode").text() != "Indexed" || completions <= 0 {
        return;
    }
    let hostname = format!("{name}-{}", completions - 1);
    if !dns_label(&hostname).is_empty() {
        let at = meta.field("name");
        let message = format!("will not able to create pod with invalid DNS label: {hostname}");
        report.invalid(&at, "indexed-name-too-long", Shown::from(name), &message);
    }
}
