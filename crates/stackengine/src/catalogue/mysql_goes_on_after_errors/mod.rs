//! mysql is told to go on after a failed statement.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{Wording, mend, scripts};
use crate::diagnosis::Severity;
use crate::prevent::rule::Prevention;
use crate::shell::HazardKind;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "mysql-goes-on-after-errors",
    code: "SE775",
    severity: Severity::High,
    page: include_str!("page.md"),
    check: |workload, found| scripts(&DIAGNOSTIC, &WORDING, workload, found),
    repair: |workload, lint, _| mend(&WORDING, workload, lint),
    prevent: Prevention::not_said("it reads a shell script, which needs a parser"),
    ..Diagnostic::NEW
};

const WORDING: Wording = Wording {
    kinds: &[HazardKind::MysqlForce],
    counts: |_| true,
    states: |container, _| {
        format!("mysql in {} is told (--force) to go on after a statement that fails, and succeeds", container.name)
    },
    commands: "remove --force",
    severity: |_| Severity::High,
    note: "statements behind one that failed are then not run",
};
