//! The claim template of an ephemeral volume: `ValidatePersistentVolumeClaimTemplate`.

use super::metadata::{object_name, only_labels_and_annotations, required_name};
use super::names::{dns_label, dns_subdomain};
use super::place::At;
use super::quantity::Quantity;
use super::report::Report;
use super::selector::label_selector;

const RULE: &str = "claim-template-invalid";
const ACCESS_MODES: [&str; 4] = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"];

/// The template of a claim that lives as long as its pod.
pub(super) fn claim_template(template: &At<'_>, report: &mut Report) {
    if !template.exists() {
        report.required(template, RULE, "");
        return;
    }
    only_labels_and_annotations(&template.field("metadata"), report);
    let spec = template.field("spec");
    access_modes(&spec.field("accessModes"), report);
    label_selector(&spec.field("selector"), report);
    storage(&spec, report);
    for name in ["storageClassName", "volumeAttributesClassName"] {
        let at = spec.field(name);
        if !at.text().is_empty() {
            object_name(&at, "name-not-dns-1123", report);
        }
    }
    report.one_of(&spec.field("volumeMode"), RULE, &["Block", "Filesystem"]);
    data_sources(&spec, report);
}

fn access_modes(modes: &At<'_>, report: &mut Report) {
    if modes.len() == 0 {
        report.required(modes, RULE, "at least 1 access mode is required");
    }
    let (mut alone, mut other) = (false, false);
    for mode in modes.items() {
        if !ACCESS_MODES.contains(&mode.text()) {
            report.not_supported(&modes.pointing_at(&mode), RULE, mode.text(), &ACCESS_MODES);
        } else if mode.text() == "ReadWriteOncePod" {
            alone = true;
        } else {
            other = true;
        }
    }
    if alone && other {
        report.forbidden(modes, RULE, "may not use ReadWriteOncePod with other access modes");
    }
}

fn storage(spec: &At<'_>, report: &mut Report) {
    let resources = spec.field("resources");
    let requests = resources.field("requests");
    let asked = requests.key("storage");
    let at = resources.key("storage");
    let at = at.pointing_at(&asked);
    match asked.node().and_then(|node| Quantity::of(node).ok()) {
        None => report.required(&at, RULE, ""),
        Some(quantity) if quantity.is_negative() || quantity.is_zero() => {
            report.invalid(&at, RULE, quantity.to_string().as_str(), "must be greater than zero");
        }
        Some(_) => {}
    }
}

fn data_sources(spec: &At<'_>, report: &mut Report) {
    let (old, new) = (spec.field("dataSource"), spec.field("dataSourceRef"));
    for source in [&old, &new] {
        if !source.exists() {
            continue;
        }
        required_name(&source.field("name"), RULE, report);
        required_name(&source.field("kind"), RULE, report);
        let (group, kind) = (source.field("apiGroup"), source.field("kind"));
        if group.text().is_empty() {
            if kind.text() != "PersistentVolumeClaim" {
                let message = "must be 'PersistentVolumeClaim' when referencing the default apiGroup";
                report.invalid(source, RULE, kind.text(), message);
            }
        } else {
            report.each(&group, RULE, group.text(), dns_subdomain(group.text()));
        }
    }
    let namespace = new.field("namespace");
    if !namespace.text().is_empty() {
        report.each(&namespace, RULE, namespace.text(), dns_label(namespace.text()));
        if old.exists() {
            let message = "may not be specified when dataSourceRef.namespace is specified";
            report.invalid(spec, RULE, "dataSource", message);
        }
    } else if old.exists() && new.exists() {
        let same = ["apiGroup", "kind", "name"].iter().all(|name| old.field(name).text() == new.field(name).text());
        if !same {
            report.invalid(spec, RULE, "dataSource", "must match dataSourceRef");
        }
    }
}
