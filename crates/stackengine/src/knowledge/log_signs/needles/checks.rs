//! What a place must show before its needle counts. Each function is one question.

use crate::knowledge::log_signs::place::{Place, contains, find, is_nothing, is_word_byte};

/// Distinct enough wherever it stands.
pub(super) fn anywhere(place: &Place) -> bool {
    !place.is_denied()
}

pub(super) fn is_word(place: &Place) -> bool {
    place.is_word() && !place.is_denied()
}

/// Memory of a graphics card, or room for one more thread, is not the heap.
fn is_other_memory(place: &Place) -> bool {
    place.says(&["cuda", "gpu ", "native thread", "hip out of memory"])
}

pub(super) fn is_heap(place: &Place) -> bool {
    anywhere(place) && !is_other_memory(place)
}

pub(super) fn is_heap_error(place: &Place) -> bool {
    is_end_of_name(place) && !is_other_memory(place)
}

pub(super) fn is_heap_reason(place: &Place) -> bool {
    is_reason(place) && !is_other_memory(place)
}

/// The limit on file watchers borrows the code of a full disk.
fn is_watcher_limit(place: &Place) -> bool {
    place.says(&["file watchers", "inotify"])
}

pub(super) fn is_disk(place: &Place) -> bool {
    anywhere(place) && !is_watcher_limit(place)
}

pub(super) fn is_disk_code(place: &Place) -> bool {
    is_word(place) && !is_watcher_limit(place)
}

pub(super) fn starts_word(place: &Place) -> bool {
    place.starts_word() && !place.is_denied()
}

pub(super) fn at_start(place: &Place) -> bool {
    place.at_start()
}

pub(super) fn is_reason(place: &Place) -> bool {
    place.is_word() && place.is_reason() && !is_nothing(place.after())
}

/// bash puts the reason last, zsh puts the command last.
pub(super) fn is_shell_phrase(place: &Place) -> bool {
    place.before().ends_with(b": ") || (place.at_start() && place.after().starts_with(b":"))
}

/// `sh: x: not found`, `/run.sh: 3: x: not found`, `/bin/sh: line 1: x: not found`.
pub(super) fn is_shell_not_found(place: &Place) -> bool {
    let before = place.bare_before();
    place.after().trim_ascii().is_empty() && n_segments(before) >= 2 && is_shell(before)
}

fn n_segments(text: &[u8]) -> usize {
    text.windows(2).filter(|pair| *pair == b": ").count() + 1
}

/// Whether a message begins with the name of a shell, of a script, or with a line number after some name.
fn is_shell(message: &[u8]) -> bool {
    let message = message.trim_ascii_start();
    let end = find(message, ": ").unwrap_or(message.len());
    let (head, rest) = message.split_at(end);
    let rest = rest.get(2..).unwrap_or_default();
    if head.iter().any(u8::is_ascii_whitespace) {
        return false;
    }
    // zsh writes its line number right after its name: `zsh:1:`.
    let name = head.split(|byte| *byte == b':').next().unwrap_or_default();
    let name = name.rsplit(|byte| *byte == b'/').next().unwrap_or_default();
    let name = name.strip_prefix(b"-").unwrap_or(name);
    let shells = [&b"sh"[..], b"bash", b"dash", b"ash", b"zsh", b"ksh", b"mksh", b"busybox"];
    shells.contains(&name) || name.ends_with(b".sh") || is_line_number(rest)
}

/// `line 12: …` or `12: …`.
fn is_line_number(text: &[u8]) -> bool {
    let digits = text.strip_prefix(b"line ").unwrap_or(text);
    let end = digits.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(digits.len());
    end > 0 && digits[end..].starts_with(b":")
}

/// What programs that start other programs say before the reason.
const STARTING: [&str; 10] = [
    "spawn ",
    "exec: ",
    "exec /",
    "failed to run command",
    "can't execute",
    "cannot execute",
    "fork/exec",
    "starting container process",
    "failed to exec",
    "exec failed",
];

fn starts_program(place: &Place) -> bool {
    place.says_before(&STARTING)
}

/// A missing file that was to be run: `env: 'python3': No such file or directory`.
pub(super) fn starts_a_command(place: &Place) -> bool {
    if starts_program(place) {
        return true;
    }
    let before = place.bare_before();
    let end = before.iter().position(|byte| *byte == b':').unwrap_or(0);
    let name = before[..end].rsplit(|byte| *byte == b'/').next().unwrap_or_default();
    let starters =
        [&b"env"[..], b"xargs", b"make", b"nohup", b"nice", b"timeout", b"setsid", b"sudo", b"gosu", b"su-exec"];
    starters.contains(&name)
}

pub(super) fn is_file_missing(place: &Place) -> bool {
    place.is_word() && !starts_a_command(place)
}

/// Java calls a file it may not open a file it did not find, and says so in brackets.
pub(super) fn is_missing_exception(place: &Place) -> bool {
    place.is_word() && !place.says(&["(permission denied)", "(is a directory)"])
}

/// A program that may not be run, as shells and container runtimes say it.
pub(super) fn is_command_denied(place: &Place) -> bool {
    if !place.is_word() || place.says(&["(publickey"]) {
        return false;
    }
    if starts_program(place) {
        return true;
    }
    let before = place.bare_before();
    let opens = ["can't create", "cannot create", "cannot open", "can't open", "cd: "];
    place.after().trim_ascii().is_empty() && n_segments(before) >= 3 && is_shell(before) && !place.says_before(&opens)
}

pub(super) fn is_file_denied(place: &Place) -> bool {
    place.is_word()
        && !is_command_denied(place)
        && !place.says(&["(publickey", "permission denied for ", "permission denied, please try again"])
}

/// A refusal of a server, not of the file system and not of a password.
pub(super) fn is_service_denied(place: &Place) -> bool {
    place.is_word() && place.is_reason() && !place.after().starts_with(b" for user")
}

/// MySQL's client ends its message with the number of the system's error.
pub(super) fn is_mysql_timed_out(place: &Place) -> bool {
    place.says(&["(110)", "(110 "])
}

pub(super) fn is_mysql_refused(place: &Place) -> bool {
    !is_mysql_timed_out(place)
}

/// `connection timeout` as an event, not `connection timeout: 30s` as a setting.
pub(super) fn is_no_setting(place: &Place) -> bool {
    let after = place.after();
    let after = after.strip_prefix(b"\"").unwrap_or(after);
    let set = match after {
        [b'=', ..] => true,
        [b':', rest @ ..] => rest.trim_ascii_start().first().is_some_and(u8::is_ascii_digit),
        _ => [&b" is "[..], b" set", b" of ", b" = ", b" configured"].iter().any(|words| after.starts_with(words)),
    };
    place.is_word() && !set && !place.is_denied()
}

const PEERS: [&str; 6] = ["connect", "dial", "host", "server", "curl: (28)", "socket"];

pub(super) fn is_connection_timeout(place: &Place) -> bool {
    place.is_word() && place.says(&PEERS) && !place.says(&["subprocess", "command '"])
}

pub(super) fn is_command_timeout(place: &Place) -> bool {
    place.is_word() && !is_connection_timeout(place)
}

pub(super) fn is_versioned_library(place: &Place) -> bool {
    place.says(&["not found"])
}

pub(super) fn is_perl_module(place: &Place) -> bool {
    place.says(&["in @inc"])
}

pub(super) fn is_python_import(place: &Place) -> bool {
    place.at_start()
}

/// `MemoryError`, `numpy…_ArrayMemoryError`, `System.OutOfMemoryException`.
pub(super) fn is_end_of_name(place: &Place) -> bool {
    let ends = !place.after().first().is_some_and(|byte| is_word_byte(*byte));
    // `-XX:+ExitOnOutOfMemoryError` is an option; the virtual machine writes the error with its package.
    ends && place.hit().first().is_some_and(u8::is_ascii_uppercase) && !place.before().ends_with(b"OutOf")
}

pub(super) fn is_rust_allocation(place: &Place) -> bool {
    place.says(&["bytes failed"])
}

/// A shell's notice: the line is just `Killed`, or `run.sh: line 3: 17 Killed  python x.py`.
pub(super) fn is_death_notice(place: &Place) -> bool {
    let after = place.after();
    let ends = matches!(after.first(), None | Some(b' ' | b'\t' | b'\r'));
    if !ends || !place.hit().first().is_some_and(u8::is_ascii_uppercase) {
        return false;
    }
    let rest = after.trim_ascii();
    let alone = rest.is_empty() || rest == b"(core dumped)";
    let before = place.bare_before().trim_ascii();
    if before.is_empty() || before.starts_with(b"make") && before.ends_with(b"]") {
        return alone;
    }
    let digits = before.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let lead = before[..before.len() - digits].trim_ascii_end();
    let job = lead.ends_with(b"]+") || lead.ends_with(b"]-") || lead.ends_with(b"]");
    (digits > 0 && (lead.ends_with(b":") || job)) || (job && lead.starts_with(b"["))
}

/// `Memory cgroup out of memory: Killed process 4711 (java)`.
pub(super) fn is_kernel_kill(place: &Place) -> bool {
    place.after().first().is_some_and(u8::is_ascii_digit)
}

const NEWS: [&str; 16] = [
    "received",
    "got ",
    "caught",
    "handling",
    "sent ",
    "shutting",
    "stopping",
    "exiting",
    "terminated",
    "killed",
    "died",
    "crash",
    "fault",
    "by signal",
    "signal:",
    "unexpected",
];
const PLANS: [&str; 8] =
    ["handler for", "handlers for", "installed", "installing", "regist", "ignor", "trap ", " upon "];

/// A signal that came, not one that a program prepares for.
pub(super) fn is_signal_news(place: &Place) -> bool {
    place.is_word() && place.says(&NEWS) && !place.says(&PLANS)
}

/// The number a phrase like `exit code` ends in, with its sign.
fn number_after(place: &Place) -> Option<(bool, u32)> {
    let mut rest = place.after();
    for word in [&b" code"[..], b" status", b" exit status", b" exit code"] {
        rest = rest.strip_prefix(word).unwrap_or(rest);
    }
    let lead = rest.iter().take_while(|byte| matches!(byte, b' ' | b':' | b'=' | b'(' | b'"' | b'\'')).count();
    rest = &rest[lead..];
    let minus = rest.starts_with(b"-");
    rest = rest.strip_prefix(b"-").unwrap_or(rest);
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if lead == 0 || digits == 0 || digits > 9 || rest.get(digits).is_some_and(|byte| is_word_byte(*byte)) {
        return None;
    }
    let number = rest[..digits].iter().fold(0, |number, digit| number * 10 + u32::from(digit - b'0'));
    Some((minus, number))
}

pub(super) fn is_failed_number(place: &Place) -> bool {
    place.is_word() && number_after(place).is_some_and(|(_, number)| number != 0)
}

/// 137 is 128 + 9; Python writes a child's SIGKILL as -9.
pub(super) fn is_137(place: &Place) -> bool {
    place.is_word() && matches!(number_after(place), Some((false, 137) | (true, 9)))
}

pub(super) fn is_139(place: &Place) -> bool {
    place.is_word() && matches!(number_after(place), Some((false, 139) | (true, 11)))
}

pub(super) fn is_143(place: &Place) -> bool {
    place.is_word() && matches!(number_after(place), Some((false, 143) | (true, 15)))
}

pub(super) fn is_124(place: &Place) -> bool {
    place.is_word() && matches!(number_after(place), Some((false, 124)))
}

/// `Assertion `x > 0' failed.` of glibc and `Assertion failed:` of others.
pub(super) fn is_assertion(place: &Place) -> bool {
    place.starts_word() && (place.after().starts_with(b"failed") || contains(place.after(), "' failed"))
}

const UNSET: [&str; 9] = [
    "not set",
    "is required",
    "are required",
    "missing",
    "undefined",
    "must be set",
    "not defined",
    "not found",
    "is empty",
];

pub(super) fn is_unset(place: &Place) -> bool {
    place.is_word() && place.says(&UNSET)
}

/// `DATABASE_URL is not set`: the name is written in capitals.
pub(super) fn is_unset_name(place: &Place) -> bool {
    let before = place.before().trim_ascii_end();
    let is_mark = |byte: &u8| matches!(byte, b'"' | b'\'' | b'`');
    let before = if before.last().is_some_and(is_mark) { &before[..before.len() - 1] } else { before };
    let is_name = |byte: &&u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || **byte == b'_';
    let length = before.iter().rev().take_while(is_name).count();
    let edge = before.len() - length;
    length >= 3 && edge.checked_sub(1).is_none_or(|at| !before[at].is_ascii_alphanumeric())
}

pub(super) fn is_host_trouble(place: &Place) -> bool {
    place.says(&["fail", "could not", "cannot", "not found", "required", "fatal", "unable", "missing"])
}

pub(super) fn is_thread_exception(place: &Place) -> bool {
    place.is_word() && place.after().starts_with(b" ")
}

/// `Unhandled exception. System.X: …`, `Uncaught Exception: …`.
pub(super) fn is_announced(place: &Place) -> bool {
    place.starts_word() && matches!(place.after().first(), Some(b':' | b'.'))
}

pub(super) fn is_rust_panic(place: &Place) -> bool {
    place.says_before(&["thread "])
}

/// Go writes in lower case what V8 and PostgreSQL write in capitals.
pub(super) fn is_go_end(place: &Place) -> bool {
    place.at_start() && place.hit().first().is_some_and(u8::is_ascii_lowercase)
}

/// `app.rb:12:in 'run': undefined method …`.
pub(super) fn is_ruby_frame(place: &Place) -> bool {
    let before = place.bare_before();
    let after = place.after();
    let digits = after.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let first = !before.iter().any(u8::is_ascii_whitespace);
    first && digits > 0 && after[digits..].starts_with(b":in ") && contains(after, ": ")
}

/// `make: *** [Makefile:2: all] Error 1`, `make[1]: *** …`.
pub(super) fn is_make_failure(place: &Place) -> bool {
    place.at_start() && place.says(&["*** "]) && place.says(&["] error ", "] killed", "] terminated"])
}

/// `waiting for advisory lock 42`: what is waited for is named soon.
pub(super) fn is_lock_wait(place: &Place) -> bool {
    let after = place.after();
    let near = &after[..after.len().min(80)];
    let mut rest = near;
    while let Some(at) = find(rest, "lock") {
        let left = at.checked_sub(1).is_none_or(|before| !rest[before].is_ascii_alphanumeric());
        let right = rest[at + 4..].first().is_none_or(|byte| !byte.is_ascii_alphanumeric());
        if left && right {
            return true;
        }
        rest = &rest[at + 4..];
    }
    false
}

/// A line that only says what is waited for.
pub(super) fn is_waiting(place: &Place) -> bool {
    place.at_start() && !is_lock_wait(place)
}
