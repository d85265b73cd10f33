//! The kubelet waits longer and longer between restarts.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::{Confidence, Role, Severity};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "crash-loop-back-off",
    code: "SE511",
    severity: Severity::Medium,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        let waiting: Vec<_> = facts
            .pods
            .iter()
            .filter_map(|pod| Some((pod, vec![pod.waiting(|reason| reason == "CrashLoopBackOff")?.1.place])))
            .collect();
        if let Some(finding) = support::of_pods(&DIAGNOSTIC, &waiting, Confidence::Certain, |pod, others| {
            let restarts = pod
                .containers
                .iter()
                .filter_map(|container| container.restarts.as_ref())
                .map(|count| count.value)
                .sum::<i64>();
            let message = format!(
                "pod {}{others} is in CrashLoopBackOff after {restarts} restart{}",
                pod.meta.name,
                support::plural(restarts)
            );
            (
                message,
                "CrashLoopBackOff is only the pause between restarts: what ended the runs before is the cause"
                    .to_owned(),
            )
        }) {
            found.push(finding.role(Role::Symptom));
            return;
        }
        let told = facts
            .events
            .iter()
            .filter(|event| event.reason == "BackOff" && event.message.starts_with("Back-off restarting"));
        let finding = support::of_events(&DIAGNOSTIC, told, Confidence::Certain, |event, count| {
            let message = format!("the kubelet paused between restarts of pod {} ({count} times seen)", event.name);
            (message, "the pause is a symptom: what ended the runs before is the cause".to_owned())
        });
        found.extend(finding.map(|finding| finding.role(Role::Symptom)));
    },
    ..Diagnostic::NEW
};
