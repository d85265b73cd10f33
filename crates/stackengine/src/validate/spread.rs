//! Spread over topologies, and tolerations: `validateTopologySpreadConstraints`, `ValidateTolerations`.

use super::names::{label_value, qualified_name};
use super::place::At;
use super::report::Report;
use super::selector::{label_keys, label_selector};

/// How pods are spread.
pub(super) fn topology_spread(constraints: &At<'_>, report: &mut Report) {
    const RULE: &str = "topology-spread-invalid";
    for (number, constraint) in constraints.items().enumerate() {
        let (skew, key) = (constraint.field("maxSkew"), constraint.field("topologyKey"));
        positive(&skew, skew.int().unwrap_or_default(), report);
        if key.text().is_empty() {
            report.required(&key, "topology-key-required", "can not be empty");
        }
        let action = constraint.field("whenUnsatisfiable");
        if !["DoNotSchedule", "ScheduleAnyway"].contains(&action.text()) {
            report.not_supported(&action, RULE, action.text(), &["DoNotSchedule", "ScheduleAnyway"]);
        }
        let repeated = constraints.items().skip(number + 1).any(|later| {
            later.field("topologyKey").text() == key.text() && later.field("whenUnsatisfiable").text() == action.text()
        });
        if repeated {
            let at = constraint.field("{topologyKey, whenUnsatisfiable}");
            report.duplicate(&at, RULE, &format!("{{{}, {}}}", key.text(), action.text()));
        }
        let domains = constraint.field("minDomains");
        if let Some(number) = domains.int() {
            positive(&domains, number, report);
            if action.text() != "DoNotSchedule" {
                let message = "can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ";
                report.invalid(&domains, RULE, number, &format!("{message}{}", action.text()));
            }
        }
        for name in ["nodeAffinityPolicy", "nodeTaintsPolicy"] {
            report.one_of(&constraint.field(name), RULE, &["Honor", "Ignore"]);
        }
        label_keys(&constraint, report);
        label_selector(&constraint.field("labelSelector"), report);
    }
}

fn positive(at: &At<'_>, number: i64, report: &mut Report) {
    if number <= 0 {
        report.invalid(at, "must-be-positive", number, "must be greater than zero");
    }
}

/// Which taints a pod tolerates. The operators `Lt` and `Gt` are behind a feature gate that is off by default.
pub(super) fn tolerations(tolerations: &At<'_>, report: &mut Report) {
    const RULE: &str = "toleration-invalid";
    for toleration in tolerations.items() {
        let (key, operator) = (toleration.field("key"), toleration.field("operator"));
        let (value, effect) = (toleration.field("value"), toleration.field("effect"));
        if !key.text().is_empty() {
            report.each(&key, "label-key-invalid", key.text(), qualified_name(key.text()));
        } else if operator.text() != "Exists" {
            let message = "operator must be Exists when `key` is empty, which means \"match all values and all keys\"";
            report.invalid(&operator, RULE, operator.text(), message);
        }
        if toleration.field("tolerationSeconds").exists() && effect.text() != "NoExecute" {
            let message = "effect must be 'NoExecute' when `tolerationSeconds` is set";
            report.invalid(&effect, RULE, effect.text(), message);
        }
        let shown = operator.pointing_at(&value);
        match operator.text() {
            "Equal" | "" => {
                let problems = label_value(value.text());
                if !problems.is_empty() {
                    report.invalid(&shown, RULE, value.text(), &problems.join(";"));
                }
            }
            "Exists" if !value.text().is_empty() => {
                report.invalid(&shown, RULE, value.text(), "value must be empty when `operator` is 'Exists'");
            }
            "Exists" => {}
            "Lt" | "Gt" => report.not_supported(&operator, RULE, operator.text(), &["Equal", "Exists", "Lt", "Gt"]),
            other => report.not_supported(&operator, RULE, other, &["Equal", "Exists"]),
        }
        if !effect.text().is_empty() {
            report.one_of(&effect, RULE, &["NoSchedule", "PreferNoSchedule", "NoExecute"]);
        }
    }
}
