//! More retries than the deadline leaves time for.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{Number, cut_retries, duration, number};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::Prevention;
use crate::repair::{Fix, Safety};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "deadline-below-retries",
    code: "SE705",
    severity: Severity::Low,
    page: include_str!("page.md"),
    check: |workload, found| {
        let Some(cut) = cut_retries(workload) else { return };
        let limit = match number(workload, "backoffLimit") {
            Number::Is(limit) => format!("backoffLimit {limit}"),
            _ => format!("the default backoffLimit of {}", cut.limit),
        };
        let (back_off, deadline) = (duration(cut.back_off), duration(cut.deadline));
        let message = format!(
            "{limit} asks for {back_off} of waiting between attempts, but the deadline is {deadline}: \
            a Job that fails will say DeadlineExceeded, and not why"
        );
        let help = match cut.fits {
            0 => "raise activeDeadlineSeconds".to_owned(),
            fits => {
                format!("set backoffLimit to {fits}, or activeDeadlineSeconds above {} plus the runs", cut.back_off)
            }
        };
        let path = workload.job_path("backoffLimit");
        found.push(Lint::new(&DIAGNOSTIC, workload, path, message).help(help));
    },
    repair: |workload, _, _| {
        let cut = cut_retries(workload)?;
        Some(match cut.fits {
            0 => Fix::new(Safety::DisplayOnly, "raise activeDeadlineSeconds, or set backoffLimit to 0"),
            fits => Fix::new(Safety::Unsafe, format!("set backoffLimit to {fits}"))
                .note("the most that fit before the deadline; the Job now gives up with the last of them")
                .set(workload.job_path("backoffLimit"), fits),
        })
    },
    prevent: Prevention::not_said("it adds up the waiting between attempts, which a policy cannot"),
    ..Diagnostic::NEW
};
