//! A failure policy that does not say what a disruption means.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{ABOUT_DISRUPTION, FAILS_ON_SIGNALS};
use crate::catalogue::support::{Rule, disruption_first, fails_on_disruption, rules};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::{Prevention, Rule as PolicyRule, Test};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "disruption-not-ignored",
    code: "SE709",
    severity: Severity::Low,
    page: include_str!("page.md"),
    check: |workload, found| {
        let rules = rules(workload);
        if rules.is_empty() || rules.iter().any(Rule::is_about_disruption) || fails_on_disruption(&rules).is_some() {
            return;
        }
        let message = "the podFailurePolicy has no rule for DisruptionTarget: a drain, a preemption or an eviction uses up \
            a retry like a failure of the program";
        let help = "put a rule first that ignores DisruptionTarget, or one that counts it, if that is meant";
        let path = workload.job_path("podFailurePolicy.rules");
        found.push(Lint::new(&DIAGNOSTIC, workload, path, message).help(help));
    },
    repair: |workload, _, _| disruption_first(workload, &rules(workload)),
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

const RULES: &[PolicyRule] = &[PolicyRule::of_object(
    Test::All(&[
        Test::Some("rule", "job.podFailurePolicy.rules", &Test::All(&[])),
        Test::Not(&Test::Some("rule", "job.podFailurePolicy.rules", &ABOUT_DISRUPTION)),
        Test::Not(&Test::Some("rule", "job.podFailurePolicy.rules", &FAILS_ON_SIGNALS)),
    ]),
    "the podFailurePolicy has no rule for DisruptionTarget: a drain uses up a retry",
)];
