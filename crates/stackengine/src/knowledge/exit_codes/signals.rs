//! Codes above 128 read as 128 plus the number of a signal: a convention of shells and runtimes, not a fact.

use super::Retry::{Depends, DoesNotHelp, Helps};
use super::{Reading, Row, UNVERIFIED, row};

/// Names of the signals 1 to 31 on x86 and ARM.
static NAMES: [&str; 31] = [
    "SIGHUP",
    "SIGINT",
    "SIGQUIT",
    "SIGILL",
    "SIGTRAP",
    "SIGABRT",
    "SIGBUS",
    "SIGFPE",
    "SIGKILL",
    "SIGUSR1",
    "SIGSEGV",
    "SIGUSR2",
    "SIGPIPE",
    "SIGALRM",
    "SIGTERM",
    "SIGSTKFLT",
    "SIGCHLD",
    "SIGCONT",
    "SIGSTOP",
    "SIGTSTP",
    "SIGTTIN",
    "SIGTTOU",
    "SIGURG",
    "SIGXCPU",
    "SIGXFSZ",
    "SIGVTALRM",
    "SIGPROF",
    "SIGWINCH",
    "SIGIO",
    "SIGPWR",
    "SIGSYS",
];

/// Names of the real-time signals 34 to 64, as `kill -l` of bash writes them.
static REAL_TIME_NAMES: [&str; 31] = [
    "SIGRTMIN",
    "SIGRTMIN+1",
    "SIGRTMIN+2",
    "SIGRTMIN+3",
    "SIGRTMIN+4",
    "SIGRTMIN+5",
    "SIGRTMIN+6",
    "SIGRTMIN+7",
    "SIGRTMIN+8",
    "SIGRTMIN+9",
    "SIGRTMIN+10",
    "SIGRTMIN+11",
    "SIGRTMIN+12",
    "SIGRTMIN+13",
    "SIGRTMIN+14",
    "SIGRTMIN+15",
    "SIGRTMAX-14",
    "SIGRTMAX-13",
    "SIGRTMAX-12",
    "SIGRTMAX-11",
    "SIGRTMAX-10",
    "SIGRTMAX-9",
    "SIGRTMAX-8",
    "SIGRTMAX-7",
    "SIGRTMAX-6",
    "SIGRTMAX-5",
    "SIGRTMAX-4",
    "SIGRTMAX-3",
    "SIGRTMAX-2",
    "SIGRTMAX-1",
    "SIGRTMAX",
];

/// The name of a signal: 9 is `SIGKILL`, 34 to 64 are the real-time ones. 32 and 33 belong to the C library.
///
/// ```
/// assert_eq!(stackengine::knowledge::signal_name(9), Some("SIGKILL"));
/// ```
#[must_use]
pub fn signal_name(signal: i64) -> Option<&'static str> {
    let at = |first: i64| usize::try_from(signal.checked_sub(first)?).ok();
    match signal {
        1..=31 => NAMES.get(at(1)?).copied(),
        34..=64 => REAL_TIME_NAMES.get(at(34)?).copied(),
        _ => None,
    }
}

/// The signal an exit code stands for, if it was written by that convention: 137 is 9.
#[must_use]
pub fn signal_of(code: i64) -> Option<i64> {
    (129..=192).contains(&code).then(|| code - 128)
}

pub(super) fn is_real_time(code: i64) -> bool {
    (162..=192).contains(&code)
}

const WHO: &str = "any program, by the 128 + signal convention";
const MAN: &str = "bash(1), EXIT STATUS; signal(7)";
const SENDER: &str = "an event, a log line or a pod condition that names who sent the signal";
const NAMED: &str = "the signal's name in the log, or `signal` filled in the container's state";

/// One reading for all 31 of them: which of them it was says nothing more.
pub(super) static REAL_TIME: Reading = Reading {
    who: WHO,
    meaning: "ended by a real-time signal, which only programs that agreed on it send to each other",
    second_fact: Some(NAMED),
    retry: Depends,
    source: MAN,
    diagnostic: None,
};

pub(super) static SIGNALS: &[Row] = &[
    row(129, WHO, "ended by SIGHUP: its terminal or its parent went away", Some(SENDER), Depends, MAN, None),
    row(130, WHO, "ended by SIGINT: somebody or something interrupted it", Some(SENDER), Helps, MAN, None),
    row(131, WHO, "ended by SIGQUIT: asked to stop and to leave a dump", Some(SENDER), Depends, MAN, None),
    row(
        132,
        WHO,
        "ended by SIGILL: it ran an instruction this processor does not have, as images built for newer processors do",
        Some("`Illegal instruction` in the log, or the same image running on other nodes"),
        DoesNotHelp,
        MAN,
        None,
    ),
    row(133, WHO, "ended by SIGTRAP: a breakpoint or a deliberate crash", Some(NAMED), DoesNotHelp, MAN, None),
    row(
        134,
        WHO,
        "ended by SIGABRT: it gave up on itself after a failed assertion, a damaged heap or a full language heap",
        Some("`Aborted`, an assertion, or an out-of-memory line of the language's own heap in the log"),
        Depends,
        MAN,
        Some("aborted"),
    ),
    row(
        135,
        WHO,
        "ended by SIGBUS: it touched mapped memory with nothing behind it, as when /dev/shm is full",
        Some("`Bus error` in the log"),
        Depends,
        MAN,
        None,
    ),
    row(
        136,
        WHO,
        "ended by SIGFPE: an arithmetic fault, most often a whole number divided by zero",
        Some("`Floating point exception` in the log"),
        DoesNotHelp,
        MAN,
        None,
    ),
    row(
        137,
        WHO,
        "ended by SIGKILL: killed from outside, without a chance to clean up",
        Some("who killed it: reason OOMKilled, a probe or eviction event, a deletion with its grace period run out"),
        Depends,
        MAN,
        Some("killed-by-sigkill"),
    ),
    row(
        137,
        "the kernel's out-of-memory killer",
        "killed because its memory limit, or the node's memory, was used up",
        Some("reason OOMKilled in the container's state, or a SystemOOM event that names the process"),
        DoesNotHelp,
        "containerd source, internal/cri/server/events.go; Linux memory cgroups",
        Some("out-of-memory"),
    ),
    row(138, WHO, "ended by SIGUSR1, which it had no handler for", Some(SENDER), DoesNotHelp, MAN, None),
    row(
        139,
        WHO,
        "ended by SIGSEGV: it touched memory that is not its own; a native library, a C library mismatch or a stack \
         that ran over",
        Some("`Segmentation fault` in the log or the node's kernel log"),
        Depends,
        MAN,
        Some("segmentation-fault"),
    ),
    row(140, WHO, "ended by SIGUSR2, which it had no handler for", Some(SENDER), DoesNotHelp, MAN, None),
    row(
        141,
        WHO,
        "ended by SIGPIPE: it wrote to a pipe nobody reads any more; with `pipefail` and `head` often harmless",
        Some("a pipeline in the command, or `Broken pipe` in the log"),
        Depends,
        MAN,
        None,
    ),
    row(142, WHO, "ended by SIGALRM: an alarm it had set itself went off", Some(NAMED), Depends, MAN, None),
    row(
        143,
        WHO,
        "ended by SIGTERM: asked to stop, as deadlines, drains, deletions, evictions and probes do",
        Some(SENDER),
        Depends,
        MAN,
        Some("terminated-by-sigterm"),
    ),
    row(144, WHO, "ended by SIGSTKFLT, a signal Linux itself does not send", Some(NAMED), Depends, MAN, None),
    row(145, WHO, "128 + SIGCHLD, a signal whose default is to do nothing", Some(NAMED), Depends, MAN, None),
    row(146, WHO, "128 + SIGCONT, a signal that does not end a process", Some(NAMED), Depends, MAN, None),
    row(147, WHO, "128 + SIGSTOP, a signal that halts but does not end a process", Some(NAMED), Depends, MAN, None),
    row(148, WHO, "128 + SIGTSTP, a signal that halts but does not end a process", Some(NAMED), Depends, MAN, None),
    row(149, WHO, "128 + SIGTTIN: it read from a terminal in the background", Some(NAMED), Depends, MAN, None),
    row(150, WHO, "128 + SIGTTOU: it wrote to a terminal in the background", Some(NAMED), Depends, MAN, None),
    row(151, WHO, "128 + SIGURG, a signal whose default is to do nothing", Some(NAMED), Depends, MAN, None),
    row(
        152,
        WHO,
        "ended by SIGXCPU: it used up the processor time its ulimit allows",
        Some("`CPU time limit exceeded` in the log, or a `ulimit -t` in the command"),
        DoesNotHelp,
        MAN,
        None,
    ),
    row(
        153,
        WHO,
        "ended by SIGXFSZ: it wrote a file larger than its ulimit allows",
        Some("`File size limit exceeded` in the log, or a `ulimit -f` in the command"),
        DoesNotHelp,
        MAN,
        None,
    ),
    row(154, WHO, "ended by SIGVTALRM: a timer it had set itself went off", Some(NAMED), Depends, MAN, None),
    row(155, WHO, "ended by SIGPROF: a profiling timer without a handler", Some(NAMED), Depends, MAN, None),
    row(156, WHO, "128 + SIGWINCH, a signal whose default is to do nothing", Some(NAMED), Depends, MAN, None),
    row(157, WHO, "ended by SIGIO, which it had no handler for", Some(NAMED), Depends, MAN, None),
    row(158, WHO, "ended by SIGPWR: the machine reported a power failure", Some(NAMED), Depends, MAN, None),
    row(
        159,
        WHO,
        "ended by SIGSYS: a seccomp profile refused a system call",
        Some("`Bad system call` in the log, `seccomp killed` from CRI-O, or a seccompProfile in the manifest"),
        DoesNotHelp,
        MAN,
        None,
    ),
    row(160, WHO, "128 + signal 32, which the C library keeps to itself", Some(NAMED), Depends, MAN, None),
    row(161, WHO, "128 + signal 33, which the C library keeps to itself", Some(NAMED), Depends, MAN, None),
    row(
        134,
        "Node.js",
        "V8 gave up, most often because its own heap was full although the container's limit was not reached",
        Some("`JavaScript heap out of memory` or `FATAL ERROR` in the log"),
        DoesNotHelp,
        "nodejs/node src/node_exit_code.h; tried with Node.js 20",
        Some("aborted"),
    ),
    row(
        134,
        "Java",
        "the virtual machine crashed, or was told to crash when its heap is full",
        Some("`A fatal error has been detected by the Java Runtime Environment` or hs_err in the log"),
        Depends,
        "OpenJDK source, hotspot debug.cpp (CrashOnOutOfMemoryError)",
        Some("aborted"),
    ),
    row(
        134,
        ".NET",
        "an exception nobody caught",
        Some("`Unhandled exception.` in the log"),
        Depends,
        UNVERIFIED,
        Some("aborted"),
    ),
    row(
        134,
        "Rust",
        "a call to abort, a panic while another panicked, or a stack that ran over",
        Some("`thread … panicked` or `fatal runtime error` in the log"),
        Depends,
        "tried with Rust 1.95",
        Some("aborted"),
    ),
    row(
        133,
        "Chromium and V8",
        "a deliberate crash on an error that cannot be survived",
        Some("a headless browser or Node.js in the command, `FATAL` in the log"),
        Depends,
        "nodejs/node src/node_exit_code.h",
        None,
    ),
    row(
        143,
        "Java",
        "the virtual machine's ordinary, graceful end after SIGTERM",
        Some("Java in the command, and who sent the signal"),
        Depends,
        UNVERIFIED,
        Some("terminated-by-sigterm"),
    ),
    row(
        143,
        "busybox timeout",
        "the command it watched ran out of time",
        Some("`timeout` in the command of an image with busybox"),
        Depends,
        UNVERIFIED,
        None,
    ),
];
