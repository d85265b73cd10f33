//! A podFailurePolicy ignores the failure, so the Job retries without end.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::Severity;
use crate::evidence::Origin;
use crate::facts::{Facts, Failure, FailureRule, Job, State};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "failure-ignored-forever",
    code: "SE403",
    severity: Severity::High,
    since: "0.1.0",
    page: include_str!("page.md"),
    explains: &["container-exit-error"],
    detect: |facts, found| {
        let Some(job) = &facts.job else { return };
        if facts.state != State::Running {
            return;
        }
        let uncounted = are_uncounted(facts, job);
        let matching = |failure: &Failure<'_>| {
            let rule = job.spec.failure_rules.iter().find(|rule| rule_matches(rule, failure))?;
            (rule.action.value == "Ignore").then_some(rule.action.place)
        };
        let rule = facts.failures().find_map(|failure| matching(&failure));
        support::runs(
            &DIAGNOSTIC,
            facts,
            found,
            |failure| failure.attempt.failed() && (uncounted || matching(failure).is_some()),
            |words| {
                let message = format!(
                    "{} exits with code {} and podFailurePolicy ignores it: it never counts, and the Job retries for ever",
                    words.container, words.code
                );
                (message, "end the rule (action: Count or FailJob) or give the Job an activeDeadlineSeconds; the policy itself cannot be changed on a live Job".to_owned())
            },
        );
        if let (Some(place), Some(last)) = (rule, found.last_mut())
            && last.diagnostic.name == DIAGNOSTIC.name
        {
            last.evidence.insert(0, place);
        }
    },
    ..Diagnostic::NEW
};

/// A description prints no policy. But failed pods that the Job does not count, well after they ended, can only be
/// ignored ones.
fn are_uncounted(facts: &Facts, job: &Job) -> bool {
    let zero = job.failed.as_ref().is_none_or(|failed| failed.value == 0);
    let described = job.has_status && job.meta.origin == Some(Origin::Describe);
    let Some(now) = facts.as_of.filter(|_| described && zero && job.spec.failure_rules.is_empty()) else {
        return false;
    };
    let old = |failure: &Failure<'_>| {
        let ended = failure.run.finished.is_some_and(|finished| now.as_second() - finished.as_second() > SETTLED);
        ended && failure.pod.is_phase("Failed") && failure.pod.meta.deleted.is_none()
    };
    facts.failures().filter(old).count() >= 2
}

/// Seconds after which the controller has certainly counted a pod.
const SETTLED: i64 = 10;

/// First match wins, on exit codes other than 0.
fn rule_matches(rule: &FailureRule, failure: &Failure<'_>) -> bool {
    if !rule.on_exit_codes {
        return failure.pod.condition("DisruptionTarget").is_some();
    }
    let named = rule.container.as_ref().is_none_or(|name| *name == failure.container.name);
    let within = rule.values.contains(&failure.run.exit_code.value);
    named && if rule.operator.as_deref() == Some("NotIn") { !within } else { within }
}
