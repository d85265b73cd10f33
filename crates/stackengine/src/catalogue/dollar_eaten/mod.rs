//! A doubled dollar was meant for the shell, and Kubernetes takes one of the two.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{Wording, mend, scripts};
use crate::diagnosis::Severity;
use crate::prevent::rule::Prevention;
use crate::shell::HazardKind;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "dollar-eaten",
    code: "SE777",
    severity: Severity::Medium,
    page: include_str!("page.md"),
    check: |workload, found| scripts(&DIAGNOSTIC, &WORDING, workload, found),
    repair: |workload, lint, _| mend(&WORDING, workload, lint),
    prevent: Prevention::not_said("it reads a shell script, which needs a parser"),
    ..Diagnostic::NEW
};

const WORDING: Wording = Wording {
    kinds: &[HazardKind::DollarDollar],
    counts: |_| true,
    states: |container, _| {
        format!("the shell of {} gets one $ where two stand: Kubernetes takes $$ for an escaped $", container.name)
    },
    commands: "write $$$$ for the number of the process",
    severity: |_| Severity::Medium,
    note: "the name that is written then changes with each run",
};
