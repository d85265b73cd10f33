//! Exit codes that no program has.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::rules;
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::manifest::Workload;
use crate::prevent::rule::{Compare, Limit, Prevention, Rule, Test, WINDOWS};
use crate::repair::{Fix, Safety};
use crate::yaml::{Data, Node, Step};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "failure-policy-code-impossible",
    code: "SE713",
    severity: Severity::Medium,
    page: include_str!("page.md"),
    check: |workload, found| {
        if may_be_windows(workload) {
            return;
        }
        for (index, rule) in rules(workload).iter().enumerate() {
            let values = rule.codes.as_ref().map(|codes| codes.values.as_slice()).unwrap_or_default();
            let Some(code) = values.iter().find(|code| !(0..=255).contains(*code)) else { continue };
            let arrives = code.rem_euclid(256);
            let message = format!(
                "rule {index} of the podFailurePolicy waits for exit code {code}, which never comes: of what a program \
                returns, only the last eight bits arrive, here {arrives}"
            );
            let help = "list the codes as they arrive, from 1 to 255";
            let path = workload.job_path("podFailurePolicy.rules").index(index).key("onExitCodes").key("values");
            found.push(Lint::new(&DIAGNOSTIC, workload, path, message).help(help));
        }
    },
    repair: |workload, lint, _| repair(workload, lint),
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

fn repair(workload: &Workload<'_>, lint: &Lint) -> Option<Fix> {
    let index = lint.path.0.iter().rev().find_map(|step| match step {
        Step::Index(index) => Some(*index),
        Step::Key(_) => None,
    })?;
    let rules = rules(workload);
    let mut values: Vec<i64> =
        rules.get(index)?.codes.as_ref()?.values.iter().map(|code| code.rem_euclid(256)).collect();
    values.retain(|code| *code != 0);
    values.sort_unstable();
    values.dedup();
    if values.is_empty() || workload.is_templated() {
        return None;
    }
    Some(
        Fix::new(Safety::Unsafe, "list the codes as they arrive")
            .note("the rule begins to match; be sure that the program means what it returns")
            .set(lint.path.clone(), values.into_iter().map(Data::from).collect::<Vec<Data>>()),
    )
}

/// Windows programs have exit codes of 32 bits.
fn may_be_windows(workload: &Workload<'_>) -> bool {
    let is_windows = |node: Option<&Node<'_>>| node.and_then(Node::as_str) == Some("windows");
    let selector = workload.pod("nodeSelector");
    is_windows(workload.pod("os.name"))
        || ["kubernetes.io/os", "beta.kubernetes.io/os"]
            .iter()
            .any(|label| is_windows(selector.and_then(|selector| selector.get(label))))
}

const RULES: &[Rule] = &[Rule::of_object(
    Test::All(&[
        Test::Not(&WINDOWS),
        Test::Not(&Test::OneOf("pod.nodeSelector[beta.kubernetes.io/os]", &["windows"])),
        Test::Some(
            "rule",
            "job.podFailurePolicy.rules",
            &Test::Some(
                "code",
                "rule.onExitCodes.values",
                &Test::Any(&[
                    Test::Number("code", Compare::Below, Limit::Is(0)),
                    Test::Number("code", Compare::Above, Limit::Is(255)),
                ]),
            ),
        ),
    ]),
    "a rule of the podFailurePolicy waits for an exit code that never comes: only eight bits arrive",
)];
