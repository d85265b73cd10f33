//! The kernel killed a process of the container for memory.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::Severity;
use crate::facts::Ending;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "out-of-memory",
    code: "SE101",
    severity: Severity::High,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        support::runs(
            &DIAGNOSTIC,
            facts,
            found,
            |failure| failure.attempt.ending == Ending::OutOfMemory && failure.run.exit_code.value != 0,
            |words| {
                let limit = facts.spec_of(words.failure.container).memory_limit.as_ref();
                let at = limit.map(|limit| format!(" at its limit of {}", limit.value)).unwrap_or_default();
                let message = if words.code == 137 {
                    format!("{} was killed for memory{at} (OOMKilled, exit code 137) {}", words.container, words.times)
                } else {
                    format!(
                        "a process in {} was killed for memory{at}; the container itself went on and exited {} {}",
                        words.container, words.code, words.times
                    )
                };
                let help = match limit {
                    Some(limit) => format!(
                        "measure what {} needs, then raise resources.limits.memory above {} (request and limit together), or make it use less",
                        words.container, limit.value
                    ),
                    None => format!(
                        "{} has no memory limit of its own in what was given: look at the limits of the pod and the namespace, and at the node's memory",
                        words.container
                    ),
                };
                (message, help)
            },
        );
        // The limit itself is worth a look: it may be another one than was meant.
        for finding in found.iter_mut().filter(|finding| finding.diagnostic.code == DIAGNOSTIC.code) {
            let shown = facts.pods.iter().rev().flat_map(|pod| &pod.containers);
            let mut own = shown.filter(|container| Some(&container.name) == finding.container.as_ref());
            let limit = own.find_map(|container| facts.spec_of(container).memory_limit.as_ref());
            finding.evidence.extend(limit.map(|limit| limit.place));
        }
    },
    ..Diagnostic::NEW
};
