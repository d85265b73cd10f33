//! `cargo xtask bench`: the engine under criterion, or the program on lists of many pods.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use crate::measure::measured;
use crate::pods;
use crate::shell::{Done, cargo, root, run, say, target};

pub(crate) fn bench() -> Done {
    run(&mut cargo(&[
        "bench",
        "--package",
        "stackengine",
        "--bench",
        "diagnose",
        "--bench",
        "redact",
        "--bench",
        "replay",
    ]))
}

/// Builds the program as people get it, and says where it is.
pub(crate) fn release() -> Result<String, String> {
    run(&mut cargo(&["build", "--release", "--quiet", "--package", "stackengine-cli", "--bin", "stackengine"]))?;
    Ok(target().join("release/stackengine").display().to_string())
}

/// One list a size: wall time, peak memory, and both against the length of the input.
pub(crate) fn large(sizes: &[usize]) -> Done {
    let program = release()?;
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
        let command = [&program, "diagnose", "--format", "json", "--max-bytes", "3G", &file].map(str::to_owned);
        // 3 where something was not analysed: to be said, not to be hidden.
        let took = measured(&command, &root(), &[0, 1, 3])?;
        if took.code == 3 {
            say(&format!("note: exit status 3: not all of {file} was diagnosed"));
        }
        let (input, peak) = (megabytes(n_bytes), took.peak_megabytes);
        say(&format!(
            "{n_pods:>8}  {input:>10.1}  {:>9.2}  {:>8.0}  {peak:>10.0}  {:>10.2}",
            took.seconds,
            input / took.seconds.max(1e-3),
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
