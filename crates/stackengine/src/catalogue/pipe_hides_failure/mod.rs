//! A command in a pipe fails, and only the last one of the pipe counts.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{Wording, failing, mend, scripts};
use crate::diagnosis::Severity;
use crate::prevent::rule::Prevention;
use crate::shell::HazardKind;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "pipe-hides-failure",
    code: "SE765",
    severity: Severity::High,
    page: include_str!("page.md"),
    check: |workload, found| scripts(&DIAGNOSTIC, &WORDING, workload, found),
    repair: |workload, lint, _| mend(&WORDING, workload, lint),
    prevent: Prevention::not_said("it reads a shell script, which needs a parser"),
    ..Diagnostic::NEW
};

const WORDING: Wording = Wording {
    kinds: &[HazardKind::Pipe],
    counts: |_| true,
    states: |container, hazard| {
        format!(
            "{} does not learn when {} fails: of a pipe only the last command counts",
            container.name,
            failing(hazard)
        )
    },
    commands: "let the shell be bash and begin with set -o pipefail, or write to a file between the two",
    severity: |_| Severity::High,
    note: "a pipe whose reader stops early, such as head, then fails",
};
