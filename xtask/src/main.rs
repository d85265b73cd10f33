//! The verbs of this repository. Each installs what it needs.

mod bench;
mod bench_check;
mod checkov;
mod corpus;
mod demo;
mod deny;
mod exports;
mod fuzz;
mod hooks;
mod measure;
mod peers;
#[path = "../../crates/stackengine/benches/pods/mod.rs"]
mod pods;
mod python;
mod sandbox;
mod schemas;
mod shell;
#[path = "../../crates/stackengine/benches/table/mod.rs"]
mod table;
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
        /// The release program on many manifest files instead: time and memory
        #[arg(long, conflicts_with = "large")]
        check: bool,
        /// How many files, with --check
        #[arg(long, default_value_t = 10_000, requires = "check")]
        files: usize,
        /// Which stage of the check takes how long, with --check
        #[arg(long, requires = "check")]
        profile: bool,
    },
    /// Other tools on the same files: time, memory and findings beside stackengine's
    Peers {
        /// Manifests to compare on; those of `bench --check` otherwise
        folder: Option<PathBuf>,
        /// How many files
        #[arg(long, default_value_t = 10_000)]
        files: usize,
        /// How many files for tools that take minutes, and for counting findings
        #[arg(long, default_value_t = 500)]
        few: usize,
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
    /// What `export` makes, judged by the tools it is made for
    Exports,
    /// What `export gatekeeper` makes, run by OPA and gator about every case; Go builds them where they are not there
    Policies,
    /// Licences, advisories and sources of every dependency
    Deny,
    /// Whether fixes turn the checks of Checkov from failed to passed, measured with Checkov
    Checkov {
        /// The manifests; ../shared/manifests where left out
        folder: Option<PathBuf>,
    },
    /// The page: builds it from nothing, serves it on loopback and prints the address
    Sandbox {
        /// Only build: web/dist, and in it stackengine.html, which works from disk
        #[arg(long, conflicts_with = "port")]
        build: bool,
        /// How long it takes to load, to answer and to type, in a real browser
        #[arg(long, conflicts_with_all = ["build", "port"])]
        measure: bool,
        /// The port; any free one otherwise
        #[arg(long, default_value_t = 0)]
        port: u16,
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
        Verb::Bench { check: true, profile: true, files, .. } => bench_check::profile(files),
        Verb::Bench { check: true, files, .. } => bench_check::check(files),
        Verb::Bench { large: true, pods, .. } => bench::large(&pods),
        Verb::Bench { .. } => bench::bench(),
        Verb::Peers { folder, files, few } => peers::peers(folder.as_deref(), files, few),
        Verb::Fuzz { minutes, targets } => fuzz::fuzz(minutes, &targets),
        Verb::Hooks => hooks::hooks(),
        Verb::Deny => deny::deny(),
        Verb::Exports => exports::exports(),
        Verb::Policies => exports::policies(),
        Verb::Checkov { folder } => checkov::checkov(folder.as_deref()),
        Verb::Sandbox { build: true, .. } => sandbox::build(),
        Verb::Sandbox { measure: true, .. } => sandbox::measure(),
        Verb::Sandbox { port, .. } => sandbox::serve(port),
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
