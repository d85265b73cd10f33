//! The commands, a file each; the small ones here.

mod ask;
mod catalogue;
mod check;
mod diagnose;
mod explain;
mod export;
mod fix;
mod key;
mod redact;
mod replay;
mod restore;
mod serve;

use std::io::{self, Write};

use clap::CommandFactory as _;
use clap_complete::Shell;

pub(crate) use ask::ask;
pub(crate) use catalogue::catalogue;
pub(crate) use check::check;
pub(crate) use diagnose::diagnose;
pub(crate) use explain::explain;
pub(crate) use export::export;
pub(crate) use fix::fix;
pub(crate) use key::key;
pub(crate) use redact::redact;
pub(crate) use replay::replay_command;
pub(crate) use restore::restore;
pub(crate) use serve::serve;

use crate::args::Args;
use crate::outcome::{Failure, Outcome};

/// Prints completions for a shell.
pub(crate) fn completions(shell: Shell, called: &str) -> Result<Outcome, Failure> {
    let mut script = Vec::new();
    // kubectl asks for `kubectl-stackengine` where a user types `kubectl stackengine`.
    clap_complete::generate(shell, &mut Args::command(), called.replace(' ', "-"), &mut script);
    print(&script)?;
    Ok(Outcome::Clean)
}

/// Prints the manual page.
pub(crate) fn man(called: &'static str) -> Result<Outcome, Failure> {
    let mut page = Vec::new();
    let command = Args::command().bin_name(called);
    clap_mangen::Man::new(command).render(&mut page).map_err(|error| Failure::writing(&error))?;
    print(&page)?;
    Ok(Outcome::Clean)
}

/// Writes everything to standard output, once.
fn print(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(bytes).and_then(|()| out.flush()).map_err(|error| Failure::writing(&error))
}
