//! `stackengine`.

use std::process::ExitCode;

fn main() -> ExitCode {
    stackengine_cli::run("stackengine")
}
