//! Time and peak memory of one program, from a process that starts nothing else: what its parent built does not count.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::shell::Done;

/// Runs a program with its output thrown away; prints milliseconds, peak KiB and exit status.
#[cfg(unix)]
pub(crate) fn measure(command: &[String]) -> Done {
    use nix::sys::resource::{UsageWho, getrusage};

    let Some((name, args)) = command.split_first() else { return Err("nothing to measure".to_owned()) };
    let start = Instant::now();
    let status = Command::new(name)
        .args(args)
        .stdout(Stdio::null())
        .status()
        .map_err(|error| format!("failed to start {name}: {error}"))?;
    let milliseconds = start.elapsed().as_millis();
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).map_err(|error| format!("failed to measure {name}: {error}"))?;
    // Apple counts bytes where everybody else counts KiB.
    let unit = if cfg!(target_vendor = "apple") { 1024 } else { 1 };
    let peak = usage.max_rss() / unit;
    let code = status.code().unwrap_or(-1);
    writeln!(std::io::stdout().lock(), "{milliseconds} {peak} {code}").map_err(|error| error.to_string())
}

/// Peak memory is asked of Unix alone.
#[cfg(not(unix))]
pub(crate) fn measure(_: &[String]) -> Done {
    let _ = (Instant::now, Stdio::null, Command::new::<&str>, std::io::stdout().flush());
    Err("peak memory can only be measured on Unix".to_owned())
}
