//! The program ended with an exit code of its own choosing.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::{Confidence, Finding, Severity};
use crate::facts::Facts;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "container-exit-error",
    code: "SE106",
    severity: Severity::High,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        support::exits_named(&DIAGNOSTIC, facts, found, |words| {
            let message = format!("{} exited with code {} {}", words.container, words.code, words.times);
            let help = match words.confidence {
                Confidence::Possible => format!(
                    "read the log of {}: an exit code of {} alone does not say why",
                    words.container, words.code
                ),
                _ => format!(
                    "the program itself reported the failure: start from the line it wrote last, and mend the program or its input before {} runs again",
                    words.container
                ),
            };
            (message, help)
        });
        if found.iter().all(|finding| finding.container.is_none()) {
            found.extend(from_restarts(facts));
        }
    },
    ..Diagnostic::NEW
};

/// With restartPolicy OnFailure the pod and its exit code are deleted; the kubelet's event remains for an hour.
fn from_restarts(facts: &Facts) -> Option<Finding> {
    if facts.attempts.iter().any(crate::facts::Attempt::failed) {
        return None;
    }
    let probe_killed = facts.events.iter().any(|event| event.message.contains("probe, will be restarted"));
    let failed = facts.events.iter().filter(|event| {
        !probe_killed && event.reason == "BackOff" && event.message.starts_with("Back-off restarting failed container")
    });
    let mut finding = support::of_events(&DIAGNOSTIC, failed, Confidence::Likely, |event, _| {
        let container = restarted_container(&event.message).unwrap_or("a container");
        let message = format!("{container} failed and was restarted; its exit code went with the pod");
        (message, "set restartPolicy: Never so that the next failure keeps its pod, log and exit code".to_owned())
    })?;
    let named = finding.container.is_none().then(|| {
        let event = facts.events.iter().find(|event| event.reason == "BackOff")?;
        restarted_container(&event.message).map(str::to_owned)
    });
    finding.container = finding.container.or(named.flatten());
    Some(finding)
}

/// `Back-off restarting failed container main in pod x_ns(uid)` names main; old kubelets name nobody.
fn restarted_container(message: &str) -> Option<&str> {
    let rest = message.strip_prefix("Back-off restarting failed container ")?;
    rest.split(" in pod ").next().filter(|name| !name.is_empty())
}
