//! The exam: failures recorded on a real cluster, each with its truth.
//!
//! Three ways to know: (a) the objects as JSON and the logs; (b) descriptions, tables and logs; (c) descriptions alone,
//! where an honest "cannot be known from this" counts, and a wrong cause is worse than none.

#![expect(clippy::print_stderr, reason = "a test that finds no recordings must say that it checks nothing")]

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use stackengine::diagnosis::Report;
use stackengine::evidence::{Source, Sources};

fn recordings() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/incidents");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("the recorded incidents are not at {}: this test checks nothing here", folder.display());
    None
}

fn incidents(folder: &Path) -> Vec<(String, Value, PathBuf)> {
    let mut all: Vec<_> = sorted(folder)
        .into_iter()
        .filter(|path| path.join("truth.json").is_file())
        .map(|path| {
            let truth = fs::read_to_string(path.join("truth.json")).expect("readable truth");
            let last = sorted(&path).into_iter().rfind(|entry| entry.is_dir()).expect("a recording");
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            (name, serde_json::from_str(&truth).expect("truth is JSON"), last)
        })
        .collect();
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).map(|entries| entries.flatten().map(|entry| entry.path()).collect());
    let mut paths: Vec<PathBuf> = entries.unwrap_or_default();
    paths.sort();
    paths
}

fn read(recording: &Path, files: &[&str], with_logs: bool) -> Sources {
    let mut sources = Sources::new();
    let mut paths: Vec<PathBuf> = files.iter().map(|file| recording.join(file)).collect();
    if with_logs {
        paths.extend(sorted(&recording.join("logs")));
    }
    for path in paths {
        let name = path.strip_prefix(recording).expect("inside").to_string_lossy().into_owned();
        sources.add(Source::new(name, fs::read(&path).expect("readable recording")));
    }
    sources
}

/// What the report says of the whole incident: the most urgent diagnosis speaks.
fn said(report: &Report) -> (Value, Value, Value, Value) {
    let Some(diagnosis) = report.diagnoses.first() else { return (Value::Null, Value::Null, Value::Null, Value::Null) };
    let state = Value::from(diagnosis.state.to_string());
    match diagnosis.cause() {
        None => (Value::Null, Value::Null, Value::Null, state),
        Some(cause) => (
            Value::from(cause.diagnostic.name),
            cause.exit_code.map_or(Value::Null, Value::from),
            cause.container.clone().map_or(Value::Null, Value::from),
            state,
        ),
    }
}

fn agrees(truth: &Value, said: &Value) -> bool {
    match truth {
        Value::String(any) if any == "any" => true,
        Value::Array(several) => several.contains(said),
        truth => truth == said,
    }
}

fn compare(truth: &Value, report: &Report) -> Option<String> {
    let (cause, exit_code, container, state) = said(report);
    let pairs = [("cause", cause), ("exit_code", exit_code), ("container", container), ("job", state)];
    let wrong: Vec<String> = pairs
        .iter()
        .filter(|(field, said)| !agrees(&truth[*field], said))
        .map(|(field, said)| format!("{field}: {said} instead of {}", truth[*field]))
        .collect();
    (!wrong.is_empty()).then(|| wrong.join(", "))
}

fn examine(files: &[&str], with_logs: bool, honest_counts: bool) {
    let Some(folder) = recordings() else { return };
    let mut failures = Vec::new();
    let mut honest = 0;
    for (name, truth, recording) in incidents(&folder) {
        let sources = read(&recording, files, with_logs);
        let report = stackengine::diagnose(&sources);
        let Some(wrong) = compare(&truth, &report) else { continue };
        let diagnosis = report.diagnoses.first();
        let open = diagnosis.is_some_and(|diagnosis| diagnosis.cause.is_none() && !diagnosis.needs.is_empty());
        let state_fits =
            diagnosis.is_some_and(|diagnosis| agrees(&truth["job"], &Value::from(diagnosis.state.to_string())));
        if honest_counts && open && state_fits {
            honest += 1;
        } else {
            failures.push(format!("{name}: {wrong}"));
        }
    }
    eprintln!("{honest} incidents were honestly left open");
    assert!(failures.is_empty(), "{} wrong:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn from_objects_and_logs() {
    examine(&["objects.json"], true, false);
}

#[test]
fn from_descriptions_tables_and_logs() {
    examine(&["describe.txt", "get.txt"], true, false);
}

#[test]
fn from_descriptions_alone() {
    examine(&["describe.txt"], false, true);
}
