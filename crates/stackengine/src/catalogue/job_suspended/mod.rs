//! The Job is suspended.

use crate::catalogue::Diagnostic;
use crate::diagnosis::{Confidence, Finding, Severity};
use crate::facts::{State, shell_word};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "job-suspended",
    code: "SE503",
    severity: Severity::Medium,
    since: "0.1.0",
    page: include_str!("page.md"),
    explains: &["container-exit-error", "pod-deleted"],
    detect: |facts, found| {
        if facts.state != State::Suspended {
            return;
        }
        let Some(suspend) =
            facts.job.as_ref().and_then(|job| job.spec.suspend.as_ref()).filter(|suspend| suspend.value)
        else {
            return;
        };
        let message = "the Job is suspended: no pod runs until spec.suspend is set to false";
        let help = format!(
            "find out who suspended it (a queue such as Kueue does), then: kubectl patch job/{}{} --type=merge -p '{{\"spec\":{{\"suspend\":false}}}}'",
            shell_word(facts.job.as_ref().map(|job| job.meta.name.as_str()).unwrap_or_default()),
            facts.subject.namespace_flag()
        );
        found.push(Finding::new(&DIAGNOSTIC, Confidence::Certain, message).help(help).cite([suspend.place]));
    },
    ..Diagnostic::NEW
};
