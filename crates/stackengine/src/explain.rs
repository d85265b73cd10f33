//! Answers "what is this?" for a diagnostic's name or code, a reason Kubernetes gives, an exit code, a line of a log.

use crate::catalogue::{self, CATALOGUE, Diagnostic};
use crate::knowledge::{Reading, readings, signal_name, signal_of, signs_of_line};

/// What is known about the words that were asked for.
#[derive(Debug)]
pub enum Explanation {
    /// A diagnostic: its page says everything.
    Page(&'static Diagnostic),
    /// An exit code: a number with several readings.
    ExitCode {
        /// The number.
        code: i64,
        /// The signal it stands for, if it is read as 128 plus a signal.
        signal: Option<&'static str>,
        /// What it can mean, the likeliest first.
        readings: Vec<&'static Reading>,
    },
    /// A line of a log: the diagnostics it speaks for.
    Line(Vec<&'static Diagnostic>),
    /// Nothing is known by these words.
    Unknown {
        /// Names that come close, best first.
        close: Vec<&'static str>,
    },
}

/// Reasons that Kubernetes gives, and what stands behind each. Only those that can mean but one thing.
const REASONS: [(&str, &str); 13] = [
    ("OOMKilled", "out-of-memory"),
    ("ErrImagePull", "image-pull-failed"),
    ("ImagePullBackOff", "image-pull-failed"),
    ("InvalidImageName", "image-name-invalid"),
    ("ErrImageNeverPull", "image-not-present"),
    ("CreateContainerConfigError", "config-missing"),
    ("StartError", "container-start-failed"),
    ("RunContainerError", "container-start-failed"),
    ("ContainerCannotRun", "container-start-failed"),
    ("FailedMount", "volume-mount-failed"),
    ("FailedPostStartHook", "post-start-hook-failed"),
    ("PodFailurePolicy", "failed-by-pod-failure-policy"),
    ("NodeLost", "node-lost"),
];

/// Explains a diagnostic (`out-of-memory`, `SE101`), a reason (`OOMKilled`), an exit code (`137`, `exit 137`) or a
/// pasted line of a log.
///
/// ```
/// use stackengine::{Explanation, explain};
///
/// assert!(matches!(explain("exit 137"), Explanation::ExitCode { code: 137, signal: Some("SIGKILL"), .. }));
/// ```
#[must_use]
pub fn explain(words: &str) -> Explanation {
    let wanted = words.trim();
    if let Some(diagnostic) = by_name(wanted) {
        return Explanation::Page(diagnostic);
    }
    if let Some(code) = exit_code(wanted, |word| EXIT_WORDS.contains(&word)) {
        return explain_code(code);
    }
    let mut spoken_for: Vec<&'static Diagnostic> = Vec::new();
    for name in signs_of_line(wanted).into_iter().filter_map(crate::knowledge::Sign::diagnostic) {
        spoken_for
            .extend(catalogue::find(name).filter(|known| spoken_for.iter().all(|other| other.name != known.name)));
    }
    if !spoken_for.is_empty() {
        return Explanation::Line(spoken_for);
    }
    match exit_code(wanted, |_| true) {
        Some(code) => explain_code(code),
        None => Explanation::Unknown { close: close_names(wanted) },
    }
}

fn by_name(wanted: &str) -> Option<&'static Diagnostic> {
    let reason = REASONS.iter().find(|(reason, _)| reason.eq_ignore_ascii_case(wanted)).map(|(_, name)| *name);
    reason
        .and_then(catalogue::find)
        .or_else(|| catalogue::find(wanted))
        .or_else(|| catalogue::find(&wanted.replace([' ', '_'], "-")))
        .or_else(|| catalogue::find(&kebab(wanted)))
}

/// `BackoffLimitExceeded` as a name is written.
fn kebab(camel: &str) -> String {
    let mut name = String::with_capacity(camel.len() + 4);
    for char in camel.chars() {
        if char.is_ascii_uppercase() && !name.is_empty() && !name.ends_with('-') {
            name.push('-');
        }
        name.push(char.to_ascii_lowercase());
    }
    name
}

fn explain_code(code: i64) -> Explanation {
    Explanation::ExitCode { code, signal: signal_of(code).and_then(signal_name), readings: readings(code) }
}

/// Words that may stand beside a number when only the number is asked for.
const EXIT_WORDS: [&str; 17] = [
    "command",
    "failed",
    "terminated",
    "a",
    "code",
    "container",
    "error",
    "exit",
    "exitcode",
    "exited",
    "process",
    "rc",
    "returned",
    "state",
    "status",
    "the",
    "with",
];

/// The number after `exit`, `code` or `status`, or alone, where every other word is one that `allowed` lets stand.
fn exit_code(text: &str, allowed: impl Fn(&str) -> bool) -> Option<i64> {
    let lower = text.to_ascii_lowercase();
    let is_part = |char: char| char.is_ascii_alphanumeric() || char == '-';
    let words: Vec<&str> = lower.split(|char| !is_part(char)).filter(|word| !word.is_empty()).collect();
    let mut code = None;
    for (at, word) in words.iter().enumerate() {
        let announced =
            at > 0 && matches!(words[at - 1], "exit" | "exited" | "code" | "exitcode" | "status" | "with" | "rc");
        match number(word) {
            Some(found) if announced || words.len() == 1 => code = code.or(Some(found)),
            Some(_) => {}
            None if allowed(word) => {}
            None => return None,
        }
    }
    code
}

/// Decimal, or hexadecimal as Windows statuses are written: read as the signed 32 bits that Kubernetes shows.
fn number(word: &str) -> Option<i64> {
    match word.strip_prefix("0x") {
        Some(digits) => u32::from_str_radix(digits, 16).ok().map(|bits| i64::from(bits.cast_signed())),
        None => word.parse().ok(),
    }
}

/// Names that share a word with what was asked for.
fn close_names(wanted: &str) -> Vec<&'static str> {
    let wanted = kebab(wanted);
    let words: Vec<&str> =
        wanted.split(|char: char| !char.is_ascii_alphanumeric()).filter(|word| word.len() > 2).collect();
    let shared = |name: &str| name.split('-').filter(|part| words.iter().any(|word| part.starts_with(word))).count();
    let mut close: Vec<(usize, &'static str)> =
        CATALOGUE.iter().map(|known| (shared(known.name), known.name)).filter(|(n, _)| *n > 0).collect();
    close.sort_by_key(|(n_shared, _)| std::cmp::Reverse(*n_shared));
    close.into_iter().take(5).map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(words: &str) -> Option<i64> {
        match explain(words) {
            Explanation::ExitCode { code, .. } => Some(code),
            _ => None,
        }
    }

    #[test]
    fn exit_codes_are_found_however_they_are_asked_for() {
        for words in ["137", "exit 137", "Exit Code: 137", "exit status 137", "command terminated with exit code 137"] {
            assert_eq!(code(words), Some(137), "{words}");
        }
        assert_eq!(code("exited with -1"), Some(-1));
        assert_eq!(code("0xC0000005"), Some(-1_073_741_819));
        assert_eq!(code("pulled 3 of 12 layers"), None);
        assert_eq!(code(""), None);
    }

    #[test]
    fn names_codes_and_reasons_lead_to_the_page() {
        for (words, name) in [
            ("out-of-memory", "out-of-memory"),
            ("Out of Memory", "out-of-memory"),
            ("SE101", "out-of-memory"),
            ("OOMKilled", "out-of-memory"),
            ("DeadlineExceeded", "deadline-exceeded"),
        ] {
            assert!(matches!(explain(words), Explanation::Page(found) if found.name == name), "{words}");
        }
    }

    #[test]
    fn every_reason_has_a_page() {
        for (reason, name) in REASONS {
            assert!(catalogue::find(name).is_some(), "{reason}: {name}");
        }
    }

    #[test]
    fn close_names_share_a_word() {
        assert!(
            matches!(explain("image faulty"), Explanation::Unknown { close } if close.iter().all(|name| name.contains("image")) && !close.is_empty())
        );
        assert!(matches!(explain("xyzzy"), Explanation::Unknown { close } if close.is_empty()));
    }
}
