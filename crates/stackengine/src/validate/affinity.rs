//! Where pods want to be, by other pods: `validateAffinity`, `validatePodAffinityTerm`.

use super::names::{dns_label, qualified_name};
use super::node_affinity::node_affinity;
use super::place::At;
use super::report::Report;
use super::selector::{label_keys, label_selector};

/// The affinity of a pod.
pub(super) fn affinity(affinity: &At<'_>, report: &mut Report) {
    node_affinity(&affinity.field("nodeAffinity"), report);
    for name in ["podAffinity", "podAntiAffinity"] {
        let at = affinity.field(name);
        let required = at.field("requiredDuringSchedulingIgnoredDuringExecution");
        for item in required.items() {
            term(&item, report);
        }
        let preferred = at.field("preferredDuringSchedulingIgnoredDuringExecution");
        for item in preferred.items() {
            weight(&item.field("weight"), report);
            term(&item.field("podAffinityTerm"), report);
        }
    }
}

/// A preference weighs between 1 and 100.
pub(super) fn weight(at: &At<'_>, report: &mut Report) {
    let number = at.int().unwrap_or_default();
    if !(1..=100).contains(&number) {
        report.invalid(at, "affinity-weight", number, "must be in the range 1-100");
    }
}

fn term(term: &At<'_>, report: &mut Report) {
    label_selector(&term.field("labelSelector"), report);
    label_selector(&term.field("namespaceSelector"), report);
    let namespaces = term.field("namespaces");
    let shown = term.called("namespace", &namespaces);
    for namespace in namespaces.items() {
        let text = namespace.text();
        report.each(&shown.pointing_at(&namespace), "name-not-dns-1123", text, dns_label(text));
    }
    label_keys(term, report);
    let key = term.field("topologyKey");
    if key.text().is_empty() {
        report.required(&key, "topology-key-required", "can not be empty");
    }
    report.each(&key, "label-key-invalid", key.text(), qualified_name(key.text()));
}
