//! The kubelet killed the container because its startup probe failed.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::{Confidence, Severity};
use crate::facts::Ending;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "startup-probe-killed",
    code: "SE302",
    severity: Severity::High,
    since: "0.1.0",
    page: include_str!("page.md"),
    explains: &["container-exit-error", "killed-by-sigkill", "terminated-by-sigterm"],
    detect: |facts, found| {
        support::runs(
            &DIAGNOSTIC,
            facts,
            found,
            |failure| failure.attempt.ending == Ending::StartupProbe,
            |words| {
                let message = format!(
                    "{} was killed by the kubelet because its startup probe failed (exit code {}) {}",
                    words.container, words.code, words.times
                );
                (message, HELP.to_owned())
            },
        );
        if !facts.attempts.iter().any(|attempt| attempt.ending == Ending::StartupProbe) {
            let told = facts
                .events
                .iter()
                .filter(|event| event.reason == "Killing" && event.message.contains("failed startup probe"));
            let mut finding = support::of_events(&DIAGNOSTIC, told, Confidence::Certain, |event, _| {
                let container = container_of(&event.message);
                (
                    format!(
                        "the kubelet killed {container} because its startup probe failed; its exit code is not in the evidence"
                    ),
                    HELP.to_owned(),
                )
            });
            if let Some(finding) = &mut finding {
                let told = facts.events.iter().find(|event| event.message.contains("failed startup probe"));
                let named = told.map(|event| container_of(&event.message).to_owned());
                finding.container = finding.container.take().or(named);
            }
            found.extend(finding);
        }
    },
};

const HELP: &str =
    "let the probe's failureThreshold times periodSeconds cover the slowest start, or drop the probe: a Job needs none";

/// `Container main failed startup probe, will be restarted` names main.
fn container_of(message: &str) -> &str {
    message.strip_prefix("Container ").and_then(|rest| rest.split(' ').next()).unwrap_or("a container")
}
