//! The script ended with 0 although a command in it failed.

use crate::catalogue::Diagnostic;
use crate::diagnosis::{Confidence, Finding, Severity};
use crate::evidence::Place;
use crate::facts::{Container, Ending, Facts, Log, Mask, MaskKind, Pod};
use crate::knowledge::Sign;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "masked-exit-code",
    code: "SE401",
    severity: Severity::High,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        found.extend(masked_runs(facts));
    },
    ..Diagnostic::NEW
};

/// Runs that ended with 0, whose script hides failures, and whose log shows one.
fn masked_runs(facts: &Facts) -> Option<Finding> {
    let mut best: Option<Finding> = None;
    for attempt in &facts.attempts {
        let failure = facts.failure(attempt);
        if attempt.ending != Ending::Completed {
            continue;
        }
        let Some(log) = facts.log_of(failure) else { continue };
        let Some(script) = facts.script_of(failure.container) else { continue };
        let lines = script.masks.iter().filter_map(|mask| Some((mask, failed_line(mask, log)?)));
        // Of several commands whose failure is hidden, the one that a line names.
        let Some((mask, line)) = lines.max_by_key(|(_, (_, confidence))| *confidence) else { continue };
        let mut finding = say(facts, failure.pod, failure.container, mask, line.0);
        finding.confidence = line.1;
        finding.exit_code = Some(failure.run.exit_code.value);
        finding.reason = failure.run.reason.as_ref().map(|reason| reason.value.clone());
        finding.at = failure.run.finished.map(|time| time.as_second());
        finding.weight = best.as_ref().map_or(0, |best| best.weight) + 1;
        best = Some(finding.cite(attempt.places.iter().copied()));
    }
    best
}

/// A line that says that the masked command failed: a complaint that names it, or a failure that nothing after it mends.
fn failed_line(mask: &Mask, log: &Log) -> Option<(Place, Confidence)> {
    const PLAIN: [Sign; 14] = [
        Sign::CommandNotFound,
        Sign::NotExecutable,
        Sign::ReadOnlyFilesystem,
        Sign::PermissionDenied,
        Sign::ConnectionRefused,
        Sign::HostNotFound,
        Sign::ConnectionTimedOut,
        Sign::AuthenticationFailed,
        Sign::DiskFull,
        Sign::FileMissing,
        Sign::Traceback,
        Sign::KilledChild,
        Sign::Segfault,
        Sign::ErrorLine,
    ];
    if let Some(line) = log.blames(&mask.program) {
        return Some((line, Confidence::Certain));
    }
    let at_the_end = |line: &Place| log.reading.last_lines.contains(&line.span);
    let open = PLAIN.iter().filter(|sign| !log.healed(**sign));
    let line = open.filter_map(|sign| log.sign(*sign)).find(at_the_end)?;
    Some((line, Confidence::Likely))
}

fn say(facts: &Facts, pod: &Pod, container: &Container, mask: &Mask, line: Place) -> Finding {
    let how = match mask.kind {
        MaskKind::Sequence => "the script goes on after it and ends with the status of its last command",
        MaskKind::Pipe => "the status of a pipe is that of its last command",
        MaskKind::OrTrue => "`||` swallows its status",
        MaskKind::Background => "nobody waits for it",
    };
    let message =
        format!("`{}` failed in {}, but {how}: exit code 0, counted as success", mask.command, container.name);
    let help = match mask.kind {
        MaskKind::Pipe => {
            "start the script with `set -euo pipefail` (bash, or busybox ash), so that a failure anywhere in the pipe counts; then run the work again"
        }
        MaskKind::Background => "wait for it and hand its status on (`wait $!`); then run the work again",
        _ => "start the script with `set -e` (and `set -o pipefail` where pipes are used); then run the work again",
    };
    let place = facts.spec_of(container).command_place;
    let mut finding = Finding::new(&DIAGNOSTIC, Confidence::Certain, message).help(help);
    finding.pod = Some(pod.meta.name.clone());
    finding.container = Some(container.name.clone());
    finding.cite(std::iter::once(line).chain(place))
}
