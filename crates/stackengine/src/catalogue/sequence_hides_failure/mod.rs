//! A command fails, and the script goes on to one that does not.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{Wording, failing, mend, scripts};
use crate::diagnosis::Severity;
use crate::prevent::rule::Prevention;
use crate::shell::HazardKind;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "sequence-hides-failure",
    code: "SE766",
    severity: Severity::Medium,
    page: include_str!("page.md"),
    check: |workload, found| scripts(&DIAGNOSTIC, &WORDING, workload, found),
    repair: |workload, lint, _| mend(&WORDING, workload, lint),
    prevent: Prevention::not_said("it reads a shell script, which needs a parser"),
    ..Diagnostic::NEW
};

const WORDING: Wording = Wording {
    kinds: &[HazardKind::Sequence, HazardKind::LastIsEcho],
    counts: |_| true,
    states: |container, hazard| {
        let then = match hazard.kind {
            HazardKind::LastIsEcho => "and ends with a message, which is success",
            _ => "and only its last command counts",
        };
        format!("the script of {} goes on when {} fails, {then}", container.name, failing(hazard))
    },
    commands: "begin the script with set -e",
    severity: |hazard| match hazard.kind {
        HazardKind::LastIsEcho => Severity::High,
        _ => Severity::Medium,
    },
    note: "a command that fails without harm now ends the script",
};
