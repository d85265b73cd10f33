//! The container ignored SIGTERM and was killed after its grace period.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::{Role, Severity};
use crate::facts::{Ending, StopKind};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "sigterm-ignored",
    code: "SE313",
    severity: Severity::Low,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        support::runs(
            &DIAGNOSTIC,
            facts,
            found,
            |failure| {
                // An eviction for storage or memory may grant one second or none, whatever the spec says.
                let at_once = [StopKind::LocalStorage, StopKind::NodePressure].map(Ending::Stopped);
                let ending = failure.attempt.ending;
                let stopped =
                    matches!(ending, Ending::Stopped(_) | Ending::LivenessProbe) && !at_once.contains(&ending);
                let grace = failure.pod.spec.grace_seconds.unwrap_or(30);
                stopped && failure.run.exit_code.value == 137 && grace > 1
            },
            |words| {
                let message = format!(
                    "{} did not end on SIGTERM and was killed after its grace period (exit code 137)",
                    words.container
                );
                (message, "let the process that is PID 1 handle SIGTERM: start it with exec from a shell, or use an init such as tini".to_owned())
            },
        );
        support::demote(&DIAGNOSTIC, found, Role::Contributing);
    },
    ..Diagnostic::NEW
};
