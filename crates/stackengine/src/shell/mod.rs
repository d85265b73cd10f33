//! Shell scripts, read with a real parser.

use std::ops::Range;

pub use crate::facts::Script;

/// How a command line starts what it starts.
#[derive(Clone, Debug, Default)]
pub struct Invocation {
    /// The word that is the script.
    pub script_word: Option<usize>,
    /// The program.
    pub program: String,
}

/// Reads a command line.
#[must_use]
pub fn invocation(words: &[&str]) -> Option<Invocation> {
    let script = words.iter().position(|word| *word == "-c").map(|at| at + 1);
    Some(Invocation { script_word: script.filter(|at| *at < words.len()), program: (*words.first()?).to_owned() })
}

/// Something in a script that hides a failure.
#[derive(Clone, Debug)]
pub struct Hazard {
    /// Where.
    pub span: Range<usize>,
}

impl Script {
    /// The script of an invocation.
    #[must_use]
    pub fn of(_: &Invocation, text: &str) -> Option<Self> {
        Self::read(text, false, false)
    }
}
