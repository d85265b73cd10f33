//! The container exited 0 although its log ends in errors.

use crate::catalogue::Diagnostic;
use crate::diagnosis::{Confidence, Finding, Role, Severity};
use crate::facts::Ending;
use crate::knowledge::Sign;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "errors-logged-on-success",
    code: "SE410",
    severity: Severity::Low,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        for attempt in facts.attempts.iter().filter(|attempt| attempt.ending == Ending::Completed) {
            let failure = facts.failure(attempt);
            let Some(log) = facts.log_of(failure) else { continue };
            let ends_badly = log.reading.error.is_some_and(|error| log.reading.last_lines.contains(&error));
            let telling =
                [Sign::Traceback, Sign::ChildFailed, Sign::KilledChild].iter().find_map(|sign| log.sign(*sign));
            let Some(line) = telling.filter(|line| ends_badly && log.reading.last_lines.contains(&line.span)) else {
                continue;
            };
            let message = format!("{} exited 0, but its log ends in errors", failure.container.name);
            let mut finding = Finding::new(&DIAGNOSTIC, Confidence::Possible, message)
                .help("check whether the work was done; if not, let the program end with another code")
                .role(Role::Contributing)
                .cite([line]);
            finding.container = Some(failure.container.name.clone());
            finding.pod = Some(failure.pod.meta.name.clone());
            found.push(finding);
            return;
        }
    },
    ..Diagnostic::NEW
};
