//! The success policy was met while indexes failed.

use crate::catalogue::Diagnostic;
use crate::diagnosis::{Confidence, Finding, Severity};
use crate::facts::State;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "success-policy-hides-failures",
    code: "SE402",
    severity: Severity::Medium,
    since: "0.1.0",
    page: include_str!("page.md"),
    explains: &["container-exit-error"],
    detect: |facts, found| {
        let Some(job) = &facts.job else { return };
        if facts.state != State::Complete {
            return;
        }
        let by_policy = job.conditions.iter().find(|condition| condition.reason.as_deref() == Some("SuccessPolicy"));
        let count = |seen: &Option<crate::facts::Seen<i64>>| seen.as_ref().map_or(0, |count| count.value);
        let short = count(&job.succeeded) < count(&job.spec.completions);
        let failed = job.failed.as_ref().filter(|failed| failed.value > 0 && short);
        // A description prints no policy; but only a policy lets a Job complete with less than all its completions.
        let by_count =
            job.succeeded.as_ref().filter(|_| short && job.spec.completions.is_some()).map(|seen| seen.place);
        let (Some(policy), Some(place)) = (
            by_policy.map(|condition| condition.place).or(job.spec.success_policy).or(by_count),
            job.failed_indexes.as_ref().map(|seen| seen.place).or(failed.map(|failed| failed.place)),
        ) else {
            return;
        };
        let which = job.failed_indexes.as_ref().map(|indexes| format!(" (failed indexes: {})", indexes.value));
        let message =
            format!("the Job is Complete by its successPolicy although pods failed{}", which.unwrap_or_default());
        let failing = facts.failures().last();
        let mut finding = Finding::new(&DIAGNOSTIC, Confidence::Certain, message)
            .help("look at what the failed indexes left undone; tighten successPolicy if they were needed")
            .cite([policy, place]);
        finding.exit_code = failing.map(|failure| failure.run.exit_code.value);
        finding.container = failing.map(|failure| failure.container.name.clone());
        finding.pod = failing.map(|failure| failure.pod.meta.name.clone());
        finding.index = failing.and_then(|failure| failure.pod.index());
        found.push(finding);
    },
    ..Diagnostic::NEW
};
