//! A failure policy that takes a drained pod for a hopeless one.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{ABOUT_DISRUPTION, FAILS_ON_SIGNALS};
use crate::catalogue::support::{disruption_first, fails_on_disruption, rules};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::{Prevention, Rule as PolicyRule, Test};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "failure-policy-catches-signals",
    code: "SE711",
    severity: Severity::High,
    page: include_str!("page.md"),
    check: |workload, found| {
        let rules = rules(workload);
        let Some(index) = fails_on_disruption(&rules) else { return };
        let Some(rule) = rules.get(index) else { return };
        let how = match rule.codes.as_ref().is_some_and(|codes| codes.all_but) {
            true => "takes every exit code but those listed, 137 and 143 with them",
            false => "takes 137 or 143",
        };
        let (severity, fails) = match rule.action {
            "FailIndex" => (Severity::Medium, "fails the index"),
            _ => (Severity::High, "fails the Job at once"),
        };
        let message = format!(
            "rule {index} of the podFailurePolicy {how}, and no rule before it ignores disruptions: a drain or a preemption \
            {fails}, whatever backoffLimit allows"
        );
        let help = "put a rule before it that ignores DisruptionTarget";
        let path = workload.job_path("podFailurePolicy.rules").index(index);
        found.push(Lint::new(&DIAGNOSTIC, workload, path, message).help(help).severity(severity));
    },
    repair: |workload, _, _| disruption_first(workload, &rules(workload)),
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

const RULES: &[PolicyRule] = &[PolicyRule::of_object(
    Test::First(
        "rule",
        "job.podFailurePolicy.rules",
        &Test::Any(&[ABOUT_DISRUPTION, FAILS_ON_SIGNALS]),
        &Test::Not(&ABOUT_DISRUPTION),
    ),
    "a rule of the podFailurePolicy takes 137 or 143 before any ignores disruptions: a drain fails the Job",
)];
