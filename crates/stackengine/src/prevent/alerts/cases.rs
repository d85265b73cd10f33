//! The cases of the alerts, read from `cases.txt` and written as unit tests for `promtool test rules`.

use std::fmt::Write as _;

use super::rules::Rule;
use super::{Choice, labels};
use crate::prevent::text::quoted;

const CASES: &str = include_str!("cases.txt");

/// How long a series goes on where a case says so with `*`: longer than any time a user may choose.
const FOREVER: &str = "3000";

/// A case of a rule.
#[derive(Debug)]
pub(super) struct Case {
    pub(super) rule: &'static str,
    pub(super) name: &'static str,
    series: Vec<&'static str>,
    /// Minutes, and the workloads for which the alert fires then: `CronJob/nightly`, or `east:CronJob/nightly`.
    expected: Vec<(&'static str, Vec<&'static str>)>,
}

/// Every case, in the order of the file. What is not understood is no case; a test looks for that.
pub(super) fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in CASES.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
        if let Some((rule, name)) = line.strip_prefix("=== ").and_then(|head| head.split_once(": ")) {
            cases.push(Case { rule, name, series: Vec::new(), expected: Vec::new() });
        } else if let Some(case) = cases.last_mut() {
            match line.strip_prefix("at ").and_then(|rest| rest.split_once(": ")) {
                Some((at, "silent")) => case.expected.push((at, Vec::new())),
                Some((at, workloads)) => case.expected.push((at, workloads.split(", ").collect())),
                None => case.series.push(line),
            }
        }
    }
    cases
}

/// The unit tests of these rules, as `promtool test rules` reads them.
pub(super) fn unit_tests(rules: &[&Rule], rule_file: &str, choice: &Choice) -> String {
    let mut text = format!("rule_files:\n  - {rule_file}\nevaluation_interval: 1m\ntests:\n");
    for case in cases() {
        let Some(rule) = rules.iter().find(|rule| rule.name == case.rule) else { continue };
        let _ = writeln!(text, "  # {}: {}", case.rule, case.name);
        let _ = writeln!(text, "  - interval: 1m\n    input_series:");
        for (series, values) in case.series.iter().filter_map(|line| series(line, choice)) {
            let _ = writeln!(text, "      - series: {}\n        values: {}", quoted(&series), quoted(&values));
        }
        let _ = writeln!(text, "    alert_rule_test:");
        for (at, workloads) in &case.expected {
            let at = minutes(at, choice);
            let _ = writeln!(text, "      - eval_time: {at}m\n        alertname: {}", rule.name);
            if workloads.is_empty() {
                let _ = writeln!(text, "        exp_alerts: []");
                continue;
            }
            let _ = writeln!(text, "        exp_alerts:");
            for workload in workloads {
                expected_alert(&mut text, rule, workload, choice);
            }
        }
    }
    text
}

fn expected_alert(text: &mut String, rule: &Rule, workload: &str, choice: &Choice) {
    let (cluster, workload) = workload.split_once(':').unwrap_or(("", workload));
    let (kind, name) = workload.split_once('/').unwrap_or(("Job", workload));
    let _ = writeln!(text, "          - exp_labels:");
    let own = [("cluster", cluster), ("namespace", "shop"), ("owner_kind", kind), ("owner_name", name)];
    for (label, value) in own.iter().filter(|(_, value)| !value.is_empty()) {
        let _ = writeln!(text, "              {label}: {}", quoted(value));
    }
    for (label, value) in labels(rule) {
        let _ = writeln!(text, "              {label}: {}", quoted(&value));
    }
    let _ = writeln!(text, "            exp_annotations:");
    for (annotation, value) in super::annotations(rule, choice) {
        let value =
            own.iter().fold(value, |value, (label, own)| value.replace(&format!("{{{{ $labels.{label} }}}}"), own));
        let _ = writeln!(text, "              {annotation}: {}", quoted(&value));
    }
}

/// A line `metric{labels} values` as a series with the labels that a scrape of kube-state-metrics adds.
fn series(line: &str, choice: &Choice) -> Option<(String, String)> {
    let (metric, rest) = line.split_once('{')?;
    let (own, values) = rest.split_once("} ")?;
    let separator = if own.is_empty() { "" } else { ", " };
    let pairs: Vec<String> = own
        .split(", ")
        .filter_map(|pair| pair.split_once('='))
        .map(|(label, value)| format!("{label}=\"{value}\""))
        .collect();
    let series = format!(
        "{metric}{{namespace=\"shop\", job=\"kube-state-metrics\", instance=\"192.0.2.7:8080\"{separator}{}}}",
        pairs.join(", ")
    );
    Some((series, choice.fill(&values.replace('*', FOREVER))))
}

/// `20`, `STUCK+5`, `NEAR-1`: minutes.
fn minutes(at: &str, choice: &Choice) -> i64 {
    let filled = choice.fill(at);
    let (base, sign, more) = match filled.split_once(['+', '-']) {
        Some((base, more)) => (base, if filled.contains('-') { -1 } else { 1 }, more),
        None => (filled.as_str(), 1, "0"),
    };
    base.parse().unwrap_or(0) + sign * more.parse().unwrap_or(0)
}
