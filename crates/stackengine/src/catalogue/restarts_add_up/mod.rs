//! Restarts of all pods and all containers count together.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{RestartsAddUp, never_fix, restarts_add_up};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::Prevention;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "restarts-add-up",
    code: "SE738",
    severity: Severity::Medium,
    page: include_str!("page.md"),
    check: |workload, found| {
        let Some(RestartsAddUp { limit, pods, sidecar }) = restarts_add_up(workload) else { return };
        let (severity, message) = match sidecar {
            Some(sidecar) => (
                Severity::Low,
                format!(
                    "with restartPolicy OnFailure, restarts of {sidecar} count towards backoffLimit {limit} too: a sidecar \
                    that is restarted often enough fails the Job, however well the work goes"
                ),
            ),
            None => (
                Severity::Medium,
                format!(
                    "with restartPolicy OnFailure, the restarts of all {pods} pods add up: {limit} of them together fail \
                    the Job, even if each pod restarts but once"
                ),
            ),
        };
        let help = "set restartPolicy to Never, or backoffLimit well above what all pods together may need";
        let path = workload.pod_path("restartPolicy");
        found.push(Lint::new(&DIAGNOSTIC, workload, path, message).help(help).severity(severity));
    },
    repair: |workload, _, _| Some(never_fix(workload)),
    prevent: Prevention::not_said("it adds up the restarts of all pods against the limit"),
    ..Diagnostic::NEW
};
