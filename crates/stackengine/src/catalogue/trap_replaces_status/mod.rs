//! A trap ends the script with a number of its own.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{Wording, mend, scripts};
use crate::diagnosis::Severity;
use crate::prevent::rule::Prevention;
use crate::shell::HazardKind;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "trap-replaces-status",
    code: "SE771",
    severity: Severity::High,
    page: include_str!("page.md"),
    check: |workload, found| scripts(&DIAGNOSTIC, &WORDING, workload, found),
    repair: |workload, lint, _| mend(&WORDING, workload, lint),
    prevent: Prevention::not_said("it reads a shell script, which needs a parser"),
    ..Diagnostic::NEW
};

const WORDING: Wording = Wording {
    kinds: &[HazardKind::TrapReplacesStatus],
    counts: |_| true,
    states: |container, _| {
        format!(
            "a trap in the script of {} ends it with a number of its own, whatever went wrong before",
            container.name
        )
    },
    commands: "let the trap keep the status: rc=$?; …; exit \"$rc\"; and end with 143 on TERM",
    severity: |_| Severity::High,
    note: "runs that failed unseen until now are reported as failed",
};
