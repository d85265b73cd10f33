//! Where the time of a check goes: every stage on its own, over a folder of manifests. Run by `cargo xtask bench --check
//! --profile`.
//!
//! Criterion measures one thing well. The question here is which of a dozen stages is worth a look, for which a table of
//! shares from one process is better. Each figure is a sum over all files, of each the best of
//! several passes.

mod table;

use std::collections::BTreeMap;
use std::fs;
use std::hint::black_box;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use stackengine::catalogue::{CATALOGUE, Diagnostic};
use stackengine::check::{CheckReport, Lint, check, judge, object, report};
use stackengine::manifest::{File, FileDocument, Workload, mask};
use stackengine::render::{CheckTextOptions, check_json, check_text};
use stackengine::repair::Evidence;
use stackengine::validate::validate;
use stackengine::yaml::documents;
use table::{Table, figure};

const PASSES: usize = 7;
/// How many files and diagnostics are named.
const NAMED: usize = 8;

fn main() {
    let folder = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let report = match folder {
        Some(folder) => profile(Path::new(&folder)).unwrap_or_else(|error| format!("error: {error}\n")),
        None => "nothing was measured: `cargo xtask bench --check --profile` names a folder of manifests\n".to_owned(),
    };
    let _ = std::io::stdout().lock().write_all(report.as_bytes());
}

fn profile(folder: &Path) -> std::io::Result<String> {
    let mut paths = Vec::new();
    walk(folder, &mut paths)?;
    let mut input = Watch::default();
    let mut texts = Vec::new();
    for _ in 0..PASSES {
        texts.clear();
        for (index, path) in paths.iter().enumerate() {
            let bytes = input.time("before: read from disk", || fs::read(path))?;
            texts.push(String::from_utf8_lossy(&bytes).into_owned());
            input.end_of_text(index);
        }
    }
    let n_files = float(texts.len());
    let n_megabytes = float(texts.iter().map(String::len).sum()) / 1e6;
    let whole = whole(&texts);
    let total: Duration = whole.iter().sum();

    let stages = stages(&texts);
    let measured: Duration = stages.0.iter().map(|stage| stage.best()).sum();
    let mut table = Table::new(&["stage", "µs/file", "share"]);
    let micros = |time: Duration| time.as_secs_f64() * 1e6 / n_files;
    let share = |time: Duration| format!("{:.1} %", 100.0 * time.as_secs_f64() / total.as_secs_f64());
    for stage in &stages.0 {
        table.row([stage.name.clone(), figure(micros(stage.best())), share(stage.best())]);
    }
    let rest = total.saturating_sub(measured);
    table.row(["the rest: order, what templates leave open, memory".to_owned(), figure(micros(rest)), share(rest)]);
    table.row(["the whole check of a text".to_owned(), figure(micros(total)), share(total)]);
    for stage in input.0.iter().chain(&output(&texts).0) {
        table.row([stage.name.clone(), figure(micros(stage.best())), share(stage.best())]);
    }
    let rate = n_megabytes / total.as_secs_f64();
    let head = format!("\n{n_files} files, {n_megabytes:.1} MB, one thread, best of {PASSES} passes: {rate:.0} MB/s\n");
    Ok(format!("{head}\n{table}\n{}\n{}", checks(&texts, total), slowest(&paths, &texts, &whole)))
}

/// The whole check of every text.
fn whole(texts: &[String]) -> Vec<Duration> {
    let mut best = vec![Duration::MAX; texts.len()];
    for _ in 0..PASSES {
        for (text, best) in texts.iter().zip(&mut best) {
            let start = Instant::now();
            black_box(check(black_box(text), &Evidence::default()));
            *best = start.elapsed().min(*best);
        }
    }
    best
}

/// Every script read, also those that no check asks for.
fn shells(text: &str, watch: &mut Watch) {
    let (masked, masks) = mask(text);
    for document in &File::read(&masked, &masks).documents {
        let Some(workload) = Workload::new(&document.node, &document.unknown) else { continue };
        watch.time("apart: every shell script read", || {
            workload.containers.iter().filter(|container| container.script().is_some()).count()
        });
    }
}

/// What comes behind the check, and scripts apart.
fn output(texts: &[String]) -> Watch {
    let mut watch = Watch::default();
    for _ in 0..PASSES {
        let mut all = CheckReport::default();
        for (index, text) in texts.iter().enumerate() {
            let checked = check(text, &Evidence::default());
            shells(text, &mut watch);
            let judgement = watch.time("then: suppressions judged", || judge(text, &checked));
            let report = || report("000/000000-job.yaml", text, checked, Some(&judgement));
            all.push(watch.time("then: findings put to lines", report));
            watch.end_of_text(index);
        }
        // Written all at once, which counts as one more text.
        watch.time("then: written as JSON", || check_json(&all));
        watch.time("then: or written as text", || check_text(&all, CheckTextOptions::default()));
        watch.end_of_text(texts.len());
    }
    watch
}

/// The parts of it, called as the engine calls them.
fn stages(texts: &[String]) -> Watch {
    let families = families();
    let evidence = Evidence::default();
    let mut watch = Watch::default();
    for _ in 0..PASSES {
        for (index, text) in texts.iter().enumerate() {
            let (masked, masks) = watch.time("template expressions masked", || mask(black_box(text)));
            let found = watch.time("documents found", || documents(&masked));
            let mut read: Vec<FileDocument<'_>> = Vec::new();
            for document in found {
                let file = watch.time("documents read into trees", || File::read_one(&masked, document, &masks));
                read.extend(file.documents);
            }
            for document in &read {
                let view = || Some(Workload::new(&document.node, &document.unknown)?.with_text(document.text));
                let Some(workload) = watch.time("view of the Job or CronJob", view) else { continue };
                watch.time("6xx, the API server's rules", || validate(&document.node));
                for (name, diagnostics) in &families {
                    watch.time(name, || {
                        let mut lints = Vec::new();
                        for diagnostic in diagnostics {
                            (diagnostic.check)(&workload, &mut lints);
                        }
                        lints
                    });
                }
                let Some(object) = object(document, &evidence) else { continue };
                watch.time("repairs proposed", || {
                    let propose =
                        |lint: &&Lint| (lint.diagnostic.repair)(&workload, lint, evidence.about(&workload)).is_some();
                    object.lints.iter().filter(|lint| propose(lint)).count()
                });
            }
            watch.end_of_text(index);
        }
    }
    watch
}

/// The checks by the first digit of their codes.
fn families() -> Vec<(String, Vec<&'static Diagnostic>)> {
    let mut families: Vec<(String, Vec<&'static Diagnostic>)> = Vec::new();
    for diagnostic in CATALOGUE {
        let digit = diagnostic.code.chars().find(char::is_ascii_digit).unwrap_or('?');
        let name = match digit {
            '7' => "7xx, it will fail, hang or lie, with the scripts read for it".to_owned(),
            '8' => "8xx, hardening".to_owned(),
            '9' => "9xx, operating it".to_owned(),
            '6' => "6xx, the checks beside those rules".to_owned(),
            _ => "1xx to 5xx, what manifests share with incidents".to_owned(),
        };
        match families.iter_mut().find(|(known, _)| *known == name) {
            Some((_, diagnostics)) => diagnostics.push(diagnostic),
            None => families.push((name, vec![diagnostic])),
        }
    }
    families
}

/// The checks that take longest.
fn checks(texts: &[String], total: Duration) -> Table {
    let mut watch = Watch::default();
    for _ in 0..PASSES {
        for (index, text) in texts.iter().enumerate() {
            let (masked, masks) = mask(text);
            for document in &File::read(&masked, &masks).documents {
                let Some(workload) = Workload::new(&document.node, &document.unknown) else { continue };
                let workload = workload.with_text(document.text);
                // Read once for all, so that it is no one's cost.
                black_box(workload.containers.iter().filter(|container| container.script().is_some()).count());
                for diagnostic in CATALOGUE {
                    watch.time(diagnostic.name, || {
                        let mut lints = Vec::new();
                        (diagnostic.check)(&workload, &mut lints);
                        lints
                    });
                }
            }
            watch.end_of_text(index);
        }
    }
    let mut table = Table::new(&["the checks that take longest", "µs/file", "share"]);
    watch.0.sort_by_key(|stage| std::cmp::Reverse(stage.best()));
    for stage in watch.0.iter().take(NAMED) {
        let seconds = stage.best().as_secs_f64();
        let share = format!("{:.1} %", 100.0 * seconds / total.as_secs_f64());
        table.row([stage.name.clone(), figure(1e6 * seconds / float(texts.len())), share]);
    }
    table
}

/// The files that take longest for their length.
fn slowest(paths: &[PathBuf], texts: &[String], whole: &[Duration]) -> Table {
    let mut table = Table::new(&["the files that take longest for their length", "bytes", "µs", "µs/kB"]);
    let mut rates: Vec<(f64, usize)> = Vec::new();
    for (index, (text, time)) in texts.iter().zip(whole).enumerate() {
        rates.push((time.as_secs_f64() * 1e9 / float(text.len().max(1)), index));
    }
    rates.sort_by(|left, right| right.0.total_cmp(&left.0));
    let mut seen: Vec<String> = Vec::new();
    for (rate, index) in rates {
        // The corpus holds every file many times, with a number before its name.
        let name = paths[index].file_name().unwrap_or_default().to_string_lossy();
        let name = name.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == '-').to_owned();
        if seen.len() == NAMED || seen.contains(&name) {
            continue;
        }
        seen.push(name.clone());
        let micros = whole[index].as_secs_f64() * 1e6;
        table.row([name, figure(float(texts[index].len())), figure(micros), figure(rate)]);
    }
    table
}

/// Sums what each stage takes for a text, and keeps the best pass of each text: the machine may be busy in any of them.
#[derive(Default)]
struct Watch(Vec<Stage>);

struct Stage {
    name: String,
    now: Duration,
    best: BTreeMap<usize, Duration>,
}

impl Stage {
    fn best(&self) -> Duration {
        self.best.values().sum()
    }
}

impl Watch {
    fn time<T>(&mut self, name: &str, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let done = black_box(work());
        let time = start.elapsed();
        match self.0.iter_mut().find(|stage| stage.name == name) {
            Some(stage) => stage.now += time,
            None => self.0.push(Stage { name: name.to_owned(), now: time, best: BTreeMap::new() }),
        }
        done
    }

    fn end_of_text(&mut self, text: usize) {
        for stage in &mut self.0 {
            let now = std::mem::take(&mut stage.now);
            let best = stage.best.entry(text).or_insert(now);
            *best = now.min(*best);
        }
    }
}

fn walk(folder: &Path, paths: &mut Vec<PathBuf>) -> std::io::Result<()> {
    let mut here = Vec::new();
    for entry in fs::read_dir(folder)? {
        here.push(entry?.path());
    }
    here.sort();
    for path in here {
        if path.is_dir() {
            walk(&path, paths)?;
        } else {
            paths.push(path);
        }
    }
    Ok(())
}

fn float(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from)
}
