//! Looks for values that were found once in all other places and encodings.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind, MatchKind};

use super::encodings::{self, Encoding};

/// Shorter values are masked only where structure says what they are.
const MIN_LENGTH: usize = 6;

/// Values from this length on are looked for inside of words, too.
const INSIDE_WORDS: usize = 8;

/// Lines of a value of several lines that are looked for alone are at least as long.
const MIN_LINE: usize = 16;

/// Words that stand everywhere, whoever has chosen them as a password.
const COMMON: &[&str] = &[
    "access",
    "account",
    "accounts",
    "active",
    "admin",
    "administrator",
    "adminuser",
    "anonymous",
    "application",
    "applications",
    "apiversion",
    "backend",
    "backup",
    "batch",
    "bitnami",
    "block",
    "build",
    "cache",
    "cassandra",
    "changed",
    "client",
    "cluster",
    "command",
    "complete",
    "completed",
    "config",
    "configuration",
    "connect",
    "connected",
    "connection",
    "console",
    "container",
    "containers",
    "controller",
    "create",
    "created",
    "credential",
    "credentials",
    "cronjob",
    "custom",
    "customer",
    "database",
    "dataset",
    "debian",
    "default",
    "delete",
    "deploy",
    "deployment",
    "describe",
    "develop",
    "developer",
    "development",
    "disabled",
    "docker",
    "elastic",
    "elasticsearch",
    "enabled",
    "engine",
    "environment",
    "example",
    "failed",
    "failure",
    "finished",
    "frontend",
    "gateway",
    "github",
    "gitlab",
    "global",
    "grafana",
    "guest",
    "health",
    "import",
    "ingress",
    "internal",
    "invalid",
    "jenkins",
    "kafka",
    "keycloak",
    "kibana",
    "kubernetes",
    "latest",
    "letmein",
    "license",
    "localhost",
    "logging",
    "manager",
    "mariadb",
    "master",
    "member",
    "message",
    "metadata",
    "metrics",
    "migrate",
    "migration",
    "minimal",
    "mongodb",
    "monitor",
    "monitoring",
    "mysql",
    "namespace",
    "network",
    "nginx",
    "nobody",
    "normal",
    "opaque",
    "operator",
    "option",
    "options",
    "oracle",
    "orders",
    "passwd",
    "password",
    "pending",
    "people",
    "plain",
    "platform",
    "policy",
    "postgres",
    "postgresql",
    "prefix",
    "private",
    "process",
    "prod",
    "product",
    "production",
    "project",
    "prometheus",
    "provider",
    "public",
    "python",
    "query",
    "queue",
    "rabbitmq",
    "random",
    "readonly",
    "reader",
    "redis",
    "region",
    "registry",
    "release",
    "remote",
    "report",
    "reports",
    "request",
    "required",
    "resource",
    "resources",
    "result",
    "running",
    "sample",
    "scheduler",
    "schema",
    "secret",
    "secrets",
    "secure",
    "select",
    "server",
    "service",
    "services",
    "session",
    "shared",
    "signed",
    "simple",
    "single",
    "source",
    "staging",
    "standard",
    "start",
    "started",
    "status",
    "storage",
    "string",
    "success",
    "succeeded",
    "superuser",
    "support",
    "system",
    "table",
    "target",
    "terminated",
    "testing",
    "testuser",
    "token",
    "ubuntu",
    "unknown",
    "update",
    "updated",
    "upload",
    "user",
    "username",
    "vault",
    "version",
    "volume",
    "wordpress",
    "worker",
    "workers",
    "writer",
];

/// Whether a value may be looked for outside of the place where it was found.
pub(crate) fn spreads(value: &[u8], names: &BTreeSet<Vec<u8>>) -> bool {
    let value = value.trim_ascii();
    let lower = value.to_ascii_lowercase();
    value.len() >= MIN_LENGTH
        && !names.contains(value)
        && !COMMON.iter().any(|word| word.as_bytes() == lower)
        && (value.len() >= 12 || !value.iter().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b':')))
        && value.iter().any(u8::is_ascii_alphanumeric)
        && !(value.starts_with(b"-----") && value.len() < 40)
}

/// Where a value stands, and how it is written there.
pub(crate) struct Hit {
    pub(crate) span: Range<usize>,
    /// The value's number in the list that was given.
    pub(crate) value: usize,
    pub(crate) encoding: Encoding,
    /// Whether it is only one line of the value.
    pub(crate) part: bool,
}

struct Pattern {
    value: usize,
    encoding: Encoding,
    part: bool,
    whole_words: bool,
}

/// All encodings of a list of values, ready to be looked for.
pub(crate) struct Searcher {
    automaton: Option<AhoCorasick>,
    patterns: Vec<Pattern>,
}

impl Searcher {
    /// Prepares the values; those that do not [`spreads`] must have been left out.
    pub(crate) fn new<'v>(values: impl Iterator<Item = (usize, &'v [u8])>) -> Self {
        let mut forms: BTreeMap<Vec<u8>, Pattern> = BTreeMap::new();
        for (value, bytes) in values {
            let whole_words = bytes.len() < INSIDE_WORDS;
            for (form, encoding) in encodings::encodings(bytes) {
                let whole_words = whole_words && encoding == Encoding::Plain;
                forms.entry(form).or_insert(Pattern { value, encoding, part: false, whole_words });
            }
            let trimmed = bytes.trim_ascii();
            if trimmed.len() < bytes.len() && trimmed.len() >= MIN_LENGTH {
                let pattern = Pattern { value, encoding: Encoding::Plain, part: true, whole_words };
                forms.entry(trimmed.to_vec()).or_insert(pattern);
            }
            if memchr::memchr(b'\n', trimmed).is_some() {
                for line in trimmed.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii) {
                    if line.len() >= MIN_LINE && !line.starts_with(b"-----") {
                        let pattern = Pattern { value, encoding: Encoding::Plain, part: true, whole_words: false };
                        forms.entry(line.to_vec()).or_insert(pattern);
                    }
                }
            }
        }
        let (texts, patterns): (Vec<Vec<u8>>, Vec<Pattern>) = forms.into_iter().unzip();
        let kind = AhoCorasickKind::ContiguousNFA;
        let built = AhoCorasickBuilder::new().match_kind(MatchKind::LeftmostLongest).kind(Some(kind)).build(texts);
        let automaton = if patterns.is_empty() { None } else { built.ok() };
        Self { automaton, patterns }
    }

    /// Every place of a value, from left to right, without overlap.
    pub(crate) fn hits<'a>(&'a self, text: &'a [u8]) -> impl Iterator<Item = Hit> + 'a {
        let matches = self.automaton.iter().flat_map(move |automaton| automaton.find_iter(text));
        matches.filter_map(move |found| {
            let pattern = self.patterns.get(found.pattern().as_usize())?;
            let is_word = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
            let inside =
                is_word(found.start().checked_sub(1).and_then(|at| text.get(at))) || is_word(text.get(found.end()));
            if pattern.whole_words && inside {
                return None;
            }
            let mut end = found.end();
            while pattern.encoding == Encoding::Base64 && text.get(end) == Some(&b'=') && end < found.end() + 2 {
                end += 1;
            }
            Some(Hit { span: found.start()..end, value: pattern.value, encoding: pattern.encoding, part: pattern.part })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hits(value: &str, text: &str) -> usize {
        Searcher::new([(0, value.as_bytes())].into_iter()).hits(text.as_bytes()).count()
    }

    #[test]
    fn a_value_is_found_in_its_encodings() {
        for text in ["x hunter2! y", "aHVudGVyMiE=", "hunter2%21", "\"hunter2!\"", "68756e7465723221"] {
            assert_eq!(hits("hunter2!", text), 1, "{text}");
        }
    }

    #[test]
    fn short_values_are_found_as_whole_words_only() {
        assert_eq!(hits("hunter2", "hunter2 hunter23 xhunter2 (hunter2)"), 2);
    }

    #[test]
    fn words_that_stand_everywhere_do_not_spread() {
        let names = BTreeSet::from([b"nightly-report".to_vec()]);
        for value in ["postgres", "Password", "12345678", "abc", "nightly-report", "10.0.0.12"] {
            assert!(!spreads(value.as_bytes(), &names), "{value}");
        }
        assert!(spreads(b"hunter2", &names) && spreads(b"swordfish", &names));
    }
}
