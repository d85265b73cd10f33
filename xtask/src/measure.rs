//! Time and peak memory of one program, from a process that starts nothing else: what its parent built does not count.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::shell::Done;

/// What a program took.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Measured {
    pub(crate) seconds: f64,
    /// User and system time together, of all its threads and of the processes that it started and waited for.
    pub(crate) cpu_seconds: f64,
    /// Of the largest single process.
    pub(crate) peak_megabytes: f64,
    /// -1 where a signal ended it.
    pub(crate) code: i32,
}

impl Measured {
    fn read(line: &str) -> Option<Self> {
        let numbers: Option<Vec<i64>> = line.split_whitespace().map(|word| word.parse().ok()).collect();
        let [microseconds, cpu_microseconds, peak_kib, code] = numbers?[..] else { return None };
        let float = |number: i64| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
        Some(Self {
            seconds: float(microseconds) / 1e6,
            cpu_seconds: float(cpu_microseconds) / 1e6,
            peak_megabytes: float(peak_kib) * 1024.0 / 1e6,
            code: i32::try_from(code).ok()?,
        })
    }
}

/// Runs a program in a folder, with its output thrown away; `codes` are the exit statuses that mean it did its work.
pub(crate) fn measured(command: &[String], folder: &Path, codes: &[i32]) -> Result<Measured, String> {
    let name = command.first().map(String::as_str).unwrap_or_default();
    let name = Path::new(name).file_name().unwrap_or_default().to_string_lossy();
    let this = std::env::current_exe().map_err(|error| format!("failed to find this program: {error}"))?;
    let output = Command::new(this)
        .args(["measure", "--"])
        .args(command)
        .current_dir(folder)
        .output()
        .map_err(|error| format!("failed to measure {name}: {error}"))?;
    let complaint = String::from_utf8_lossy(&output.stderr);
    let complaint = complaint.lines().next_back().unwrap_or_default();
    let measured = Measured::read(&String::from_utf8_lossy(&output.stdout))
        .ok_or_else(|| format!("failed to measure {name}: {complaint}"))?;
    if codes.contains(&measured.code) {
        return Ok(measured);
    }
    Err(format!("{name} ended with exit status {}: {complaint}", measured.code))
}

/// Runs a program with its output thrown away; prints microseconds, those of the processors, peak KiB and exit status.
#[cfg(unix)]
pub(crate) fn measure(command: &[String]) -> Done {
    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeValLike as _;

    let Some((name, args)) = command.split_first() else { return Err("nothing to measure".to_owned()) };
    let start = Instant::now();
    let status = Command::new(name)
        .args(args)
        .stdout(Stdio::null())
        .status()
        .map_err(|error| format!("failed to start {name}: {error}"))?;
    let microseconds = start.elapsed().as_micros();
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).map_err(|error| format!("failed to measure {name}: {error}"))?;
    let processors = usage.user_time().num_microseconds() + usage.system_time().num_microseconds();
    // Apple counts bytes where everybody else counts KiB.
    let unit = if cfg!(target_vendor = "apple") { 1024 } else { 1 };
    let peak = usage.max_rss() / unit;
    let code = status.code().unwrap_or(-1);
    writeln!(std::io::stdout().lock(), "{microseconds} {processors} {peak} {code}").map_err(|error| error.to_string())
}

/// Peak memory is asked of Unix alone.
#[cfg(not(unix))]
pub(crate) fn measure(_: &[String]) -> Done {
    let _ = (Instant::now, Stdio::null, Command::new::<&str>, std::io::stdout().flush());
    Err("peak memory can only be measured on Unix".to_owned())
}

#[cfg(test)]
mod tests {
    use super::Measured;

    #[test]
    fn what_one_process_prints_the_other_reads() {
        let measured = Measured { seconds: 1.5, cpu_seconds: 2.25, peak_megabytes: 1.024, code: -1 };
        assert_eq!(Measured::read("1500000 2250000 1000 -1\n"), Some(measured));
        for broken in ["", "1 2 3", "1 2 3 4 5", "1 2 x 4"] {
            assert_eq!(Measured::read(broken), None, "{broken}");
        }
    }
}
