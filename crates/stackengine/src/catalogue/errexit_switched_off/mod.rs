//! The script stops looking at failures half way and never begins again.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{Wording, mend, scripts};
use crate::diagnosis::Severity;
use crate::prevent::rule::Prevention;
use crate::shell::HazardKind;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "errexit-switched-off",
    code: "SE769",
    severity: Severity::Medium,
    page: include_str!("page.md"),
    check: |workload, found| scripts(&DIAGNOSTIC, &WORDING, workload, found),
    repair: |workload, lint, _| mend(&WORDING, workload, lint),
    prevent: Prevention::not_said("it reads a shell script, which needs a parser"),
    ..Diagnostic::NEW
};

const WORDING: Wording = Wording {
    kinds: &[HazardKind::ErrexitOff],
    counts: |_| true,
    states: |container, _| {
        format!(
            "the script of {} switches set -e off and never on again: failures below it are not seen",
            container.name
        )
    },
    commands: "switch it on again behind the command that may fail, or look at $?",
    severity: |_| Severity::Medium,
    note: "a command that fails without harm now ends the script",
};
