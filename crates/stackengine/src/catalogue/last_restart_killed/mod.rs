//! With restarts in place, the last one is killed as it begins, and the logs go with it.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{backoff_limit, never_fix, restarts_add_up, restarts_in_place};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::Prevention;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "last-restart-killed",
    code: "SE737",
    severity: Severity::Low,
    page: include_str!("page.md"),
    check: |workload, found| {
        if !restarts_in_place(workload) || restarts_add_up(workload).is_some() {
            return;
        }
        let Some(limit) = backoff_limit(workload) else { return };
        let (severity, message) = match limit {
            0 => (
                Severity::Medium,
                "with restartPolicy OnFailure, backoffLimit 0 still restarts the container once: only then is the pod \
                deleted, and its logs with it"
                    .to_owned(),
            ),
            1 => (
                Severity::Medium,
                "with restartPolicy OnFailure, backoffLimit 1 is the same as 0: the one restart is killed as it begins, \
                and the pod is deleted with its logs"
                    .to_owned(),
            ),
            _ => (
                Severity::Low,
                format!(
                    "with restartPolicy OnFailure, the Job fails as restart {limit} begins: that one is killed, and the pod \
                    is deleted with the logs of all the others"
                ),
            ),
        };
        let help = "set restartPolicy to Never: each attempt is then a pod that stays, with its log and exit code";
        let path = workload.pod_path("restartPolicy");
        found.push(Lint::new(&DIAGNOSTIC, workload, path, message).help(help).severity(severity));
    },
    repair: |workload, _, _| Some(never_fix(workload)),
    prevent: Prevention::not_said("it adds up the restarts of all pods against the limit"),
    ..Diagnostic::NEW
};
