//! Some indexes may fail, and the Job is Complete all the same.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{Number, number};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::{Compare, Limit, Prevention, Rule, Test};
use crate::yaml::Node;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "success-policy-lets-indexes-fail",
    code: "SE714",
    severity: Severity::Info,
    page: include_str!("page.md"),
    check: |workload, found| {
        let rules = workload.job("successPolicy.rules").map(Node::items).unwrap_or_default();
        let Number::Is(completions) = number(workload, "completions") else { return };
        for (index, rule) in rules.iter().enumerate() {
            let Some(count) = rule.get("succeededCount").and_then(Node::as_int) else { continue };
            // Whoever names indexes, as for a leader and its workers, has said which ones matter.
            if rule.get("succeededIndexes").is_some() || count >= completions {
                continue;
            }
            let message = format!(
                "any {count} of {completions} indexes are enough: the Job is then Complete, the others are stopped, and \
                neither its condition nor an alert on failed Jobs says which of them failed"
            );
            let help = "watch status.failedIndexes, or set succeededIndexes to those that must succeed";
            let path = workload.job_path("successPolicy.rules").index(index).key("succeededCount");
            found.push(Lint::new(&DIAGNOSTIC, workload, path, message).help(help));
        }
    },
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

const RULES: &[Rule] = &[Rule::of_object(
    Test::Some(
        "rule",
        "job.successPolicy.rules",
        &Test::All(&[
            Test::Number("rule.succeededCount", Compare::Below, Limit::At("job.completions")),
            Test::Not(&Test::Present("rule.succeededIndexes")),
        ]),
    ),
    "some indexes are enough: the Job is Complete although others may have failed",
)];
