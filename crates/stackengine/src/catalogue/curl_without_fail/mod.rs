//! curl succeeds when the server answers with an error.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{Wording, direct, first_argument, mend, scripts};
use crate::diagnosis::Severity;
use crate::prevent::rule::Prevention;
use crate::shell::HazardKind;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "curl-without-fail",
    code: "SE773",
    severity: Severity::Medium,
    page: include_str!("page.md"),
    check: |workload, found| {
        scripts(&DIAGNOSTIC, &WORDING, workload, found);
        direct(&DIAGNOSTIC, &WORDING, "curl", workload, found);
    },
    repair: |workload, lint, _| {
        let without_shell = || first_argument(workload, lint, "curl", "--fail", WORDING.note);
        mend(&WORDING, workload, lint).or_else(without_shell)
    },
    prevent: Prevention::not_said("it reads a shell script, which needs a parser"),
    ..Diagnostic::NEW
};

const WORDING: Wording = Wording {
    kinds: &[HazardKind::CurlWithoutFail],
    counts: |_| true,
    states: |container, _| {
        format!(
            "curl in {} succeeds on every answer of the server, an error as well: without --fail it only reports that there was one",
            container.name
        )
    },
    commands: "add --fail to curl",
    severity: |_| Severity::Medium,
    note: "answers of 400 and above then fail the command, and their body is not printed",
};
