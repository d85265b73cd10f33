//! The kubelet killed the container because its liveness probe failed.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::{Confidence, Severity};
use crate::facts::Ending;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "liveness-probe-killed",
    code: "SE301",
    severity: Severity::High,
    since: "0.1.0",
    page: include_str!("page.md"),
    explains: &["container-exit-error", "killed-by-sigkill", "terminated-by-sigterm"],
    detect: |facts, found| {
        support::runs(
            &DIAGNOSTIC,
            facts,
            found,
            |failure| failure.attempt.ending == Ending::LivenessProbe,
            |words| {
                let message = format!(
                    "{} was killed by the kubelet because its liveness probe failed (exit code {}) {}",
                    words.container, words.code, words.times
                );
                (message, HELP.to_owned())
            },
        );
        if !facts.attempts.iter().any(|attempt| attempt.ending == Ending::LivenessProbe) {
            let told = facts
                .events
                .iter()
                .filter(|event| event.reason == "Killing" && event.message.contains("failed liveness probe"));
            let mut finding = support::of_events(&DIAGNOSTIC, told, Confidence::Certain, |event, _| {
                let container = container_of(&event.message);
                (
                    format!(
                        "the kubelet killed {container} because its liveness probe failed; its exit code is not in the evidence"
                    ),
                    HELP.to_owned(),
                )
            });
            if let Some(finding) = &mut finding {
                let told = facts.events.iter().find(|event| event.message.contains("failed liveness probe"));
                let named = told.map(|event| container_of(&event.message).to_owned());
                finding.container = finding.container.take().or(named);
            }
            found.extend(finding);
        }
    },
};

const HELP: &str = "a Job needs no liveness or startup probe: give it a deadline instead, or make the probe's condition true within its time";

/// `Container main failed liveness probe, will be restarted` names main.
fn container_of(message: &str) -> &str {
    message.strip_prefix("Container ").and_then(|rest| rest.split(' ').next()).unwrap_or("a container")
}
