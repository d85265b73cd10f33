//! The script stops at failures, but cannot see this one.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{Wording, failing, mend, scripts};
use crate::diagnosis::Severity;
use crate::prevent::rule::Prevention;
use crate::shell::HazardKind;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "errexit-defeated",
    code: "SE770",
    severity: Severity::Medium,
    page: include_str!("page.md"),
    check: |workload, found| scripts(&DIAGNOSTIC, &WORDING, workload, found),
    repair: |workload, lint, _| mend(&WORDING, workload, lint),
    prevent: Prevention::not_said("it reads a shell script, which needs a parser"),
    ..Diagnostic::NEW
};

const WORDING: Wording = Wording {
    kinds: &[HazardKind::ErrexitDefeated],
    counts: |_| true,
    states: |container, hazard| {
        format!("set -e does not see {} fail where it stands in the script of {}", failing(hazard), container.name)
    },
    commands: "make it a command of its own: assign first and use then; take it out of the condition",
    severity: |_| Severity::Medium,
    note: "a failure that was not seen now ends the script",
};
