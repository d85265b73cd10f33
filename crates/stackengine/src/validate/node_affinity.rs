//! Where pods want to be, by the node: `validateNodeAffinity`, `ValidateNodeSelectorTerm`.

use super::affinity::weight;
use super::names::{dns_subdomain, label_value, qualified_name};
use super::place::At;
use super::report::Report;

const RULE: &str = "node-selector-invalid";

/// The node affinity of a pod.
pub(super) fn node_affinity(affinity: &At<'_>, report: &mut Report) {
    let required = affinity.field("requiredDuringSchedulingIgnoredDuringExecution");
    if required.exists() {
        let terms = required.field("nodeSelectorTerms");
        if terms.len() == 0 {
            report.required(&terms, RULE, "must have at least one node selector term");
        }
        for item in terms.items() {
            term(&item, true, report);
        }
    }
    let preferred = affinity.field("preferredDuringSchedulingIgnoredDuringExecution");
    for item in preferred.items() {
        weight(&item.field("weight"), report);
        term(&item.field("preference"), false, report);
    }
}

/// Values are judged as labels only where the term is required.
fn term(term: &At<'_>, check_values: bool, report: &mut Report) {
    let expressions = term.field("matchExpressions");
    for item in expressions.items() {
        expression(&item, check_values, report);
    }
    let fields = term.field("matchFields");
    for item in fields.items() {
        field(&item, report);
    }
}

fn expression(at: &At<'_>, check_values: bool, report: &mut Report) {
    let (operator, key, values) = (at.field("operator"), at.field("key"), at.field("values"));
    match (operator.text(), values.len()) {
        ("In" | "NotIn", 0) => {
            report.required(&values, RULE, "must be specified when `operator` is 'In' or 'NotIn'");
        }
        ("Exists" | "DoesNotExist", 1..) => {
            let message = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
            report.forbidden(&values, RULE, message);
        }
        ("Gt" | "Lt", 0 | 2..) => {
            let message = "must be specified single value when `operator` is 'Lt' or 'Gt'";
            report.required(&values, RULE, message);
        }
        ("In" | "NotIn" | "Exists" | "DoesNotExist" | "Gt" | "Lt", _) => {}
        (other, _) => report.invalid(&operator, RULE, other, "not a valid selector operator"),
    }
    report.each(&key, "label-key-invalid", key.text(), qualified_name(key.text()));
    if check_values {
        for value in values.items() {
            report.each(&value, "label-value-invalid", value.text(), label_value(value.text()));
        }
    }
}

/// Of a node's fields only its name can be asked for.
fn field(at: &At<'_>, report: &mut Report) {
    let (operator, key, values) = (at.field("operator"), at.field("key"), at.field("values"));
    match operator.text() {
        "In" | "NotIn" if values.len() == 1 => {}
        "In" | "NotIn" => {
            let message = "must be only one value when `operator` is 'In' or 'NotIn' for node field selector";
            report.required(&values, RULE, message);
        }
        other => report.invalid(&operator, RULE, other, "not a valid selector operator"),
    }
    if key.text() != "metadata.name" {
        report.invalid(&key, RULE, key.text(), "not a valid field selector key");
        return;
    }
    for value in values.items() {
        report.each(&value, "name-not-dns-1123", value.text(), dns_subdomain(value.text()));
    }
}
