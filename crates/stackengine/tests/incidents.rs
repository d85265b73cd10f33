//! The exam: failures recorded on a real cluster, each with its truth.
//!
//! Three ways to know: (a) the objects as JSON and the logs; (b) descriptions, tables and logs; (c) descriptions alone,
//! where an honest "cannot be known from this" counts, and a wrong cause is worse than none.

mod recordings;

use std::fs;
use std::path::{Path, PathBuf};

use recordings::{agrees, compare, incidents, sorted};
use stackengine::evidence::{Source, Sources};

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

/// Returns how many incidents were honestly left open.
fn examine(files: &[&str], with_logs: bool, honest_counts: bool) -> usize {
    let mut failures = Vec::new();
    let mut honest = 0;
    for incident in incidents() {
        let report = stackengine::diagnose(&read(&incident.recording, files, with_logs));
        let Some(wrong) = compare(&incident.truth, &report) else { continue };
        let open = report.diagnoses.first().is_some_and(|diagnosis| {
            let asks = diagnosis.cause.is_none() && !diagnosis.needs.is_empty();
            asks && agrees(&incident.truth["job"], &diagnosis.state.to_string().into())
        });
        if honest_counts && open {
            honest += 1;
        } else {
            failures.push(format!("{}: {wrong}", incident.name));
        }
    }
    assert!(failures.is_empty(), "{} wrong:\n{}", failures.len(), failures.join("\n"));
    honest
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
    let honest = examine(&["describe.txt"], false, true);
    assert!(honest <= 20, "honesty is no excuse: {honest} incidents were left open");
}
