//! Why no request was made.

use std::fmt;

use crate::redact::Leak;

/// More leaks are only counted.
const NAMED: usize = 5;

/// Why no request was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The address or the model cannot be used; why, as a sentence.
    Address(String),
    /// Something in it looks private; what, without its value.
    Private(Vec<String>),
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(why) => f.write_str(why),
            Self::Private(what) => {
                f.write_str("nothing is sent, because something private would have been left")?;
                for what in what.iter().take(NAMED) {
                    write!(f, "\n  {what}")?;
                }
                if what.len() > NAMED {
                    write!(f, "\n  and {} more", what.len() - NAMED)?;
                }
                f.write_str("\n  name what is harmless with --keep, or mask it with --mask")
            }
        }
    }
}

impl std::error::Error for Refused {}

/// What each leak is, and in which line of what would have been shown: a body is one line itself.
pub(super) fn whats(user: &str, leaks: &[Leak], body: &[u8]) -> Vec<String> {
    let line = |leak: &Leak| {
        let before = body.get(..leak.span.start).unwrap_or_default();
        // Line feeds of the text are `\n` in the body.
        memchr::memmem::find_iter(before, b"\\n").count().min(user.lines().count())
    };
    leaks.iter().map(|leak| format!("near line {} of the request: {}", line(leak) + 1, leak.what)).collect()
}
