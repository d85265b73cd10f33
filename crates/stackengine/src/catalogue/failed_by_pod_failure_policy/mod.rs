//! A FailJob rule of the podFailurePolicy ended the Job.

use crate::catalogue::Diagnostic;
use crate::diagnosis::{Confidence, Finding, Severity};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "failed-by-pod-failure-policy",
    code: "SE505",
    severity: Severity::High,
    since: "0.1.0",
    page: include_str!("page.md"),
    explains: &[
        "container-exit-error",
        "init-container-failed",
        "backoff-limit-exceeded",
        "command-not-found",
        "command-not-executable",
        "dependency-unreachable",
        "permission-denied",
        "read-only-filesystem",
        "file-missing",
        "usage-error",
        "library-missing",
        "authentication-failed",
        "exec-format-error",
        "out-of-memory",
        "killed-by-sigkill",
        "pod-preempted",
        "pod-deleted",
    ],
    detect: |facts, found| {
        let told = facts.job_events().find(|event| event.reason == "PodFailurePolicy");
        let by_condition = facts.job.as_ref().and_then(|job| {
            job.conditions.iter().find(|condition| condition.reason.as_deref() == Some("PodFailurePolicy"))
        });
        let said = by_condition
            .and_then(|condition| condition.message.clone())
            .or_else(|| told.map(|event| event.message.clone()));
        let Some(said) = said else { return };
        let rule = facts
            .job
            .as_ref()
            .and_then(|job| job.spec.failure_rules.iter().find(|rule| rule.action.value == "FailJob"));
        let message = format!("a podFailurePolicy rule ended the Job without further attempts: {said}");
        let mut finding = Finding::new(&DIAGNOSTIC, Confidence::Certain, message)
            .help("the policy worked as written: mend what the exit code stands for; if the code is worth a retry, change the rule")
            .cite(told.map(|event| event.place).into_iter().chain(by_condition.map(|condition| condition.place)).chain(rule.map(|rule| rule.action.place)));
        let failure = facts
            .failures()
            .find(|failure| said.contains(&failure.pod.meta.name) && said.contains(&failure.container.name));
        finding.container = failure.map(|failure| failure.container.name.clone()).or_else(|| named_container(&said));
        finding.pod = failure.map(|failure| failure.pod.meta.name.clone());
        finding.exit_code = failure.map(|failure| failure.run.exit_code.value).or_else(|| named_code(&said));
        finding.at = failure.and_then(|failure| failure.run.finished).map(|time| time.as_second());
        found.push(finding);
    },
    ..Diagnostic::NEW
};

/// `Container main for pod ns/x failed with exit code 42 matching FailJob rule at index 0`.
fn named_container(said: &str) -> Option<String> {
    Some(said.strip_prefix("Container ")?.split(' ').next()?.to_owned())
}

fn named_code(said: &str) -> Option<i64> {
    said.split("exit code ").nth(1)?.split(' ').next()?.parse().ok()
}
