//! Work is started in the background, and nobody asks how it ended.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{Wording, failing, mend, scripts};
use crate::diagnosis::Severity;
use crate::prevent::rule::Prevention;
use crate::shell::HazardKind;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "background-process-not-awaited",
    code: "SE768",
    severity: Severity::High,
    page: include_str!("page.md"),
    check: |workload, found| scripts(&DIAGNOSTIC, &WORDING, workload, found),
    repair: |workload, lint, _| mend(&WORDING, workload, lint),
    prevent: Prevention::not_said("it reads a shell script, which needs a parser"),
    ..Diagnostic::NEW
};

const WORDING: Wording = Wording {
    kinds: &[HazardKind::Background],
    counts: |_| true,
    states: |container, hazard| {
        format!("{} starts {} in the background and does not ask how it ended", container.name, failing(hazard))
    },
    commands: "keep its process number (pid=$!) and wait for it: wait \"$pid\"",
    severity: |_| Severity::High,
    note: "the script then ends as the work did",
};
