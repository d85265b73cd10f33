//! The script exits with a number that does not fit into an exit code.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{Wording, mend, scripts};
use crate::diagnosis::Severity;
use crate::prevent::rule::Prevention;
use crate::shell::HazardKind;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "exit-code-wraps",
    code: "SE772",
    severity: Severity::Medium,
    page: include_str!("page.md"),
    check: |workload, found| scripts(&DIAGNOSTIC, &WORDING, workload, found),
    repair: |workload, lint, _| mend(&WORDING, workload, lint),
    prevent: Prevention::not_said("it reads a shell script, which needs a parser"),
    ..Diagnostic::NEW
};

const WORDING: Wording = Wording {
    kinds: &[HazardKind::ExitModulo],
    counts: |_| true,
    states: |container, hazard| {
        let code = hazard.command.rsplit(' ').next().and_then(|word| word.parse::<i64>().ok()).unwrap_or_default();
        format!(
            "{} means to end with {code}, but an exit code has eight bits: it becomes {}",
            container.name,
            code.rem_euclid(256)
        )
    },
    commands: "use a number from 1 to 125",
    severity: |hazard| match hazard.command.rsplit(' ').next().and_then(|word| word.parse::<i64>().ok()) {
        Some(code) if code.rem_euclid(256) == 0 => Severity::High,
        _ => Severity::Medium,
    },
    note: "what was taken for a success is then a failure",
};
