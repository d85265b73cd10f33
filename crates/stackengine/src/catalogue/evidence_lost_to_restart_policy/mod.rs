//! With restartPolicy OnFailure the pod, its log and its exit code were deleted at the limit.

use crate::catalogue::Diagnostic;
use crate::diagnosis::{Confidence, Finding, Role, Severity};
use crate::facts::State;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "evidence-lost-to-restart-policy",
    code: "SE510",
    severity: Severity::Medium,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        if facts.state != State::Failed || facts.pods.iter().any(|pod| pod.meta.origin.is_some()) {
            return;
        }
        let on_failure = facts.restart_policy() == Some("OnFailure")
            || facts
                .events
                .iter()
                .any(|event| event.reason == "BackOff" && event.message.contains("restarting failed container"));
        let deleted: Vec<_> =
            facts.job_events().filter(|event| event.reason == "SuccessfulDelete").map(|event| event.place).collect();
        let limit = facts.job_events().find(|event| event.reason == "BackoffLimitExceeded");
        if deleted.is_empty() || !(on_failure || limit.is_some()) {
            return;
        }
        let message = "the pod was deleted when the limit was reached (restartPolicy: OnFailure), and its log and exit code with it";
        let finding = Finding::new(&DIAGNOSTIC, if on_failure { Confidence::Certain } else { Confidence::Likely }, message)
            .help("set restartPolicy: Never for the next run: failed pods then stay, with log and exit code; terminationMessagePolicy: FallbackToLogsOnError keeps the last lines in the status")
            .role(Role::Contributing)
            .cite(deleted);
        found.push(finding);
    },
    ..Diagnostic::NEW
};
