//! `cargo xtask peers`: other tools and stackengine on the same files in the same run, their time, memory and findings.
//!
//! What cannot be installed or fails is said and left out. Nothing is looked up while tools run: schemas lie on the disk.

mod install;
mod plain;
mod schemas;
mod tools;

use std::path::Path;
use std::process::Command;

use crate::bench::release;
use crate::bench_check::best_and_median;
use crate::corpus::{Corpus, Samples, as_float};
use crate::measure::{Measured, measured};
use crate::shell::{Done, say, target};
use crate::table::{Table, figure};
use tools::{Source, TOOLS, Tool};

/// How often a tool runs on many files, on few, and on a single one; the best counts.
const RUNS: [usize; 3] = [3, 3, 5];

/// A tool that can be run.
struct Ready {
    tool: &'static Tool,
    program: String,
}

/// Installs the tools and compares them.
pub(crate) fn peers(folder: Option<&Path>, n_files: usize, n_few: usize) -> Done {
    let mut samples = folder.map_or_else(Samples::usual, Samples::of)?;
    say(&format!("files: {}", samples.origin));
    let mut ready = Vec::new();
    let mut absent = Vec::new();
    for tool in TOOLS {
        let found = match tool.source {
            Source::Here => release(),
            _ => install::install(tool),
        };
        match found {
            Ok(program) => ready.push(Ready { tool, program }),
            Err(why) => absent.push(format!("{} {}: {why}", tool.name, tool.version)),
        }
    }
    plain::keep(&mut samples.files, &ready)?;
    let write = |name: &str, n| samples.write(target().join("corpus").join(name), n);
    let corpora = [write("peers-many", n_files)?, write("peers-few", n_few)?, write("peers-one", 1)?];
    let table = table(&ready, &corpora, &mut absent);
    say(&format!("\n{table}"));
    say("best runs, with each tool's own defaults; a ratio is to stackengine on as many files");
    say("peak memory is that of the largest process; findings are those about Jobs and CronJobs, in the few files");
    for line in absent {
        say(&format!("left out: {line}"));
    }
    Ok(())
}

fn table(ready: &[Ready], corpora: &[Corpus; 3], absent: &mut Vec<String>) -> Table {
    let [many, few, one] = corpora;
    let few_head = format!("findings in {}", few.n_files);
    let head =
        ["tool", "files", "s", "CPU s", "peak MB", "ms/file", "one file s", &few_head, "× s", "× CPU", "× memory"];
    let mut table = Table::new(&head);
    for (corpus, n_runs, slow) in [(many, RUNS[0], false), (few, RUNS[1], true)] {
        let mut own: Option<Measured> = None;
        for ready in ready {
            let is_own = ready.tool.source == Source::Here;
            if !is_own && ready.tool.slow != slow {
                continue;
            }
            let run = || -> Result<(Measured, Measured, usize), String> {
                Ok((best(ready, corpus, n_runs)?, best(ready, one, RUNS[2])?, findings(ready, few)?))
            };
            let (took, start, n_findings) = match run() {
                Ok(done) => done,
                Err(why) => {
                    absent.push(why);
                    continue;
                }
            };
            // A run takes minutes: what is known is said.
            let (seconds, processors) = (took.seconds, took.cpu_seconds);
            say(&format!("{} on {} files: {seconds:.2} s, CPU {processors:.2} s", ready.tool.name, corpus.n_files));
            if is_own {
                own = Some(took);
            }
            let n_files = as_float(corpus.n_files);
            let mut cells = vec![format!("{} {}", ready.tool.name, ready.tool.version)];
            cells.extend([n_files, took.seconds, took.cpu_seconds, took.peak_megabytes].map(figure));
            cells.extend([1e3 * took.seconds / n_files, start.seconds].map(figure));
            cells.push(n_findings.to_string());
            cells.extend(own.map(|own| ratios(&took, &own)).into_iter().flatten().map(figure));
            table.row(cells);
        }
    }
    table
}

fn ratios(took: &Measured, own: &Measured) -> [f64; 3] {
    [took.seconds / own.seconds, took.cpu_seconds / own.cpu_seconds, took.peak_megabytes / own.peak_megabytes]
}

fn best(ready: &Ready, corpus: &Corpus, n_runs: usize) -> Result<Measured, String> {
    let command = ready.tool.command(&ready.program, corpus)?;
    let runs: Result<Vec<Measured>, String> =
        (0..n_runs).map(|_| measured(&command, &corpus.folder, ready.tool.codes)).collect();
    let (best, _) = best_and_median(&runs?).ok_or_else(|| format!("{} was not run", ready.tool.name))?;
    Ok(best)
}

fn findings(ready: &Ready, corpus: &Corpus) -> Result<usize, String> {
    let name = ready.tool.name;
    let command = ready.tool.command(&ready.program, corpus)?;
    let (program, args) = command.split_first().ok_or_else(|| format!("{name} has no command"))?;
    let output = Command::new(program).args(args).current_dir(&corpus.folder).output();
    let output = output.map_err(|error| format!("failed to start {name}: {error}"))?;
    let json =
        serde_json::from_slice(&output.stdout).map_err(|error| format!("failed to read {name}'s JSON: {error}"))?;
    (ready.tool.count)(&json).ok_or_else(|| format!("{name}'s JSON is not as expected"))
}

#[cfg(test)]
mod tests {
    use super::ratios;
    use crate::measure::Measured;

    #[test]
    fn a_ratio_above_one_is_more_than_ours() {
        let own = Measured { seconds: 1.0, cpu_seconds: 2.0, peak_megabytes: 50.0, code: 1 };
        let took = Measured { seconds: 3.0, cpu_seconds: 3.0, peak_megabytes: 25.0, code: 1 };
        assert_eq!(ratios(&took, &own), [3.0, 1.5, 0.5]);
    }
}
