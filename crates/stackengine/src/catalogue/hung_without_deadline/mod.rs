//! The Job has been running far longer than anything explains, and nothing will stop it.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::{Confidence, Role, Severity};
use crate::facts::{ContainerState, State};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "hung-without-deadline",
    code: "SE504",
    severity: Severity::Medium,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        let (Some(job), Some(now)) = (&facts.job, facts.as_of) else { return };
        let Some(started) = job.started.filter(|_| facts.state == State::Running && job.spec.active_deadline.is_none())
        else {
            return;
        };
        let seconds = now.as_second() - started.as_second();
        let running: Vec<_> = facts
            .pods
            .iter()
            .filter_map(|pod| {
                let place = pod.containers.iter().find_map(|container| match &container.state {
                    ContainerState::Running { place, .. } => Some(*place),
                    _ => None,
                })?;
                Some((pod, vec![place]))
            })
            .collect();
        if seconds < LONG || running.is_empty() {
            return;
        }
        found.extend(support::of_pods(&DIAGNOSTIC, &running, Confidence::Possible, |pod, others| {
            let message = format!("pod {}{others} has been running for {} h and no deadline will ever stop it", pod.meta.name, seconds / 3600);
            (message, "if it hangs, look where (kubectl exec, a thread dump), then give the Job an activeDeadlineSeconds; that can be set on a live Job".to_owned())
        }).map(|finding| finding.role(Role::Contributing)));
    },
    ..Diagnostic::NEW
};

/// A day: shorter runs are the owner's business.
const LONG: i64 = 24 * 3600;
