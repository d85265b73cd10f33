//! psql goes on after a failed statement and succeeds.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{Wording, direct, first_argument, mend, scripts};
use crate::diagnosis::Severity;
use crate::prevent::rule::Prevention;
use crate::shell::HazardKind;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "psql-without-on-error-stop",
    code: "SE774",
    severity: Severity::High,
    page: include_str!("page.md"),
    check: |workload, found| {
        scripts(&DIAGNOSTIC, &WORDING, workload, found);
        direct(&DIAGNOSTIC, &WORDING, "psql", workload, found);
    },
    repair: |workload, lint, _| {
        let without_shell = || first_argument(workload, lint, "psql", "--set=ON_ERROR_STOP=1", WORDING.note);
        mend(&WORDING, workload, lint).or_else(without_shell)
    },
    prevent: Prevention::not_said("it reads a shell script, which needs a parser"),
    ..Diagnostic::NEW
};

const WORDING: Wording = Wording {
    kinds: &[HazardKind::PsqlWithoutOnErrorStop],
    counts: |_| true,
    states: |container, _| format!("psql in {} goes on after a statement that fails, and succeeds", container.name),
    commands: "add -v ON_ERROR_STOP=1 to psql",
    severity: |_| Severity::High,
    note: "statements behind one that failed are then not run",
};
