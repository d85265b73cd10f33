//! The needles, grouped by the sign they stand for and the question that must be answered first.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind, StartKind};

use super::level;
use super::place::Place;
use super::sign::Sign;
use super::sign::Sign::*;

mod checks;

use checks::*;

/// Answers whether a needle means its sign in the place where it was found.
type Check = fn(&Place) -> bool;

/// Whose needle it was.
pub(super) struct Owner {
    pub(super) sign: Sign,
    pub(super) check: Check,
    pub(super) group: usize,
}

/// The automaton, and whose needle each of its patterns is.
pub(super) struct Needles {
    pub(super) automaton: AhoCorasick,
    pub(super) owners: Vec<Owner>,
    pub(super) n_groups: usize,
}

/// Built on first use; `None` only if the automaton outgrew its limits, which a test keeps from happening.
pub(super) fn needles() -> Option<&'static Needles> {
    static NEEDLES: LazyLock<Option<Needles>> = LazyLock::new(build);
    NEEDLES.as_ref()
}

fn build() -> Option<Needles> {
    let patterns = GROUPS.iter().flat_map(|(.., needles)| needles.iter());
    let automaton = AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::Standard)
        .start_kind(StartKind::Unanchored)
        .kind(Some(AhoCorasickKind::DFA))
        .build(patterns)
        .ok()?;
    let owners = GROUPS
        .iter()
        .enumerate()
        .flat_map(|(group, (sign, check, needles))| {
            needles.iter().map(move |_| Owner { sign: *sign, check: *check, group })
        })
        .collect();
    Some(Needles { automaton, owners, n_groups: GROUPS.len() })
}

/// Needles are in lower case and found in any; the same needle may stand in several groups.
static GROUPS: &[(Sign, Check, &[&str])] = &[
    (CommandNotFound, is_shell_phrase, &["command not found"]),
    (CommandNotFound, is_shell_not_found, &[": not found"]),
    (CommandNotFound, anywhere, &["executable file not found in", "cannot execute: required file not found"]),
    (
        CommandNotFound,
        anywhere,
        &["is not recognized as an internal or external command", "is not recognized as a name of"],
    ),
    (CommandNotFound, starts_a_command, &["no such file or directory", "enoent"]),
    (NotExecutable, is_command_denied, &["permission denied", "eacces"]),
    (PermissionDenied, is_file_denied, &["permission denied", "eacces"]),
    (PermissionDenied, is_reason, &["operation not permitted"]),
    (PermissionDenied, anywhere, &["java.nio.file.accessdeniedexception", "unauthorizedaccessexception"]),
    (ReadOnlyFilesystem, is_reason, &["read-only file system", "erofs"]),
    (ReadOnlyFilesystem, anywhere, &["readonlyfilesystemexception"]),
    (ExecFormat, anywhere, &["exec format error", "cannot execute binary file", "bad cpu type in executable"]),
    (FileMissing, is_file_missing, &["no such file or directory", "enoent"]),
    (FileMissing, is_missing_exception, &["filenotfounderror", "filenotfoundexception", "nosuchfileexception"]),
    (FileMissing, anywhere, &["unable to access jarfile", "cannot find the file specified", "could not find file '"]),
    (FileMissing, is_reason, &["directory nonexistent", "nonexistent directory"]),
    (DiskFull, is_disk, &["no space left on device", "disk quota exceeded", "not enough space on the disk"]),
    (DiskFull, anywhere, &["database or disk is full", "could not extend file"]),
    (DiskFull, is_disk_code, &["enospc", "edquot"]),
    (TooManyOpenFiles, is_word, &["too many open files", "emfile", "enfile"]),
    (
        ConnectionRefused,
        is_word,
        &["connection refused", "econnrefused", "connectionrefusederror", "nobrokersavailable"],
    ),
    (ConnectionRefused, anywhere, &["actively refused it", "couldn't connect to server", "connection was refused"]),
    (
        ConnectionRefused,
        anywhere,
        &["could not connect to the endpoint url", "was refused - did you specify the right"],
    ),
    (ConnectionRefused, is_mysql_refused, &["can't connect to mysql server", "can't connect to local mysql server"]),
    (ConnectionTimedOut, is_mysql_timed_out, &["can't connect to mysql server"]),
    (ConnectionTimedOut, is_word, &["connection timed out", "etimedout", "connect timed out", "no route to host"]),
    (ConnectionTimedOut, is_word, &["ehostunreach", "network is unreachable", "enetunreach", "read timed out"]),
    (ConnectionTimedOut, is_word, &["connecttimeouterror", "sockettimeoutexception", "serverselectiontimeouterror"]),
    (
        ConnectionTimedOut,
        is_word,
        &["i/o timeout", "context deadline exceeded", "tls handshake timeout", "und_err_connect_timeout"],
    ),
    (ConnectionTimedOut, is_no_setting, &["connection timeout", "connect timeout", "timeout expired"]),
    (ConnectionTimedOut, is_connection_timeout, &["timed out after", "operation timed out", "timed out"]),
    (HostNotFound, is_word, &["no such host", "name or service not known", "temporary failure in name resolution"]),
    (HostNotFound, is_word, &["enotfound", "eai_again", "eai_noname", "unknownhostexception", "nxdomain"]),
    (HostNotFound, is_word, &["could not resolve host", "couldn't resolve host", "could not translate host name"]),
    (HostNotFound, is_word, &["unable to resolve host", "nodename nor servname provided", "name does not resolve"]),
    (HostNotFound, is_word, &["failed to lookup address information", "no address associated with hostname"]),
    (HostNotFound, is_word, &["nameresolutionerror", "getaddrinfo failed", "unknown mysql server host"]),
    (
        HostNotFound,
        is_word,
        &["remote name could not be resolved", "server can't find", "unable to resolve host address"],
    ),
    (HostNotFound, anywhere, &["bad address '", "unknown host "]),
    (ConnectionReset, is_word, &["connection reset", "econnreset", "socket hang up", "connection aborted"]),
    (ConnectionReset, anywhere, &["server closed the connection unexpectedly", "remote end closed connection without"]),
    (
        ConnectionReset,
        anywhere,
        &["lost connection to mysql server", "server has gone away", "empty reply from server"],
    ),
    (ConnectionReset, anywhere, &["ssl connection has been closed unexpectedly", "terminating connection due to"]),
    (ConnectionReset, is_word, &["remotedisconnected", "connectionreseterror", "connection closed by foreign host"]),
    (ServiceUnavailable, is_word, &["503 service", "503 server error", "502 bad gateway", "502 server error"]),
    (ServiceUnavailable, is_word, &["504 gateway time", "504 server error", "504 gateway timeout"]),
    (ServiceUnavailable, is_reason, &["service unavailable", "bad gateway", "gateway timeout"]),
    (ServiceUnavailable, anywhere, &["too many clients already", "remaining connection slots are reserved"]),
    (ServiceUnavailable, is_reason, &["too many connections"]),
    (RateLimited, is_word, &["429 too many requests", "429 client error", "toomanyrequests", "rate limit exceeded"]),
    (RateLimited, is_word, &["throttlingexception", "requestlimitexceeded", "slowdown: please reduce"]),
    (
        AuthenticationFailed,
        anywhere,
        &["password authentication failed", "access denied for user", "login failed for user"],
    ),
    (
        AuthenticationFailed,
        is_word,
        &["authentication failed", "401 unauthorized", "401 client error", "bad credentials"],
    ),
    (AuthenticationFailed, is_word, &["invalid username or password", "unable to locate credentials", "invalid_grant"]),
    (
        AuthenticationFailed,
        is_word,
        &["invalidaccesskeyid", "signaturedoesnotmatch", "expiredtoken", "expiredtokenexception"],
    ),
    (AuthenticationFailed, is_word, &["unrecognizedclientexception", "could not find default credentials"]),
    (
        AuthenticationFailed,
        anywhere,
        &["permission denied (publickey", "could not read username for", "wrongpass ", "noauth "],
    ),
    (AuthenticationFailed, anywhere, &["you must be logged in to the server", "host key verification failed"]),
    (Forbidden, is_word, &["403 forbidden", "403 client error", "accessdenied", "is not authorized to perform"]),
    (Forbidden, anywhere, &["is forbidden: user", "permission denied for ", "insufficient privilege"]),
    (Forbidden, is_service_denied, &["access denied"]),
    (Forbidden, is_word, &["accessdeniedexception"]),
    (CertificateNotTrusted, is_word, &["certificate signed by unknown authority", "certificate verify failed"]),
    (CertificateNotTrusted, is_word, &["unable to get local issuer certificate", "pkix path building failed"]),
    (CertificateNotTrusted, is_reason, &["self signed certificate", "self-signed certificate"]),
    (CertificateNotTrusted, is_word, &["certificate has expired", "unable to verify the first certificate"]),
    (CertificateNotTrusted, is_word, &["cert_has_expired", "depth_zero_self_signed_cert", "self_signed_cert_in_chain"]),
    (CertificateNotTrusted, is_word, &["failed to verify certificate", "the remote certificate is invalid"]),
    (
        CertificateNotTrusted,
        is_word,
        &["sslcertverificationerror", "sslhandshakeexception", "certificate is not trusted"],
    ),
    (LibraryMissing, anywhere, &["error while loading shared libraries", "error loading shared library"]),
    (
        LibraryMissing,
        is_word,
        &["modulenotfounderror", "no module named", "classnotfoundexception", "noclassdeffounderror"],
    ),
    (
        LibraryMissing,
        is_word,
        &["cannot find module", "module_not_found", "err_module_not_found", "cannot find package"],
    ),
    (LibraryMissing, is_word, &["could not find or load main class", "unsatisfiedlinkerror", "cannot load such file"]),
    (
        LibraryMissing,
        anywhere,
        &["unable to load shared library", "could not load file or assembly", "error relocating "],
    ),
    (LibraryMissing, anywhere, &["cannot open shared object file", "undefined symbol:", "there is no package called"]),
    (LibraryMissing, is_versioned_library, &["version `glibc", "version `cxxabi", "version 'glibc"]),
    (LibraryMissing, is_perl_module, &["can't locate "]),
    (LibraryMissing, is_python_import, &["importerror:"]),
    (HeapExhausted, is_heap, &["java.lang.outofmemoryerror", "javascript heap out of memory", "gc overhead limit"]),
    (HeapExhausted, is_heap_error, &["memoryerror", "outofmemoryexception"]),
    (
        HeapExhausted,
        is_heap_reason,
        &["cannot allocate memory", "failed to allocate memory", "out of memory", "bad_alloc"],
    ),
    (HeapExhausted, is_word, &["runtime: out of memory", "enomem"]),
    (HeapExhausted, anywhere, &["std::bad_alloc", "allowed memory size of", "beyond physical memory limits"]),
    (HeapExhausted, is_rust_allocation, &["memory allocation of "]),
    (KilledChild, is_death_notice, &["killed"]),
    (KilledChild, is_kernel_kill, &["killed process "]),
    (KilledChild, anywhere, &["signal: killed", "killed signal terminated program", "was sent sigkill"]),
    (KilledChild, is_signal_news, &["signal 9", "sigkill"]),
    (KilledChild, is_137, &["exit status", "exit code", "exited with", "exit-code", "returncode"]),
    (Segfault, is_word, &["segmentation fault", "segmentation violation", "segfault at"]),
    (Segfault, is_signal_news, &["sigsegv", "signal 11"]),
    (Segfault, is_139, &["exit status", "exit code", "exited with"]),
    (Abort, is_death_notice, &["aborted"]),
    (Abort, anywhere, &["signal: aborted", "terminate called after throwing", "terminate called without"]),
    (Abort, anywhere, &["double free or corruption", "free(): invalid", "malloc(): ", "stack smashing detected"]),
    (Abort, at_start, &["corrupted size vs. prev_size", "fatal python error:", "fatal runtime error:"]),
    (Abort, is_assertion, &["assertion "]),
    (Abort, is_signal_news, &["sigabrt"]),
    (IllegalInstruction, is_word, &["illegal instruction"]),
    (IllegalInstruction, is_signal_news, &["sigill"]),
    (BusError, is_word, &["bus error"]),
    (BusError, is_signal_news, &["sigbus"]),
    (ArithmeticError, starts_word, &["floating point exception", "zerodivisionerror"]),
    (
        ArithmeticError,
        is_word,
        &["java.lang.arithmeticexception", "integer divide by zero", "divide by zero", "division by zero"],
    ),
    (ArithmeticError, is_signal_news, &["sigfpe"]),
    (BrokenPipe, is_word, &["broken pipe", "epipe", "brokenpipeerror"]),
    (BrokenPipe, is_signal_news, &["sigpipe"]),
    (BadSystemCall, is_word, &["bad system call"]),
    (BadSystemCall, is_signal_news, &["sigsys"]),
    (Terminated, is_death_notice, &["terminated"]),
    (Terminated, is_signal_news, &["sigterm", "signal 15"]),
    (Terminated, anywhere, &["signal: terminated", "received termination signal", "handling signal: term"]),
    (Terminated, is_143, &["exit status", "exit code", "exited with"]),
    (UsageError, at_start, &["usage:"]),
    (
        UsageError,
        is_word,
        &["unrecognized option", "unrecognized arguments", "unrecognized argument", "invalid option"],
    ),
    (
        UsageError,
        is_word,
        &["unknown option", "unknown flag", "illegal option", "unknown shorthand flag", "no such option"],
    ),
    (
        UsageError,
        is_word,
        &["flag provided but not defined", "missing required argument", "missing required arguments"],
    ),
    (UsageError, is_word, &["missing operand", "missing file operand", "the following arguments are required"]),
    (
        UsageError,
        is_reason,
        &["unexpected argument", "unknown command", "bad option", "invalid choice", "unknown subcommand"],
    ),
    (UsageError, anywhere, &["is not a git command", "required flag(s)", "required option '"]),
    (ScriptError, is_reason, &["syntax error near", "syntax error: unexpected", "unexpected eof while looking"]),
    (ScriptError, is_reason, &["syntax error: unterminated", "syntax error: end of file", "unbound variable"]),
    (ScriptError, is_reason, &["parameter not set", "bad substitution", "integer expression expected"]),
    (SettingMissing, is_unset, &["environment variable", "env var", "environment variables"]),
    (SettingMissing, is_unset_name, &["is not set", "must be set", "not set in environment"]),
    (
        CommandTimedOut,
        is_word,
        &["timeoutexpired", "command timed out", "due to statement timeout", "execution expired"],
    ),
    (CommandTimedOut, is_word, &["timeout: sending signal", "deadline_exceeded"]),
    (CommandTimedOut, is_command_timeout, &["timed out after"]),
    (CommandTimedOut, is_124, &["exit status", "exit code", "exited with"]),
    (
        DotnetHostFailed,
        anywhere,
        &["failed to initialize coreclr", "failed to create coreclr", "failed to bind to coreclr"],
    ),
    (DotnetHostFailed, anywhere, &["you must install or update .net", "compatible framework version"]),
    (DotnetHostFailed, is_host_trouble, &["hostfxr", "hostpolicy", "libcoreclr", "compatible .net sdk"]),
    (DotnetHostFailed, anywhere, &["gc heap initialization failed", "error initializing the dependency resolver"]),
    (DotnetHostFailed, anywhere, &["could not resolve coreclr path", "failure processing application bundle"]),
    (Traceback, anywhere, &["traceback (most recent call last)", "unhandledpromiserejection", "php fatal error:"]),
    (Traceback, is_thread_exception, &["exception in thread"]),
    (Traceback, is_announced, &["unhandled exception", "uncaught exception", "uncaught error"]),
    (Traceback, is_rust_panic, &["panicked at"]),
    (Traceback, is_go_end, &["panic: ", "fatal error: "]),
    (Traceback, level::has_frames, &["error", "exception"]),
    (Traceback, is_ruby_frame, &[".rb:"]),
    (
        ChildFailed,
        is_failed_number,
        &["exit status", "exit code", "exited with code", "exited with status", "exited with"],
    ),
    (ChildFailed, is_failed_number, &["exit-code", "returned exit code", "exitcode"]),
    (ChildFailed, is_make_failure, &["make: ***", "make["]),
    (ChildFailed, anywhere, &["elifecycle", "subprocess.calledprocesserror"]),
    (ErrorLine, level::is_level, &["error", "fatal", "critical", "severe", "panic", "emerg", "exception"]),
    (ErrorLine, level::is_short_level, &["err]", "err!", "err |"]),
    (ErrorLine, level::is_klog, &[".go:"]),
    (ErrorLine, level::is_number_level, &["\"level\":50", "\"level\":60"]),
    (ErrorLine, level::opens_failure, &["failed to ", "unable to ", "could not ", "couldn't ", "cannot ", "can't "]),
    (ErrorLine, level::is_not_calm, &["an error occurred", "an exception occurred", "giving up", "build failed"]),
    (LockWait, is_lock_wait, &["waiting for", "waiting to acquire", "blocking waiting for"]),
    (LockWait, is_word, &["lock wait timeout exceeded", "could not obtain lock", "error acquiring the state lock"]),
    (LockWait, anywhere, &["unable to lock database", "could not get lock", "database is locked", "deadlock detected"]),
    (Waiting, is_waiting, &["waiting for", "still waiting"]),
];
