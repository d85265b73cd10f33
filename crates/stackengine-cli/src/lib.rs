//! The command line: files, standard input and the terminal around an engine that knows none of them.

mod args;
mod ask;
mod commands;
mod export;
mod input;
mod manifests;
mod outcome;
mod privacy;
mod serve;
mod terminal;

use std::io::Write as _;
use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _};

use args::{Args, Command};
use outcome::{Failure, Outcome};

/// Runs the program under the name its users call it by, and says how it ended.
pub fn run(called: &'static str) -> ExitCode {
    let command = Args::command().bin_name(called);
    let args = match command.try_get_matches().and_then(|matches| Args::from_arg_matches(&matches)) {
        Ok(args) => args,
        Err(error) => {
            // Help and version are asked for and end well; anything else is usage.
            let outcome = if error.use_stderr() { Outcome::Unusable } else { Outcome::Clean };
            // Where even this cannot be printed nobody is listening.
            let _ = error.print();
            return outcome.into();
        }
    };
    let ended = match &args.command {
        Command::Diagnose(options) => commands::diagnose(options, args.color, called),
        Command::Check(options) => commands::check(options, args.color),
        Command::Fix(options) => commands::fix(options, args.color),
        Command::Redact(options) => commands::redact(options, called),
        Command::Restore(options) => commands::restore(options),
        Command::Replay(options) => commands::replay_command(options, args.color),
        Command::Ask(options) => commands::ask(options, args.color),
        Command::Key(options) => commands::key(options),
        Command::Serve(options) => commands::serve(options),
        Command::Export(options) => commands::export(options),
        Command::Explain(options) => commands::explain(options, args.color),
        Command::Catalogue(options) => commands::catalogue(options),
        Command::Completions { shell } => commands::completions(*shell, called),
        Command::Man => commands::man(called),
    };
    match ended {
        Ok(outcome) => outcome.into(),
        Err(Failure::NobodyReads) => Outcome::Clean.into(),
        Err(Failure::Unusable(message)) => {
            let _ = writeln!(std::io::stderr().lock(), "error: {message}");
            Outcome::Unusable.into()
        }
    }
}
