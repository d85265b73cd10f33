//! Two clocks that delete the finished Jobs of a CronJob.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{Number, duration, number};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::{Compare, Limit, Prevention, Rule, Test};
use crate::repair::{Fix, Safety};

/// Nobody who is told of a failure is faster than this, in seconds.
const TOO_SHORT: i64 = 60;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "ttl-in-cron-job",
    code: "SE731",
    severity: Severity::Low,
    page: include_str!("page.md"),
    check: |workload, found| {
        if !workload.is_cron_job() {
            return;
        }
        let Number::Is(seconds) = number(workload, "ttlSecondsAfterFinished") else { return };
        let severity = if seconds < TOO_SHORT { Severity::Medium } else { Severity::Low };
        let message = format!(
            "ttlSecondsAfterFinished deletes each finished Job after {}, the failed one too that failedJobsHistoryLimit \
            would keep",
            duration(seconds)
        );
        let help = "delete ttlSecondsAfterFinished, and let the history limits say how many Jobs are kept";
        let path = workload.job_path("ttlSecondsAfterFinished");
        found.push(Lint::new(&DIAGNOSTIC, workload, path, message).help(help).severity(severity));
    },
    repair: |workload, _, _| {
        Some(
            Fix::new(Safety::Unsafe, "delete ttlSecondsAfterFinished")
                .note("the last runs stay: 3 that succeeded and 1 that failed, unless the history limits say otherwise")
                .delete(workload.job_path("ttlSecondsAfterFinished")),
        )
    },
    asked_by: &["kube-linter:job-ttl-seconds-after-finished"],
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

const RULES: &[Rule] = &[Rule::of_object(
    Test::All(&[
        Test::OneOf("object.kind", &["CronJob"]),
        Test::Any(&[
            Test::Number("job.ttlSecondsAfterFinished", Compare::Below, Limit::Is(0)),
            Test::Number("job.ttlSecondsAfterFinished", Compare::AtLeast, Limit::Is(0)),
        ]),
    ]),
    "ttlSecondsAfterFinished deletes the failed Job too that failedJobsHistoryLimit would keep",
)];
