//! `cargo xtask fuzz`: each target for some minutes; what it finds stays in `fuzz/artifacts`.

use std::fs;

use crate::shell::{Done, program, root, run, works};

/// The corpus that ships is small; what a run adds to it goes elsewhere.
const NEW: &str = "fuzz/target/corpus";
/// Long enough for any evidence that makes a difference, short enough to be tried often.
const LONGEST_INPUT: &str = "-max_len=65536";

pub(crate) fn fuzz(minutes: u32, only: &[String]) -> Done {
    if !works(&mut program("cargo-fuzz", &["--version"])) {
        run(&mut program("cargo", &["install", "--locked", "cargo-fuzz"]))?;
    }
    if !works(&mut program("rustup", &["run", "nightly", "rustc", "--version"])) {
        run(&mut program("rustup", &["toolchain", "install", "nightly", "--profile", "minimal"]))?;
    }
    for target in targets()?.iter().filter(|target| only.is_empty() || only.contains(target)) {
        let grown = format!("{NEW}/{target}");
        fs::create_dir_all(root().join(&grown)).map_err(|error| format!("failed to create {grown}: {error}"))?;
        let seeds = format!("fuzz/corpus/{target}");
        let time = format!("-max_total_time={}", u64::from(minutes) * 60);
        let args = ["run", "nightly", "cargo", "fuzz", "run", target, &grown, &seeds, "--"];
        let limits = [time.as_str(), LONGEST_INPUT, "-rss_limit_mb=2048", "-timeout=10", "-print_final_stats=1"];
        // The cargo that runs this verb would choose its own toolchain for the one it starts.
        run(program("rustup", &args).args(limits).env_remove("RUSTUP_TOOLCHAIN").env_remove("CARGO"))?;
    }
    Ok(())
}

fn targets() -> Result<Vec<String>, String> {
    let folder = root().join("fuzz/fuzz_targets");
    let entries = fs::read_dir(&folder).map_err(|error| format!("failed to read {}: {error}", folder.display()))?;
    let stem = |path: std::path::PathBuf| Some(path.file_stem()?.to_str()?.to_owned());
    let mut targets: Vec<String> = entries.filter_map(|entry| stem(entry.ok()?.path())).collect();
    targets.sort();
    Ok(targets)
}
