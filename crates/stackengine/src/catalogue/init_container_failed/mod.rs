//! An init container failed, so the containers after it never ran.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::Severity;
use crate::facts::shell_word;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "init-container-failed",
    code: "SE113",
    severity: Severity::High,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        support::exits_named(&DIAGNOSTIC, facts, found, |words| {
            let message = format!(
                "init container {} exited with code {} {}, so the main containers never ran",
                words.container, words.code, words.times
            );
            let help = format!(
                "read its log (kubectl logs {} -c {}{}) and mend what it waits for or prepares",
                shell_word(&words.failure.pod.meta.name),
                shell_word(words.container),
                facts.subject.namespace_flag()
            );
            (message, help)
        });
    },
    ..Diagnostic::NEW
};
