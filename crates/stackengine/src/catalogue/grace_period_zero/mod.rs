//! The pod is deleted without a moment to stop in.

use crate::catalogue::Diagnostic;
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::{Compare, Limit, Prevention, Rule, Test};
use crate::repair::{Fix, Safety};
use crate::yaml::Node;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "grace-period-zero",
    code: "SE746",
    severity: Severity::Medium,
    page: include_str!("page.md"),
    check: |workload, found| {
        if workload.pod("terminationGracePeriodSeconds").and_then(Node::as_int) != Some(0) {
            return;
        }
        let path = workload.pod_path("terminationGracePeriodSeconds");
        let message = "the program has no time to stop when the pod is deleted, drained or past its deadline: what it was \
                       writing is left half done";
        let help = "remove terminationGracePeriodSeconds (the default is 30), or set what the program needs to stop";
        found.push(Lint::new(&DIAGNOSTIC, workload, path, message).help(help));
    },
    repair: |_, lint, _| {
        Some(
            Fix::new(Safety::Unsafe, "remove terminationGracePeriodSeconds")
                .note("the default of 30 seconds then applies; a program that ignores SIGTERM uses all of it")
                .delete(lint.path.clone()),
        )
    },
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

const RULES: &[Rule] = &[Rule::of_object(
    Test::Number("pod.terminationGracePeriodSeconds", Compare::Equal, Limit::Is(0)),
    "the program has no time to stop: what it was writing is left half done",
)];
