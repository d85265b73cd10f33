//! What a diagnosis is about.

use std::borrow::Cow;
use std::fmt;

/// A workload by kind and name.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject {
    /// Job, CronJob, or Pod for a pod without a Job.
    pub kind: String,
    /// Namespace, where the input shows it.
    pub namespace: Option<String>,
    /// Name.
    pub name: String,
}

impl Subject {
    /// ` -n NAMESPACE` for a command line, empty where the namespace is not known.
    #[must_use]
    pub fn namespace_flag(&self) -> String {
        self.namespace.as_ref().map(|namespace| format!(" -n {}", shell_word(namespace))).unwrap_or_default()
    }
}

/// A name from the input as one word of a command line that somebody will paste into a shell.
///
/// Names of real objects pass unchanged; anything else is quoted, so that no input can put words into a command.
///
/// ```
/// use stackengine::facts::shell_word;
///
/// assert_eq!(shell_word("etl-9n6qn"), "etl-9n6qn");
/// assert_eq!(shell_word("x; rm -rf ~"), "'x; rm -rf ~'");
/// ```
#[must_use]
pub fn shell_word(name: &str) -> Cow<'_, str> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'/');
    if !name.is_empty() && name.bytes().all(plain) && !name.starts_with('-') {
        return Cow::Borrowed(name);
    }
    let visible: String = name.chars().filter(|char| !char.is_control()).collect();
    Cow::Owned(format!("'{}'", visible.replace('\'', "'\\''")))
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.namespace {
            _ if self.name.is_empty() => write!(f, "{} whose name is not shown", self.kind),
            Some(namespace) => write!(f, "{} {namespace}/{}", self.kind, self.name),
            None => write!(f, "{} {}", self.kind, self.name),
        }
    }
}

/// How a Job stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// It reached its completions.
    Complete,
    /// The controller gave up.
    Failed,
    /// It is neither finished nor suspended, whether or not anything runs.
    Running,
    /// It is suspended.
    Suspended,
    /// Nothing was ever started for it.
    NeverRan,
    /// It is not there any more.
    Gone,
    /// The input does not tell.
    #[default]
    Unknown,
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Complete => "complete",
            Self::Failed => "failed",
            Self::Running => "running",
            Self::Suspended => "suspended",
            Self::NeverRan => "never-ran",
            Self::Gone => "gone",
            Self::Unknown => "unknown",
        })
    }
}

/// Something the input lacks, and the command that shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// What it would tell: "the log of main, which says why it exited".
    pub what: String,
    /// The command, ready to copy.
    pub command: String,
}
