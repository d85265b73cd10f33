//! What is known about programs by their name: which only wrap another, and whose failure nobody means.

/// The last part of a path.
pub(super) fn base_name(word: &str) -> &str {
    word.rsplit('/').next().unwrap_or(word)
}

/// Programs that run the rest of their words: name, options that take the next word, words of their own before the rest.
const WRAPPERS: [(&str, &[&str], usize); 20] = [
    ("env", &["-u", "-C", "--unset", "--chdir"], 0),
    ("exec", &["-a"], 0),
    ("command", &[], 0),
    ("time", &["-f", "-o"], 0),
    ("timeout", &["-k", "-s", "--kill-after", "--signal"], 1),
    ("nice", &["-n"], 0),
    ("ionice", &["-c", "-n"], 0),
    ("nohup", &[], 0),
    ("setsid", &[], 0),
    ("stdbuf", &["-i", "-o", "-e"], 0),
    ("tini", &["-p", "-e"], 0),
    ("tini-static", &["-p", "-e"], 0),
    ("dumb-init", &["-r", "--rewrite"], 0),
    ("catatonit", &[], 0),
    ("gosu", &[], 1),
    ("su-exec", &[], 1),
    ("sudo", &["-u", "-g"], 0),
    ("flock", &["-w", "-E"], 1),
    ("chronic", &[], 0),
    ("unbuffer", &[], 0),
];

/// How many words stand before the program that a wrapper runs. `None` if the first word wraps nothing.
pub(super) fn wrapper(words: &[&str]) -> Option<usize> {
    let name = base_name(words.first()?);
    let (_, valued, own_words) = WRAPPERS.iter().find(|(known, ..)| *known == name)?;
    let mut at = 1;
    while let Some(word) = words.get(at) {
        match *word {
            "--" => {
                at += 1;
                break;
            }
            // What `command -v` and its like name is not run.
            "-v" | "-V" if name == "command" => return None,
            option if option.starts_with('-') => at += 1 + usize::from(valued.contains(&option)),
            setting if matches!(name, "env" | "sudo") && setting.contains('=') => at += 1,
            _ => break,
        }
    }
    at += own_words;
    (at < words.len()).then_some(at)
}

/// Commands whose failure nobody means by "the work failed".
const CANNOT_MATTER: &[&str] = &[
    "echo", "printf", "sleep", "set", "trap", "true", ":", "export", "cd", "date", "umask", "ulimit", "shopt", "wait",
    "exit", "return", "local", "unset", "alias", "test", "[", "[[", "false", "cat", "ls", "readonly", "declare",
    "typeset", "break", "continue", "shift", "pushd", "popd", "hash", "type", "getopts", "read", "clear", "tput",
    "hostname", "eval", ".", "source", "kill", "pkill", "killall",
];

/// Commands that only look, or sift what others wrote.
const LOOKS: &[&str] = &[
    "whoami", "id", "pwd", "basename", "dirname", "nproc", "uname", "env", "printenv", "which", "command", "getent",
    "uptime", "free", "df", "du", "stat", "readlink", "realpath", "seq", "expr", "grep", "egrep", "fgrep", "zgrep",
    "sed", "awk", "gawk", "cut", "tr", "sort", "uniq", "head", "tail", "wc", "tee", "rev", "nl", "column", "paste",
    "yes", "fold", "fmt", "less", "more", "ps", "pgrep", "nslookup", "dig", "ping", "mktemp", "jobs", "find", "file",
];

/// Commands that people run knowing that they may have nothing to do.
const MAY_FAIL: &[&str] = &[
    "rm", "rmdir", "mkdir", "umount", "mount", "ln", "chmod", "chown", "useradd", "adduser", "addgroup", "groupadd",
    "diff", "cmp", "stty", "sysctl", "touch", "unlink",
];

/// Whether the work can be said to have failed when this program did.
pub(super) fn matters(program: &str) -> bool {
    !CANNOT_MATTER.contains(&base_name(program))
}

/// Whether a failure of this program is worth a word where it only feeds a pipe or an argument.
pub(super) fn produces(program: &str) -> bool {
    matters(program) && !LOOKS.contains(&base_name(program))
}

/// Whether to swallow a failure of this program is the usual way to call it.
pub(super) fn may_fail(program: &str) -> bool {
    let name = base_name(program);
    MAY_FAIL.contains(&name) || LOOKS.contains(&name)
}
