//! `kubectl stackengine`: kubectl finds this program by its name.

use std::process::ExitCode;

fn main() -> ExitCode {
    stackengine_cli::run("kubectl stackengine")
}
