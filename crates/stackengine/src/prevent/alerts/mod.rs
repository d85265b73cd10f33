//! `export prometheus`: alerts on what kube-state-metrics shows of Jobs, and the unit tests for them.

mod cases;
mod records;
#[macro_use]
mod waiting;
mod rules;

use std::fmt::Write as _;

use super::text::quoted;
use super::{Artefact, Export, LeftOut, Refusal, Request, Target, made_by, page_link};
use crate::catalogue::{self, CATALOGUE};
use records::RECORDS;
use rules::{RULES, Rule};

/// Parameters: name, meaning, value where nobody says.
pub(super) const PARAMETERS: &[(&str, &str, &str)] = &[
    ("stuck-minutes", "after how many minutes without progress a Job counts as stuck, 11 to 1440", "15"),
    ("late-minutes", "by how many minutes a CronJob may be late, 1 to 1440", "10"),
    ("near-deadline-percent", "how much of a deadline may be used up, 1 to 99", "80"),
    ("pages", "the address below which the pages of the catalogue are served", ""),
];

const RULE_FILE: &str = "stackengine-rules.yaml";

/// What the parameters say.
struct Choice {
    stuck: String,
    late: String,
    near: String,
    /// For the cases: minutes after which whatever is stuck or late has long been so.
    long: String,
    pages: String,
}

impl Choice {
    fn of(request: &Request) -> Result<Self, Refusal> {
        let number = |name: &str, least: u32, most: u32| {
            let value = request.parameters.get(Target::Prometheus, name);
            match value.parse::<u32>() {
                Ok(number) if (least..=most).contains(&number) => Ok(number),
                _ => Err(Refusal {
                    what: format!("--param {name}"),
                    reason: format!("{value:?} is not a whole number from {least} to {most}"),
                }),
            }
        };
        // Pauses between retries grow to ten minutes; a shorter time would call a pause a standstill.
        let (stuck, late) = (number("stuck-minutes", 11, 1440)?, number("late-minutes", 1, 1440)?);
        Ok(Self {
            stuck: stuck.to_string(),
            late: late.to_string(),
            near: number("near-deadline-percent", 1, 99)?.to_string(),
            long: (stuck.max(late) + 30).to_string(),
            pages: request.parameters.get(Target::Prometheus, "pages").to_owned(),
        })
    }

    fn fill(&self, text: &str) -> String {
        let numbers = [("STUCK", &self.stuck), ("LATE", &self.late), ("NEAR", &self.near), ("LONG", &self.long)];
        numbers.iter().fold(text.to_owned(), |text, (word, number)| text.replace(word, number))
    }
}

/// The alerts as a plain rule file and as a `PrometheusRule`, and their unit tests.
pub(super) fn export(request: &Request) -> Result<Export, Refusal> {
    let choice = Choice::of(request)?;
    let wanted: Vec<&Rule> = RULES
        .iter()
        .filter(|rule| catalogue::find(rule.diagnostic).is_some_and(|known| request.selection.selects(known)))
        .collect();
    let groups = groups(&wanted, &choice);
    let head = format!("# {}: export prometheus. Made anew by the same command; changes here are lost.\n", made_by());
    let object = format!(
        "{head}apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata:\n  name: stackengine\nspec:\n{}",
        indented(&groups)
    );
    let tests = cases::unit_tests(&wanted, RULE_FILE, &choice);
    let file = |path: &str, text: String| Artefact { path: path.to_owned(), text };
    Ok(Export {
        files: vec![
            file(RULE_FILE, format!("{head}{groups}")),
            file("stackengine-prometheusrule.yaml", object),
            file(
                "stackengine-rules.test.yaml",
                format!("{head}# promtool test rules stackengine-rules.test.yaml\n{tests}"),
            ),
        ],
        left_out: left_out(request),
    })
}

/// How many cases each rule has, by the name of its alert; for the table of a proof.
#[must_use]
pub fn cases_of_alerts() -> Vec<(&'static str, &'static str)> {
    cases::cases().iter().map(|case| (case.rule, case.name)).collect()
}

/// What was named and has no alert. The others are not listed: most of the catalogue is about manifests.
fn left_out(request: &Request) -> Vec<LeftOut> {
    if request.selection.names.is_empty() {
        return Vec::new();
    }
    let named = CATALOGUE.iter().filter(|known| request.selection.selects(known));
    named
        .filter(|known| RULES.iter().all(|rule| rule.diagnostic != known.name))
        .map(|known| LeftOut { diagnostic: known.name, reason: "no metric of kube-state-metrics shows it".to_owned() })
        .collect()
}

fn groups(rules: &[&Rule], choice: &Choice) -> String {
    let mut text = String::from("groups:\n  - name: stackengine\n    rules:\n");
    for record in RECORDS.iter().filter(|_| !rules.is_empty()) {
        let _ = write!(text, "      - record: {}\n        expr: |-\n{}", record.name, block(record.expr));
    }
    for rule in rules {
        let _ = write!(text, "      - alert: {}\n        expr: |-\n{}", rule.name, block(&choice.fill(rule.expr)));
        let _ = writeln!(text, "        for: {}m", choice.fill(rule.hold));
        let _ = writeln!(text, "        labels:");
        for (label, value) in labels(rule) {
            let _ = writeln!(text, "          {label}: {}", quoted(&value));
        }
        let _ = writeln!(text, "        annotations:");
        for (annotation, value) in annotations(rule, choice) {
            let _ = writeln!(text, "          {annotation}: {}", quoted(&value));
        }
    }
    text
}

/// What an alert carries beside the labels of its workload.
fn labels(rule: &Rule) -> Vec<(&'static str, String)> {
    let code = catalogue::find(rule.diagnostic).map_or("", |known| known.code);
    vec![("severity", rule.severity.to_owned()), ("code", code.to_owned()), ("diagnostic", rule.diagnostic.to_owned())]
}

fn annotations(rule: &Rule, choice: &Choice) -> Vec<(&'static str, String)> {
    let workload = "{{ $labels.owner_kind }} {{ $labels.namespace }}/{{ $labels.owner_name }}";
    let link = catalogue::find(rule.diagnostic).map_or_else(String::new, |known| page_link(known, &choice.pages));
    vec![
        ("summary", rule.summary.replace("WORKLOAD", workload)),
        ("description", choice.fill(rule.description)),
        ("runbook_url", link),
    ]
}

/// An expression as the lines of a block scalar.
fn block(expr: &str) -> String {
    expr.lines().map(|line| format!("          {line}\n")).collect()
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("  {line}\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_a_page_and_fires_heals_and_stays_silent() {
        let cases = cases::cases();
        for rule in RULES {
            assert!(catalogue::find(rule.diagnostic).is_some(), "{}", rule.name);
            // Joins that forget the cluster mix up namesakes.
            for kind in ["fires", "heals", "silent", "fires in one cluster and not in its namesake in another"] {
                assert!(
                    cases.iter().any(|case| case.rule == rule.name && case.name.starts_with(kind)),
                    "{}: no case that {kind}",
                    rule.name
                );
            }
        }
        for case in cases {
            assert!(RULES.iter().any(|rule| rule.name == case.rule), "{}", case.rule);
        }
    }

    #[test]
    fn numbers_out_of_range_are_refused() {
        let mut request = Request::default();
        request.parameters.0.insert("stuck-minutes".to_owned(), "5".to_owned());
        assert!(export(&request).is_err_and(|refusal| refusal.reason.contains("11 to 1440")));
    }

    #[test]
    fn what_is_named_and_has_no_alert_is_listed() {
        let mut request = Request::default();
        request.selection.names = vec!["deadline-exceeded".to_owned(), "segmentation-fault".to_owned()];
        let made = export(&request).expect("it is made");
        assert_eq!(made.left_out.len(), 1);
        assert_eq!(made.files[0].text.matches("- alert:").count(), 1);
    }
}
