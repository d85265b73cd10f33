//! How one run of a container ends: `1@15s`, `137@40s:OOMKilled`, `0@never`.

use std::fmt;

use crate::replay::time::{Millis, parse_duration, show_duration};

/// How one run ends.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Outcome {
    /// The exit code; of a run that never ends, what it would be.
    pub exit_code: i64,
    /// After how long; `None` where it never ends by itself.
    pub after: Option<Millis>,
    /// What happens to it.
    pub cause: Cause,
}

/// What ends a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Cause {
    /// The process exits.
    #[default]
    Exit,
    /// The kernel kills a process of it for memory.
    OutOfMemory,
    /// The kubelet evicts the pod, for lack of something on the node.
    Evicted,
    /// The kubelet evicts the pod for using more storage than it may.
    StorageEvicted,
    /// Somebody deletes the pod.
    Deleted,
    /// The eviction API deletes the pod, as a drain does.
    Drained,
    /// The scheduler preempts the pod.
    Preempted,
    /// Another reason that the runtime gives.
    Other(String),
}

impl Outcome {
    /// An exit with a code after a time.
    #[must_use]
    pub fn exit(exit_code: i64, after: Millis) -> Self {
        Self { exit_code, after: Some(after), cause: Cause::Exit }
    }

    /// A run that never ends by itself.
    #[must_use]
    pub fn hang() -> Self {
        Self { exit_code: 0, after: None, cause: Cause::Exit }
    }

    /// Reads `EXIT@DURATION[:REASON]`, or `hang`.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if text == "hang" {
            return Ok(Self::hang());
        }
        let (code, rest) = text.split_once('@').ok_or("not of the form EXIT@DURATION, such as 1@15s")?;
        let exit_code: i64 = code.trim().parse().map_err(|_| format!("{code:?} is not an exit code"))?;
        if i32::try_from(exit_code).is_err() {
            return Err(format!("{exit_code} is not an exit code"));
        }
        let (duration, reason) = rest.split_once(':').unwrap_or((rest, ""));
        let after = match duration.trim() {
            "never" => None,
            duration => {
                Some(parse_duration(duration).ok_or_else(|| format!("{duration:?} is not a duration such as 15s"))?)
            }
        };
        Ok(Self { exit_code, after, cause: Cause::parse(reason.trim()) })
    }

    /// The reason that stands in the container's status.
    #[must_use]
    pub fn reason(&self) -> &str {
        match &self.cause {
            Cause::OutOfMemory => "OOMKilled",
            Cause::Other(reason) => reason,
            _ if self.exit_code == 0 => "Completed",
            _ => "Error",
        }
    }
}

impl Cause {
    fn parse(reason: &str) -> Self {
        match reason {
            "" | "Completed" | "Error" => Self::Exit,
            "OOMKilled" => Self::OutOfMemory,
            "Evicted" => Self::Evicted,
            "EvictedStorage" => Self::StorageEvicted,
            "Deleted" => Self::Deleted,
            "Drained" => Self::Drained,
            "Preempted" => Self::Preempted,
            other => Self::Other(other.to_owned()),
        }
    }

    /// The word that [`Outcome::parse`] reads; empty for an exit.
    #[must_use]
    pub fn word(&self) -> &str {
        match self {
            Self::Exit => "",
            Self::OutOfMemory => "OOMKilled",
            Self::Evicted => "Evicted",
            Self::StorageEvicted => "EvictedStorage",
            Self::Deleted => "Deleted",
            Self::Drained => "Drained",
            Self::Preempted => "Preempted",
            Self::Other(reason) => reason,
        }
    }

    /// What happens to the whole pod, where it does.
    #[must_use]
    pub fn disturbs(&self) -> bool {
        matches!(self, Self::Evicted | Self::StorageEvicted | Self::Deleted | Self::Drained | Self::Preempted)
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.after {
            None if *self == Self::hang() => return f.write_str("hang"),
            None => write!(f, "{}@never", self.exit_code)?,
            Some(after) => write!(f, "{}@{}", self.exit_code, show_duration(after))?,
        }
        match self.cause.word() {
            "" => Ok(()),
            word => write!(f, ":{word}"),
        }
    }
}
