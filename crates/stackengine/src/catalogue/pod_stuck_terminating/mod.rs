//! A pod does not go away, and holds up the Job.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::{Confidence, Severity};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "pod-stuck-terminating",
    code: "SE520",
    severity: Severity::Medium,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        let stuck: Vec<_> = facts
            .pods
            .iter()
            .filter_map(|pod| {
                let deleted = pod.meta.deleted.as_ref()?;
                // The API server sets the time at which the grace period will have passed.
                let waited = facts.as_of?.as_second() - deleted.value.as_second();
                (waited > 120).then(|| (pod, vec![deleted.place]))
            })
            .collect();
        found.extend(support::of_pods(&DIAGNOSTIC, &stuck, Confidence::Likely, |pod, others| {
            let message = format!("pod {}{others} was told to go long ago and is still there", pod.meta.name);
            let finalizers = pod.meta.finalizers.join(", ");
            let help = if finalizers.is_empty() {
                "look at its node: a kubelet that does not answer cannot end it".to_owned()
            } else {
                format!("look at its node and at who must clear its finalizers: {finalizers}")
            };
            (message, help)
        }));
    },
    ..Diagnostic::NEW
};
