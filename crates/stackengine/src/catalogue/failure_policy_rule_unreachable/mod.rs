//! A rule of the failure policy behind others that take all it would take.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{Codes, Rule, rules};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::manifest::Workload;
use crate::prevent::rule::Prevention;
use crate::repair::{Fix, Safety};

/// Exit codes of Linux; what lies outside is looked at as one more.
const CODES: std::ops::RangeInclusive<i64> = 1..=255;
const OUTSIDE: i64 = 256;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "failure-policy-rule-unreachable",
    code: "SE710",
    severity: Severity::Medium,
    page: include_str!("page.md"),
    check: |workload, found| {
        let rules = rules(workload);
        for (index, rule) in rules.iter().enumerate().skip(1) {
            let before = rules.get(..index).unwrap_or_default();
            if !is_covered(rule, before, workload.containers.len() == 1) {
                continue;
            }
            let mut alike = before.iter().filter(|earlier| earlier.codes.is_some() == rule.codes.is_some());
            let same = alike.all(|earlier| earlier.action == rule.action);
            let (severity, then) = match same {
                true => (Severity::Low, "it has no effect".to_owned()),
                false => (Severity::Medium, format!("its {} never happens", rule.action)),
            };
            let message = format!(
                "rule {index} of the podFailurePolicy is never reached: the rules before it take all that it would take, \
                and the first that matches decides; {then}"
            );
            let help = "put it before the wider rule, or delete it";
            let path = workload.job_path("podFailurePolicy.rules").index(index);
            found.push(Lint::new(&DIAGNOSTIC, workload, path, message).help(help).severity(severity));
        }
    },
    repair: |workload, lint, _| repair(workload, lint),
    prevent: Prevention::not_said("it compares the sets of exit codes that rules take"),
    ..Diagnostic::NEW
};

fn repair(workload: &Workload<'_>, lint: &Lint) -> Option<Fix> {
    // With another action somebody wanted something by it, and only they know which rule should win.
    if lint.severity == Severity::Medium || workload.is_templated() {
        return None;
    }
    Some(Fix::new(Safety::Safe, "delete the rule, which has no effect").delete(lint.path.clone()))
}

fn is_covered(rule: &Rule<'_>, before: &[Rule<'_>], one_container: bool) -> bool {
    match &rule.codes {
        Some(codes) => {
            let wider = |earlier: &&Codes<'_>| {
                one_container || earlier.container.is_none() || earlier.container == codes.container
            };
            let earlier: Vec<&Codes<'_>> = before.iter().filter_map(|rule| rule.codes.as_ref()).filter(wider).collect();
            let mut wanted = CODES.chain([OUTSIDE]).filter(|code| takes(codes, *code)).peekable();
            wanted.peek().is_some() && wanted.all(|code| earlier.iter().any(|codes| takes(codes, code)))
        }
        None => {
            let taken = |condition| before.iter().any(|earlier| earlier.conditions.contains(condition));
            !rule.conditions.is_empty() && rule.conditions.iter().all(taken)
        }
    }
}

fn takes(codes: &Codes<'_>, code: i64) -> bool {
    match code {
        // Whoever lists codes that no Linux program has is told so elsewhere.
        OUTSIDE => codes.all_but,
        _ => codes.takes(code),
    }
}
