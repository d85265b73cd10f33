//! The failure of the work is thrown away on purpose.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{Wording, failing, mend, scripts};
use crate::diagnosis::Severity;
use crate::prevent::rule::Prevention;
use crate::shell::HazardKind;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "failure-discarded",
    code: "SE767",
    severity: Severity::Medium,
    page: include_str!("page.md"),
    check: |workload, found| scripts(&DIAGNOSTIC, &WORDING, workload, found),
    repair: |workload, lint, _| mend(&WORDING, workload, lint),
    prevent: Prevention::not_said("it reads a shell script, which needs a parser"),
    ..Diagnostic::NEW
};

const WORDING: Wording = Wording {
    kinds: &[HazardKind::OrTrue],
    counts: |_| true,
    states: |container, hazard| {
        format!(
            "{} does not learn whether {} did its work: its failure is thrown away",
            container.name,
            failing(hazard)
        )
    },
    commands: "let the failure through, or handle the one case that is harmless",
    severity: |_| Severity::Medium,
    note: "runs that failed unseen until now are reported as failed",
};
