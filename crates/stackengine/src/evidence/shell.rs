//! Command lines between the evidence: what was asked tells whose answer follows.

use super::LogOwner;
use super::line::Piece;

/// What a line with a prompt asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Command {
    /// Whose log follows, and the namespace of whatever follows.
    pub(super) owner: LogOwner,
    /// Whether it is kubectl (or oc) at all.
    pub(super) is_kubectl: bool,
    /// Whether a YAML comment could look the same.
    pub(super) maybe_comment: bool,
}

const VERBS: [&str; 26] = [
    "get",
    "logs",
    "log",
    "describe",
    "apply",
    "create",
    "delete",
    "top",
    "explain",
    "events",
    "rollout",
    "exec",
    "edit",
    "patch",
    "wait",
    "config",
    "version",
    "auth",
    "debug",
    "run",
    "replace",
    "scale",
    "project",
    "status",
    "attach",
    "cluster-info",
];

/// Flags of kubectl that take the next word as their value.
const VALUED: [&str; 26] = [
    "-n",
    "--namespace",
    "-c",
    "--container",
    "-l",
    "--selector",
    "-o",
    "--output",
    "--context",
    "--kubeconfig",
    "--since",
    "--since-time",
    "--tail",
    "--limit-bytes",
    "--max-log-requests",
    "-s",
    "--server",
    "--cluster",
    "--user",
    "--as",
    "--field-selector",
    "--sort-by",
    "--pod-running-timeout",
    "--request-timeout",
    "--for",
    "--types",
];

/// The command of a line that starts with a prompt, or with kubectl and a verb it knows.
pub(super) fn command(line: Piece<'_>) -> Option<Command> {
    let line = line.trim();
    if line.text.len() > 2000 {
        return None;
    }
    if let Some(found) = kubectl(line) {
        return Some(found);
    }
    is_prompt(line.text).then(Command::default)
}

fn kubectl(line: Piece<'_>) -> Option<Command> {
    let at = ["kubectl ", "oc ", "k "].iter().find_map(|name| {
        let at = line.text.find(name)?;
        let before = line.text.get(..at)?;
        (before.is_empty() || before.ends_with([' ', '>', '$', '#', '%', '\t', '/'])).then_some(at)
    })?;
    let (before, rest) = line.split_at(at);
    let prompt = before.text.trim_end();
    let prompt = prompt.strip_suffix("sudo").map_or(prompt, str::trim_end);
    let words: Vec<&str> = rest.text.split_whitespace().skip(1).collect();
    let command = read_words(&words)?;
    let bare = prompt.is_empty();
    let prompted = prompt.len() <= 120
        && (prompt.ends_with(['$', '#', '%', '>', '❯', '»', 'λ'])
            || prompt.starts_with(['➜', '❯', '→', 'λ'])
            || prompt == "+"
            || prompt == "watch");
    // Prose may begin with the word kubectl as well; a command line has no full sentence behind it.
    let plausible = !bare || !rest.text.trim_end().ends_with(['.', ':', '?']);
    ((bare && plausible) || prompted).then(|| Command { maybe_comment: prompt == "#", ..command })
}

fn read_words(words: &[&str]) -> Option<Command> {
    let mut command = Command { is_kubectl: true, ..Command::default() };
    let mut verb = None;
    let mut positional = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        at += 1;
        if matches!(*word, "|" | "||" | "&&" | ";" | "&" | "2>&1" | ">" | ">>" | "2>/dev/null") {
            break;
        }
        let word = word.trim_matches(['"', '\'']);
        if !word.starts_with('-') {
            match verb {
                None if !VERBS.contains(&word) => return None,
                None => verb = Some(word),
                Some(_) => positional.push(word.trim_end_matches(';')),
            }
            continue;
        }
        let (flag, value) = match word.split_once('=') {
            Some((flag, value)) => (flag, Some(value)),
            None if VALUED.contains(&word) => {
                at += 1;
                (word, words.get(at - 1).copied())
            }
            None => (word, None),
        };
        let value = value.map(|value| value.trim_matches(['"', '\'']).to_owned());
        match flag {
            "-n" | "--namespace" => command.owner.namespace = value,
            "-c" | "--container" => command.owner.container = value,
            "-p" | "--previous" => command.owner.previous = value.as_deref() != Some("false"),
            _ => {
                if let Some(namespace) = flag.strip_prefix("-n").filter(|rest| super::log::is_name(rest)) {
                    command.owner.namespace = Some(namespace.to_owned());
                }
            }
        }
    }
    let verb = verb?;
    if !matches!(verb, "logs" | "log") {
        command.owner = LogOwner { namespace: command.owner.namespace, ..LogOwner::default() };
        return Some(command);
    }
    let name = |text: &str| super::log::is_name(text).then(|| text.to_owned());
    match positional.first().map(|word| word.split_once('/').unwrap_or(("pod", word))) {
        Some(("pod" | "pods" | "po", pod)) => command.owner.pod = name(pod),
        Some(("job" | "jobs" | "job.batch" | "jobs.batch", job)) => command.owner.job = name(job),
        _ => {}
    }
    if let Some(container) = positional.get(1) {
        command.owner.container = name(container);
    }
    Some(command)
}

/// A prompt before a command that is not kubectl's: `$ cat job.yaml`, `me@host:~/x$ ls`, `PS C:\> type x`.
fn is_prompt(text: &str) -> bool {
    if text == "$" {
        return true;
    }
    if let Some(rest) = text.strip_prefix("$ ") {
        return rest.starts_with(|char: char| char.is_ascii_alphabetic() || matches!(char, '.' | '/'));
    }
    if text.starts_with("PS ") {
        return text.find('>').is_some_and(|at| at < 120) && text.as_bytes().get(4) == Some(&b':');
    }
    if text.starts_with("➜ ") {
        return true;
    }
    // `user@host:path$ ` or `[user@host path]# `: the sign must stand in the first words, after an at sign.
    let head: String = text.chars().take(80).collect();
    let Some(at) = head.find('@') else { return false };
    let user = head.get(..at).unwrap_or_default().trim_start_matches('[');
    if user.is_empty() || !user.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.')) {
        return false;
    }
    let after = head.get(at + 1..).unwrap_or_default();
    let Some(sign) = after.find(['$', '#']) else { return false };
    let host = after.get(..sign).unwrap_or_default();
    let rest = after.get(sign + 1..).unwrap_or_default();
    (rest.is_empty() || rest.starts_with(' '))
        && host.split_whitespace().count() <= 2
        && (host.contains(':') || host.trim_end().ends_with(']') || host.contains('~'))
}

/// What kubectl says about itself among what it prints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Noise {
    /// Nothing that tells about the following lines.
    Plain,
    /// The container of the log that follows.
    Container(String),
    /// The pod of the log that follows.
    Pod(String),
}

/// Recognises kubectl's own lines. Right after a command line, `error:` is kubectl's; elsewhere it may be a program's.
pub(super) fn noise(line: &str, after_command: bool) -> Option<Noise> {
    let line = line.trim();
    if let Some(rest) =
        line.strip_prefix("Defaulted container ").or_else(|| line.strip_prefix("Defaulting container name to "))
    {
        let name = rest.trim_start_matches('"').split(['"', ' ', '.']).next().unwrap_or_default();
        return Some(Noise::Container(name.to_owned()));
    }
    if let Some(rest) = line.strip_prefix("Found ")
        && let Some((count, pod)) = rest.split_once(" pods, using pod/")
        && count.bytes().all(|byte| byte.is_ascii_digit())
    {
        return Some(Noise::Pod(pod.trim().to_owned()));
    }
    const STARTS: [&str; 8] = [
        "Error from server (",
        "Error from server: ",
        "No resources found",
        "unable to retrieve container logs for ",
        "Unable to connect to the server",
        "The connection to the server ",
        "Use 'kubectl describe ",
        "Use \"kubectl describe ",
    ];
    if STARTS.iter().any(|start| line.starts_with(start)) {
        return Some(Noise::Plain);
    }
    let error = line.strip_prefix("error: ")?;
    const ERRORS: [&str; 18] = [
        "the server doesn't have a resource type",
        "You must be logged in",
        "no matching resources found",
        "container ",
        "a container name must be specified",
        "timed out waiting for the condition",
        "resource mapping not found",
        "error parsing ",
        "error validating ",
        "error executing ",
        "error when ",
        "previous terminated container",
        "unknown flag",
        "unknown command",
        "the path ",
        "no objects passed to ",
        "unable to recognize ",
        "cannot get the logs from ",
    ];
    (after_command || ERRORS.iter().any(|start| error.starts_with(start))).then_some(Noise::Plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(line: &str) -> Command {
        command(Piece::new(0, line)).unwrap_or_else(|| panic!("a command: {line}"))
    }

    #[test]
    fn prompts_of_many_shells_are_read() {
        for line in [
            "$ kubectl logs etl-1 -c main --previous -n team-02",
            "# kubectl -n team-02 logs -p etl-1 main",
            "me@host:~/x$ kubectl logs pod/etl-1 --container=main -p --namespace=team-02",
            "➜  ~ kubectl logs etl-1 main -p -nteam-02",
            "PS C:\\Users\\me> kubectl logs etl-1 -c main -p -n team-02 | more",
            "% oc logs -p -f etl-1 -c main --tail 20 -n team-02",
            "[me@host dir]$ k logs etl-1 -c main -n team-02 --previous && echo done",
            "kubectl logs etl-1 -c main -n team-02 -p",
        ] {
            let owner = asked(line).owner;
            assert_eq!(owner.namespace.as_deref(), Some("team-02"), "{line}");
            assert_eq!(owner.pod.as_deref(), Some("etl-1"), "{line}");
            assert_eq!(owner.container.as_deref(), Some("main"), "{line}");
            assert!(owner.previous, "{line}");
        }
        assert_eq!(asked("$ kubectl logs job/etl").owner.job.as_deref(), Some("etl"));
        assert_eq!(asked("k get pods -n x").owner.namespace.as_deref(), Some("x"));
        assert!(!asked("me@host:~$ cat job.yaml").is_kubectl);
    }

    #[test]
    fn log_lines_are_no_prompts() {
        for line in [
            "2026-11-23 INFO kubectl get pods was called",
            "mail from me@host.example costs 5$ more",
            "kubectl get pods is what you should run.",
            "kubectl is a tool",
            "$HOME is not set",
            "# comment",
            "ok k 5",
        ] {
            assert_eq!(command(Piece::new(0, line)), None, "{line}");
        }
    }

    #[test]
    fn kubectl_speaks_of_itself() {
        let container = noise("Defaulted container \"main\" out of: main, proxy (init)", false);
        assert_eq!(container, Some(Noise::Container("main".to_owned())));
        assert_eq!(noise("Found 2 pods, using pod/etl-1", false), Some(Noise::Pod("etl-1".to_owned())));
        assert_eq!(noise("Error from server (NotFound): pods \"x\" not found", false), Some(Noise::Plain));
        assert_eq!(noise("error: could not open database", false), None);
        assert_eq!(noise("error: could not open database", true), Some(Noise::Plain));
    }
}
