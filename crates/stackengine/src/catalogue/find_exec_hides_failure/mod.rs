//! find runs the work for each file and drops how it ended.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{Wording, mend, scripts};
use crate::diagnosis::Severity;
use crate::prevent::rule::Prevention;
use crate::shell::HazardKind;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "find-exec-hides-failure",
    code: "SE776",
    severity: Severity::Medium,
    page: include_str!("page.md"),
    check: |workload, found| scripts(&DIAGNOSTIC, &WORDING, workload, found),
    repair: |workload, lint, _| mend(&WORDING, workload, lint),
    prevent: Prevention::not_said("it reads a shell script, which needs a parser"),
    ..Diagnostic::NEW
};

const WORDING: Wording = Wording {
    kinds: &[HazardKind::FindExec],
    counts: |hazard| {
        !["-exec rm ", "-exec chmod ", "-exec chown ", "-exec touch "]
            .iter()
            .any(|cleans| hazard.command.contains(cleans))
    },
    states: |container, _| {
        format!("find in {} runs a command for each file and succeeds whether they did or not", container.name)
    },
    commands: "end it with {} + where the command takes several files, or loop over the files with set -e",
    severity: |_| Severity::Medium,
    note: "",
};
