//! Shell scripts in command lines: which word is a script, what it does to exit codes, and which edit would mend it.
//!
//! Knows no Kubernetes objects, only how Kubernetes rewrites a command line before the shell sees it. Spans are bytes
//! of the script as it stands in the manifest.

mod command_line;
mod curl;
mod database;
mod hazard;
mod nesting;
mod pids;
mod programs;
mod remedy;
mod script;
mod source;
mod statement;
mod status;
mod substitution;
#[cfg(test)]
mod tests;
mod trap;
mod tree;
mod walk;
mod words;
mod writes;

pub use command_line::{CommandLine, Dialect, Invocation, Options, invocation};
pub use hazard::{Hazard, HazardKind, Remedy};
pub use script::{LiteralExit, Mask, MaskKind, Script};
