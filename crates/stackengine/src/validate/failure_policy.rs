//! `podFailurePolicy`: `validatePodFailurePolicy`.

use super::names::qualified_name;
use super::place::At;
use super::report::{Report, Shown, quoted};

const ACTIONS: [&str; 4] = ["Count", "FailIndex", "FailJob", "Ignore"];
const OPERATORS: [&str; 2] = ["In", "NotIn"];
const STATUSES: [&str; 3] = ["False", "True", "Unknown"];

/// The pod failure policy of the Job with that spec.
pub(super) fn failure_policy(spec: &At<'_>, report: &mut Report) {
    let policy = spec.field("podFailurePolicy");
    let rules = policy.field("rules");
    if rules.len() > 20 {
        report.too_many(&rules, "failure-policy-rules-too-many", rules.len(), 20);
    }
    for rule in rules.items() {
        failure_rule(&rule, spec, report);
    }
}

fn failure_rule(rule: &At<'_>, spec: &At<'_>, report: &mut Report) {
    let (action, codes, conditions) = (rule.field("action"), rule.field("onExitCodes"), rule.field("onPodConditions"));
    match action.text() {
        "FailIndex" if !spec.field("backoffLimitPerIndex").exists() => {
            let message = "requires the backoffLimitPerIndex to be set";
            report.invalid(&action, "fail-index-without-limit", "FailIndex", message);
        }
        _ => choice(&action, "failure-policy-action", &ACTIONS, report),
    }
    if codes.exists() {
        exit_codes(&codes, spec, report);
    }
    if conditions.len() > 20 {
        report.too_many(&conditions, "failure-policy-conditions-too-many", conditions.len(), 20);
    }
    for condition in conditions.items() {
        let (name, status) = (condition.field("type"), condition.field("status"));
        report.each(&name, "failure-policy-condition-type", name.text(), qualified_name(name.text()));
        if !status.text().is_empty() {
            report.one_of(&status, "failure-policy-condition-status", &STATUSES);
        }
    }
    let message = match (codes.exists(), conditions.len() > 0) {
        (true, true) => "specifying both OnExitCodes and OnPodConditions is not supported",
        (false, false) => "specifying one of OnExitCodes and OnPodConditions is required",
        _ => return,
    };
    report.invalid(rule, "failure-policy-rule-ambiguous", Shown::NOTHING, message);
}

fn exit_codes(codes: &At<'_>, spec: &At<'_>, report: &mut Report) {
    let (operator, name, values) = (codes.field("operator"), codes.field("containerName"), codes.field("values"));
    choice(&operator, "failure-policy-operator", &OPERATORS, report);
    if let Some(text) = name.optional_text()
        && !has_container(spec, text)
    {
        let message = "must be one of the container or initContainer names in the pod template";
        report.invalid(&name, "failure-policy-container-unknown", text, message);
    }
    const RULE: &str = "failure-policy-exit-codes";
    if values.len() == 0 {
        report.invalid(&values, RULE, Shown::bare("[]"), "at least one value is required");
    } else if values.len() > 255 {
        report.too_many(&values, RULE, values.len(), 255);
    }
    let mut seen: Vec<i64> = Vec::new();
    let mut ordered = true;
    for value in values.items() {
        let number = value.int().unwrap_or_default();
        if operator.text() == "In" && number == 0 {
            report.invalid(&value, RULE, 0, "must not be 0 for the In operator");
        }
        if seen.contains(&number) {
            report.duplicate_number(&value, RULE, number);
        }
        ordered &= seen.last().is_none_or(|last| *last <= number);
        seen.push(number);
    }
    if !ordered {
        report.invalid(&values, RULE, &values, "must be ordered");
    }
}

fn has_container(spec: &At<'_>, name: &str) -> bool {
    let template = spec.field("template");
    let pod = template.field("spec");
    ["containers", "initContainers"].iter().any(|list| {
        let containers = pod.field(list);
        containers.items().any(|container| container.field("name").text() == name)
    })
}

/// A value that must be there and must be one of a list.
fn choice(at: &At<'_>, rule: &'static str, supported: &[&str], report: &mut Report) {
    if at.text().is_empty() {
        let names: Vec<String> = supported.iter().map(|name| quoted(name)).collect();
        report.required(at, rule, &format!("valid values: [{}]", names.join(" ")));
    } else {
        report.one_of(at, rule, supported);
    }
}
