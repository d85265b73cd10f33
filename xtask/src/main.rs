//! The verbs of this repository. Each installs what it needs.

mod bench;
mod checkov;
mod demo;
mod deny;
mod fuzz;
mod hooks;
mod measure;
#[path = "../../crates/stackengine/benches/pods/mod.rs"]
mod pods;
mod schemas;
mod shell;
mod test;
mod wasm;

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The verbs of this repository.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", arg_required_else_help = true)]
struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Everything that must hold before a change goes in: format, lints, dependencies, wasm32, tests
    Test,
    /// The main job on an incident that was recorded on a real cluster
    Demo,
    /// Benchmarks of the engine
    Bench {
        /// The release program on lists of many pods instead: time and memory
        #[arg(long)]
        large: bool,
        /// How many pods, with --large
        #[arg(long, value_delimiter = ',', default_values_t = [1_000, 10_000, 100_000], requires = "large")]
        pods: Vec<usize>,
    },
    /// Every fuzz target in turn
    Fuzz {
        /// Minutes for each target
        #[arg(long, default_value_t = 1)]
        minutes: u32,
        /// Only these targets
        targets: Vec<String>,
    },
    /// The pre-commit hooks, run by pre-commit itself
    Hooks,
    /// Licences, advisories and sources of every dependency
    Deny,
    /// Whether fixes turn the checks of Checkov from failed to passed, measured with Checkov
    Checkov {
        /// The manifests; ../shared/manifests where left out
        folder: Option<PathBuf>,
    },
    /// Bakes what the Kubernetes API accepts into crates/stackengine/data
    Schemas,
    /// Runs a program and prints its time and its peak memory
    #[command(hide = true)]
    Measure {
        #[arg(required = true, trailing_var_arg = true, allow_hyphen_values = true)]
        command: Vec<String>,
    },
}

fn main() -> ExitCode {
    let done = match Args::parse().verb {
        Verb::Test => test::test(),
        Verb::Demo => demo::demo(),
        Verb::Bench { large: false, .. } => bench::bench(),
        Verb::Bench { large: true, pods } => bench::large(&pods),
        Verb::Fuzz { minutes, targets } => fuzz::fuzz(minutes, &targets),
        Verb::Hooks => hooks::hooks(),
        Verb::Deny => deny::deny(),
        Verb::Checkov { folder } => checkov::checkov(folder.as_deref()),
        Verb::Schemas => schemas::schemas(),
        Verb::Measure { command } => measure::measure(&command),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            let _ = writeln!(std::io::stderr().lock(), "error: {message}");
            ExitCode::FAILURE
        }
    }
}
