//! Why a program exited as it did: the exit code together with a second fact, one diagnostic for each run.
//!
//! An exit code alone is a hint. What counts beside it is what the program wrote last, in its log or as its
//! termination message, and what its own script says. Where none of these was given, the answer stays open.

use crate::diagnosis::Confidence;
use crate::evidence::Place;
use crate::facts::{Container, ContainerKind, Ending, Facts, Failure, Log};
use crate::knowledge::{Sign, signs_of_line};

/// The one diagnostic that a run which exited by itself belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Exit {
    pub(super) name: &'static str,
    pub(super) confidence: Confidence,
    /// The line that says so.
    pub(super) line: Option<Place>,
}

/// What a sign in the log means for the exit of the program that wrote it.
struct Reading {
    sign: Sign,
    name: &'static str,
    /// Exit codes that go with it; empty for any code.
    codes: &'static [i64],
    /// Whether a later error line overrules it: a refused connection may have been retried and healed.
    passing: bool,
}

const fn reading(sign: Sign, name: &'static str, codes: &'static [i64], passing: bool) -> Reading {
    Reading { sign, name, codes, passing }
}

/// The most telling first: what names the very end of the process before what only went wrong on the way.
const READINGS: &[Reading] = &[
    reading(Sign::ExecFormat, "exec-format-error", &[], false),
    reading(Sign::DotnetHostFailed, "dotnet-host-failed", &[], false),
    reading(Sign::HeapExhausted, "heap-exhausted", &[], false),
    reading(Sign::Segfault, "segmentation-fault", &[139], false),
    reading(Sign::IllegalInstruction, "illegal-instruction", &[132], false),
    reading(Sign::BusError, "bus-error", &[135], false),
    reading(Sign::ArithmeticError, "arithmetic-error", &[136], false),
    reading(Sign::BadSystemCall, "blocked-by-seccomp", &[159], false),
    reading(Sign::Abort, "aborted", &[134], false),
    reading(Sign::BrokenPipe, "broken-pipe", &[141], false),
    reading(Sign::KilledChild, "killed-by-sigkill", &[137], false),
    reading(Sign::Terminated, "terminated-by-sigterm", &[143], false),
    reading(Sign::LibraryMissing, "library-missing", &[126, 127], false),
    reading(Sign::CommandNotFound, "command-not-found", &[127], false),
    reading(Sign::FileMissing, "command-not-found", &[127], false),
    reading(Sign::NotExecutable, "command-not-executable", &[126], false),
    reading(Sign::PermissionDenied, "command-not-executable", &[126], false),
    reading(Sign::CommandTimedOut, "command-timed-out", &[124], false),
    reading(Sign::LibraryMissing, "library-missing", &[], true),
    reading(Sign::ReadOnlyFilesystem, "read-only-filesystem", &[], true),
    reading(Sign::DiskFull, "disk-full", &[], true),
    reading(Sign::TooManyOpenFiles, "too-many-open-files", &[], true),
    reading(Sign::CertificateNotTrusted, "certificate-not-trusted", &[], true),
    reading(Sign::AuthenticationFailed, "authentication-failed", &[], true),
    reading(Sign::Forbidden, "authentication-failed", &[], true),
    reading(Sign::ConnectionRefused, "dependency-unreachable", &[], true),
    reading(Sign::HostNotFound, "dependency-unreachable", &[], true),
    reading(Sign::ConnectionTimedOut, "dependency-unreachable", &[], true),
    reading(Sign::ConnectionReset, "dependency-unreachable", &[], true),
    reading(Sign::ServiceUnavailable, "dependency-unreachable", &[], true),
    reading(Sign::PermissionDenied, "permission-denied", &[], true),
    reading(Sign::CommandNotFound, "command-not-found", &[1, 2], true),
    reading(Sign::UsageError, "usage-error", &[1, 2, 64], true),
    reading(Sign::FileMissing, "file-missing", &[], true),
    reading(Sign::CommandTimedOut, "command-timed-out", &[], true),
];

/// Codes that every program uses for everything, and errno values that leak as codes: alone they say nothing.
const SAYS_NOTHING: [i64; 9] = [1, 2, 13, 30, 110, 111, 113, 254, 255];

/// Classifies a run that exited by itself. `None` for runs that ended another way.
pub(super) fn classify(facts: &Facts, failure: Failure<'_>) -> Option<Exit> {
    if failure.attempt.ending != Ending::Exited || failure.container.kind == ContainerKind::Sidecar {
        return None;
    }
    if failure.container.kind == ContainerKind::Init {
        let line = facts.log_of(failure).and_then(telling_line);
        return Some(Exit { name: "init-container-failed", confidence: Confidence::Certain, line });
    }
    let code = failure.run.exit_code.value;
    if code == 124 && runs_timeout(facts, failure.container) {
        // timeout(1) says nothing when it ends a command; its code and its name together do.
        let line = facts.log_of(failure).and_then(telling_line).or(facts.spec_of(failure.container).command_place);
        return Some(Exit { name: "command-timed-out", confidence: Confidence::Certain, line });
    }
    by_termination_message(failure, code)
        .or_else(|| facts.log_of(failure).map(|log| by_log(log, code)))
        .or_else(|| Some(without_log(facts, failure, code)))
}

/// The line of a log that a colleague would quote.
pub(super) fn telling_line(log: &Log) -> Option<Place> {
    let last = || log.reading.last_lines.last().copied();
    log.reading.error.filter(|error| !log.healed_after(error.start)).or_else(last).map(|span| log.line(span))
}

fn by_termination_message(failure: Failure<'_>, code: i64) -> Option<Exit> {
    let message = failure.run.message.as_ref()?;
    let signs: Vec<Sign> = message.value.lines().flat_map(signs_of_line).collect();
    let found = READINGS.iter().find(|reading| signs.contains(&reading.sign) && fits(reading, code));
    let name = found.map_or("container-exit-error", |reading| reading.name);
    Some(Exit { name, confidence: Confidence::Certain, line: Some(message.place) })
}

fn fits(reading: &Reading, code: i64) -> bool {
    reading.codes.is_empty() || reading.codes.contains(&code)
}

fn by_log(log: &Log, code: i64) -> Exit {
    let certain = |name, line| Exit { name, confidence: Confidence::Certain, line };
    let fitting = || READINGS.iter().filter(|reading| fits(reading, code));
    let at_the_end = || fitting().filter(|reading| !reading.passing);
    if let Some((name, line)) = at_the_end().find_map(|reading| Some((reading.name, log.sign(reading.sign)?))) {
        return certain(name, Some(line));
    }
    // The line to quote speaks first; what only went wrong on the way counts where it was not overtaken.
    if let Some(error) = log.reading.error {
        let carries = |sign| log.reading.hits.iter().any(|hit| hit.sign == sign && hit.line == error);
        if let Some(reading) = fitting().find(|reading| carries(reading.sign) && !log.healed(reading.sign)) {
            return certain(reading.name, Some(log.line(error)));
        }
    }
    let passed = |sign| was_overtaken(log, sign) || log.healed(sign);
    for reading in fitting().filter(|reading| reading.passing && !passed(reading.sign)) {
        if let Some(line) = log.sign(reading.sign) {
            return certain(reading.name, Some(line));
        }
    }
    if code_is_signal(code) {
        // The log is there and says nothing of a signal: the number stays a number.
        return Exit { name: signal_diagnostic(code), confidence: Confidence::Possible, line: telling_line(log) };
    }
    // A log whose last line has no end may itself be cut off before the line that would tell more.
    let confidence = if log.is_whole { Confidence::Certain } else { Confidence::Likely };
    Exit { name: "container-exit-error", confidence, line: telling_line(log) }
}

/// What a log without an exit code speaks for, if anything.
pub(super) fn spoken_for(log: &Log) -> Option<(&'static str, Place)> {
    READINGS.iter().find_map(|reading| {
        let line = log.sign(reading.sign)?;
        let passed = was_overtaken(log, reading.sign) || log.healed(reading.sign);
        (!reading.passing || !passed).then_some((reading.name, line))
    })
}

/// Whether the log went on to fail with something else: the line to quote comes after the sign and does not carry it.
fn was_overtaken(log: &Log, sign: Sign) -> bool {
    let carries = |line| log.reading.hits.iter().any(|hit| hit.sign == sign && hit.line == line);
    let Some(last) = log.reading.hits.iter().rev().find(|hit| hit.sign == sign) else { return true };
    match log.reading.error {
        Some(error) if error.start > last.line.start && !carries(error) => {
            let between = log.reading.hits.iter().filter(|hit| hit.line.start > last.line.start);
            between.count() > 0 && log.reading.lines > 3 && !close(last.line.end, error.start)
        }
        _ => false,
    }
}

/// Lines of the same outburst: an exception's own text often stands a few lines above its last line.
fn close(end: u32, start: u32) -> bool {
    start.saturating_sub(end) < 2_000
}

fn without_log(facts: &Facts, failure: Failure<'_>, code: i64) -> Exit {
    let guess = |name, confidence| Exit { name, confidence, line: None };
    let spec = facts.spec_of(failure.container);
    match code {
        127 if spec.runs_shell() => return guess("command-not-found", Confidence::Likely),
        126 if spec.runs_shell() => return guess("command-not-executable", Confidence::Likely),
        _ => {}
    }
    if chose_code(facts, failure.container, code) {
        let line = spec.command_place;
        return Exit { name: "container-exit-error", confidence: Confidence::Certain, line };
    }
    if code_is_signal(code) {
        return guess(signal_diagnostic(code), Confidence::Possible);
    }
    let said_nothing = SAYS_NOTHING.contains(&code) || matches!(code, 124..=128) || is_tool_code(facts, failure, code);
    let others_logged = facts.logs.iter().any(|log| log.pod.as_deref().is_some_and(|pod| pod != failure.pod.meta.name));
    let confidence = if said_nothing && !others_logged { Confidence::Possible } else { Confidence::Likely };
    guess("container-exit-error", confidence)
}

/// Whether the script itself says `exit N`, and not because something before it failed.
fn chose_code(facts: &Facts, container: &Container, code: i64) -> bool {
    facts
        .script_of(container)
        .is_some_and(|script| script.exits.iter().any(|exit| exit.code == code && !exit.after_failure))
}

fn runs_timeout(facts: &Facts, container: &Container) -> bool {
    let spec = facts.spec_of(container);
    let named = |word: &str| word.rsplit('/').next() == Some("timeout");
    spec.words().next().is_some_and(named)
        || facts.script_of(container).is_some_and(|script| script.programs.iter().any(|word| named(word)))
}

/// Tools whose small codes mean a network or an argument: the log tells which.
fn is_tool_code(facts: &Facts, failure: Failure<'_>, code: i64) -> bool {
    const TOOLS: [&str; 10] = ["curl", "wget", "psql", "rsync", "ssh", "scp", "aws", "pg_dump", "mysql", "nc"];
    let spec = facts.spec_of(failure.container);
    let named = |word: &str| TOOLS.contains(&word.rsplit('/').next().unwrap_or(word));
    let in_script = || {
        facts.script_of(failure.container).is_some_and(|script| script.programs.iter().any(|program| named(program)))
    };
    code < 128 && (spec.words().next().is_some_and(named) || in_script())
}

pub(super) fn code_is_signal(code: i64) -> bool {
    matches!(code, 129..=192)
}

/// The diagnostic of a code read as 128 + signal.
fn signal_diagnostic(code: i64) -> &'static str {
    match code - 128 {
        4 => "illegal-instruction",
        6 => "aborted",
        7 => "bus-error",
        8 => "arithmetic-error",
        9 => "killed-by-sigkill",
        11 => "segmentation-fault",
        13 => "broken-pipe",
        15 => "terminated-by-sigterm",
        31 => "blocked-by-seccomp",
        _ => "container-exit-error",
    }
}
