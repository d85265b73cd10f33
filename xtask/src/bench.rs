//! `cargo xtask bench`: the engine under criterion, or the program on lists of many pods.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use crate::pods;
use crate::shell::{Done, cargo, output, program, run, say, target};

pub(crate) fn bench() -> Done {
    run(&mut cargo(&["bench", "--package", "stackengine", "--bench", "diagnose"]))
}

/// One list a size: wall time, peak memory, and both against the length of the input.
pub(crate) fn large(sizes: &[usize]) -> Done {
    run(&mut cargo(&["build", "--release", "--quiet", "--package", "stackengine-cli", "--bin", "stackengine"]))?;
    let program_path = target().join("release/stackengine").display().to_string();
    let this = std::env::current_exe().map_err(|error| format!("failed to find this program: {error}"))?;
    let folder = target().join("bench");
    fs::create_dir_all(&folder).map_err(|error| format!("failed to create {}: {error}", folder.display()))?;
    say(&format!(
        "{:>8}  {:>10}  {:>9}  {:>8}  {:>10}  {:>10}",
        "pods", "input MB", "seconds", "MB/s", "peak MB", "peak/input"
    ));
    for n_pods in sizes {
        let path = folder.join(format!("{n_pods}-pods.json"));
        write(&path, *n_pods).map_err(|error| format!("failed to write {}: {error}", path.display()))?;
        let n_bytes = fs::metadata(&path).map_err(|error| error.to_string())?.len();
        let file = path.display().to_string();
        let measured = ["measure", &program_path, "diagnose", "--format", "json", "--max-bytes", "3G", &file];
        let line = output(&mut program(&this.display().to_string(), &measured)).unwrap_or_default();
        let numbers: Vec<f64> = line.split_whitespace().filter_map(|word| word.parse().ok()).collect();
        let [milliseconds, peak_kib, code] = numbers[..] else { return Err(format!("failed to measure {file}")) };
        if code != 0.0 && code != 1.0 {
            say(&format!("note: exit status {code}: nothing was diagnosed in {file}"));
        }
        let (seconds, input, peak) = (milliseconds / 1e3, megabytes(n_bytes), peak_kib * 1024.0 / 1e6);
        say(&format!(
            "{n_pods:>8}  {input:>10.1}  {seconds:>9.2}  {:>8.0}  {peak:>10.0}  {:>10.2}",
            input / seconds.max(1e-3),
            peak / input,
        ));
        fs::remove_file(&path).map_err(|error| format!("failed to remove {}: {error}", path.display()))?;
    }
    Ok(())
}

fn megabytes(n_bytes: u64) -> f64 {
    u32::try_from(n_bytes / 1000).map_or(f64::MAX, f64::from) / 1e3
}

fn write(path: &Path, n_pods: usize) -> std::io::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    for part in pods::list(n_pods) {
        file.write_all(part.as_bytes())?;
    }
    file.flush()
}
