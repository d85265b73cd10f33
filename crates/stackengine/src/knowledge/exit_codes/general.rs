//! Codes that any program, a shell, sysexits.h or the container runtime gives a meaning to.

use super::Retry::{Depends, DoesNotHelp, Helps};
use super::{NOT_EXECUTABLE, NOT_FOUND, Row, UNVERIFIED, row, table};

const ERROR: Option<&str> = Some("container-exit-error");
const START_FAILED: Option<&str> = Some("container-start-failed");

pub(super) static ANY: &[Row] = &[
    row(
        0,
        "any program",
        "ended saying it succeeded; whether the work was done, only its output shows",
        None,
        Depends,
        "exit(3): EXIT_SUCCESS",
        None,
    ),
    row(
        1,
        "any program",
        "the general failure: an uncaught exception in most languages, or a script stopped by `set -e`",
        None,
        Depends,
        "exit(3): EXIT_FAILURE",
        ERROR,
    ),
    row(
        2,
        "any program",
        "wrong usage, or trouble of the program's own: a wrong option, a syntax error, a file it could not open",
        None,
        DoesNotHelp,
        "bash(1), EXIT STATUS; grep(1), tar(1), make(1)",
        ERROR,
    ),
    row(
        126,
        "bash and POSIX shells",
        "the command was found but could not be executed",
        None,
        DoesNotHelp,
        "bash(1), EXIT STATUS",
        NOT_EXECUTABLE,
    ),
    row(
        127,
        "bash and POSIX shells",
        "a command was not found, or the interpreter its first line names",
        None,
        DoesNotHelp,
        "bash(1), EXIT STATUS",
        NOT_FOUND,
    ),
];

pub(super) static RUNTIMES: &[Row] = &[
    row(
        128,
        "containerd",
        "the container could not be started: the command, a mount or the working directory was refused",
        Some("reason StartError in the container's state"),
        DoesNotHelp,
        "containerd source, internal/cri/server (errorStartExitCode)",
        START_FAILED,
    ),
    row(
        137,
        "the kubelet",
        "a placeholder: nobody saw how the container ended",
        Some("reason ContainerStatusUnknown or RestartingAllContainers in the container's state"),
        Depends,
        "Kubernetes source, pkg/kubelet (ContainerReasonStatusUnknown)",
        None,
    ),
    row(
        255,
        "containerd",
        "containerd lost track of the container, as after a reboot of the node; its true end is not known",
        Some("reason Unknown in the container's state"),
        Helps,
        "containerd source, internal/cri/server (unknownExitCode)",
        None,
    ),
    row(
        -1,
        "CRI-O",
        "the container's end was not seen; its exit code is not known",
        Some("CRI-O as the node's container runtime"),
        Depends,
        "CRI-O source, as noted in this project's reference",
        None,
    ),
    row(
        125,
        "docker run",
        "the Docker daemon itself failed before the container ran",
        Some("a `docker` command inside the container"),
        Depends,
        "Docker documentation, docker run, Exit status",
        None,
    ),
    row(
        1,
        "exec of a foreign program",
        "the program was built for another processor, or is a script without its first line",
        Some("`exec format error` in the log"),
        DoesNotHelp,
        "execve(2): ENOEXEC",
        Some("exec-format-error"),
    ),
    row(
        126,
        "bash and POSIX shells, on a foreign program",
        "the program was built for another processor",
        Some("`Exec format error` or `cannot execute binary file` in the log"),
        DoesNotHelp,
        "tried with bash 5.2 and dash",
        Some("exec-format-error"),
    ),
    row(
        111,
        "programs that leak errno",
        "the number of `Connection refused` used as a status; s6 tools also use 111 for trouble that may pass",
        Some("`Connection refused` or an s6 tool's message in the log"),
        Helps,
        UNVERIFIED,
        Some("dependency-unreachable"),
    ),
];

pub(super) static SHELLS: &[Row] = &[
    row(
        2,
        "bash and POSIX shells",
        "a builtin was misused, or the script has a syntax error; in dash also an unset variable or a failed \
         redirection",
        Some("`syntax error`, `unexpected` or `parameter not set` in the log"),
        DoesNotHelp,
        "bash(1), EXIT STATUS; tried with dash",
        None,
    ),
    row(
        127,
        "bash -c",
        "an unset variable under `set -u`",
        Some("`unbound variable` in the log"),
        DoesNotHelp,
        "tried with bash 5.2",
        None,
    ),
    row(
        128,
        "bash and POSIX shells, in exit",
        "`exit` was given something that is no number, says an old guide; bash 5.2 and dash end with 2 then",
        Some("`numeric argument required` in the log, and a shell other than bash 5.2 or dash"),
        DoesNotHelp,
        UNVERIFIED,
        None,
    ),
    row(
        255,
        "bash and POSIX shells, in exit",
        "`exit -1`, cut to eight bits, or a status the script chose itself",
        Some("the script's `exit` statements"),
        Depends,
        "exit(3): only the lowest 8 bits reach the parent",
        None,
    ),
];

pub(super) static SYSEXITS: &[Row] = &table(
    "programs that follow sysexits.h",
    "the program's documentation naming sysexits, or a log line that says the same",
    "sysexits.h(3head)",
    [
        (64, DoesNotHelp, "EX_USAGE: the command line was wrong", None),
        (65, DoesNotHelp, "EX_DATAERR: the input data was wrong", None),
        (66, DoesNotHelp, "EX_NOINPUT: an input file is missing or cannot be read", None),
        (67, DoesNotHelp, "EX_NOUSER: the user named does not exist", None),
        (68, Depends, "EX_NOHOST: the host named does not exist", super::UNREACHABLE),
        (69, Helps, "EX_UNAVAILABLE: a service or program it needs is not there", None),
        (70, Depends, "EX_SOFTWARE: an error inside the program itself", None),
        (71, Helps, "EX_OSERR: the operating system refused, as when it cannot fork", None),
        (72, DoesNotHelp, "EX_OSFILE: a system file is missing or damaged", None),
        (73, DoesNotHelp, "EX_CANTCREAT: an output file cannot be created", None),
        (74, Depends, "EX_IOERR: reading or writing a file failed", None),
        (75, Helps, "EX_TEMPFAIL: trouble that should pass; the program asks to be run again", None),
        (76, Depends, "EX_PROTOCOL: the other side broke the protocol", None),
        (77, DoesNotHelp, "EX_NOPERM: it was not allowed to", None),
        (78, DoesNotHelp, "EX_CONFIG: the configuration is wrong", None),
    ],
);
