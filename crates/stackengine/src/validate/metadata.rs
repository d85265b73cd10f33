//! Names, labels, annotations, owners and finalizers: `apimachinery/pkg/api/validation/objectmeta.go`.

use super::names::{Problems, dns_label, dns_subdomain, dns_subdomain_prefix, label_value, qualified_name};
use super::place::At;
use super::report::Report;

/// The longest annotations, keys and values together.
const MAX_ANNOTATIONS: usize = 256 * 1024;

/// The metadata of an object that is created.
pub(super) fn metadata(meta: &At<'_>, report: &mut Report) {
    names(meta, report);
    let namespace = meta.field("namespace");
    if !namespace.text().is_empty() {
        report.each(&namespace, "namespace-not-dns-1123", namespace.text(), dns_label(namespace.text()));
    }
    labels(&meta.field("labels"), report);
    annotations(&meta.field("annotations"), report);
    owners(&meta.field("ownerReferences"), report);
    finalizers(&meta.field("finalizers"), report);
}

fn names(meta: &At<'_>, report: &mut Report) {
    let (name, prefix) = (meta.field("name"), meta.field("generateName"));
    let mut check = |at: &At<'_>, problems: Problems| report.each(at, "name-not-dns-1123", at.text(), problems);
    if !prefix.text().is_empty() {
        check(&prefix, dns_subdomain_prefix(prefix.text()));
    }
    if !name.text().is_empty() {
        check(&name, dns_subdomain(name.text()));
    } else if prefix.text().is_empty() {
        report.required(&name, "name-required", "name or generateName is required");
    }
}

/// Keys and values of labels; the server names the map, not the key.
pub(super) fn labels(labels: &At<'_>, report: &mut Report) {
    for (key, value) in labels.keys() {
        let at = labels.pointing_at(&value);
        report.each(&at, "label-key-invalid", key, qualified_name(key));
        report.each(&at, "label-value-invalid", value.text(), label_value(value.text()));
    }
}

/// Keys of annotations, and how much they may hold together.
pub(super) fn annotations(annotations: &At<'_>, report: &mut Report) {
    let mut size = 0;
    for (key, value) in annotations.keys() {
        size += key.len() + value.text().len();
        let at = annotations.pointing_at(&value);
        report.each(&at, "annotation-key-invalid", key, qualified_name(&key.to_lowercase()));
    }
    if size > MAX_ANNOTATIONS {
        report.too_long(annotations, "annotations-too-long", MAX_ANNOTATIONS);
    }
}

fn owners(owners: &At<'_>, report: &mut Report) {
    let mut controllers = 0;
    for owner in owners.items() {
        let version = owner.field("apiVersion");
        if !has_version(version.text()) {
            let at = owners.called("apiVersion", &version);
            report.invalid(&at, "owner-reference-incomplete", version.text(), "version must not be empty");
        }
        for name in ["kind", "name", "uid"] {
            let value = owner.field(name);
            if value.text().is_empty() {
                let at = owners.called(name, &value);
                report.invalid(&at, "owner-reference-incomplete", "", "must not be empty");
            }
        }
        if version.text() == "v1" && owner.field("kind").text() == "Event" {
            let message = "/v1, Kind=Event is disallowed from being an owner";
            report.invalid(owners, "owner-not-allowed", &owner, message);
        }
        controllers += u32::from(owner.field("controller").is_true());
    }
    if controllers > 1 {
        let message = "Only one reference can have Controller set to true";
        report.invalid(owners, "several-controllers", owners, message);
    }
}

/// What `schema.ParseGroupVersion` finds a version in.
fn has_version(api_version: &str) -> bool {
    match api_version.split_once('/') {
        None => !api_version.is_empty(),
        Some((_, version)) => !version.is_empty() && !version.contains('/'),
    }
}

fn finalizers(finalizers: &At<'_>, report: &mut Report) {
    for finalizer in finalizers.items() {
        let name = finalizer.text();
        let at = finalizers.pointing_at(&finalizer);
        report.each(&at, "finalizer-invalid", name, qualified_name(name));
        if !name.contains('/') && !["kubernetes", "orphan", "foregroundDeletion"].contains(&name) {
            let message = "name is neither a standard finalizer name nor is it fully qualified";
            report.invalid(&finalizer, "finalizer-invalid", name, message);
        }
    }
    let has = |name| finalizers.items().any(|finalizer| finalizer.text() == name);
    if has("orphan") && has("foregroundDeletion") {
        let message = "finalizer orphan and foregroundDeletion cannot be both set";
        report.invalid(finalizers, "finalizers-contradict", finalizers, message);
    }
}

/// A name of another object that must be a DNS subdomain.
pub(super) fn object_name(at: &At<'_>, rule: &'static str, report: &mut Report) {
    report.each(at, rule, at.text(), dns_subdomain(at.text()));
}

/// A name of another object that must be there.
pub(super) fn required_name(at: &At<'_>, rule: &'static str, report: &mut Report) {
    if at.text().is_empty() {
        report.required(at, rule, "");
    }
}

/// Fields of metadata that must stay empty in a template inside a template.
pub(super) fn only_labels_and_annotations(meta: &At<'_>, report: &mut Report) {
    annotations(&meta.field("annotations"), report);
    labels(&meta.field("labels"), report);
    for (name, value) in meta.fields() {
        let empty = value.optional_text() == Some("") || value.int() == Some(0) || !value.exists();
        if !matches!(name, "labels" | "annotations") && !empty {
            report.forbidden(&value, "template-metadata-not-allowed", "cannot be set");
        }
    }
}
