//! A paste is cut anywhere: what is left may leave the cause open, but must not name another one.

#![expect(clippy::print_stderr, reason = "a test that finds no recordings must say that it checks nothing")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use stackengine::evidence::{Source, Sources};

/// Statements that are true of what a cut left, although the whole shows a deeper one: what told them apart is cut off.
fn is_shallower(truth: &str, cause: &str) -> bool {
    const EXITS: [&str; 7] = [
        "command-not-executable",
        "command-not-found",
        "dependency-unreachable",
        "exec-format-error",
        "failed-by-pod-failure-policy",
        "liveness-probe-killed",
        "read-only-filesystem",
    ];
    const REFUSALS: [&str; 3] = ["pod-security-violation", "quota-exceeded", "service-account-missing"];
    (cause == "container-exit-error" && EXITS.contains(&truth))
        || (cause == "pod-creation-failed" && REFUSALS.contains(&truth))
}

fn incidents() -> Vec<(String, Value, PathBuf)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/incidents");
    let Ok(entries) = fs::read_dir(&folder) else {
        eprintln!("the recorded incidents are not at {}: this test checks nothing here", folder.display());
        return Vec::new();
    };
    let mut all = Vec::new();
    for path in entries.flatten().map(|entry| entry.path()) {
        let Ok(truth) = fs::read_to_string(path.join("truth.json")) else { continue };
        let mut recordings: Vec<PathBuf> = fs::read_dir(&path)
            .expect("readable")
            .flatten()
            .map(|entry| entry.path())
            .filter(|path| path.is_dir())
            .collect();
        recordings.sort();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        all.push((name, serde_json::from_str(&truth).expect("JSON"), recordings.pop().expect("a recording")));
    }
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all
}

fn cause_of(text: &[u8]) -> Option<&'static str> {
    let mut sources = Sources::new();
    sources.add(Source::new("paste", text.to_vec()));
    let report = stackengine::diagnose(&sources);
    report.diagnoses.first()?.cause().map(|cause| cause.diagnostic.name)
}

fn is_true(truth: &Value, cause: &str) -> bool {
    let fits = |known: &Value| known.as_str().is_some_and(|known| known == cause || is_shallower(known, cause));
    truth["cause"].as_array().map_or_else(|| fits(&truth["cause"]), |several| several.iter().any(fits))
}

/// One text of everything, as somebody would paste it.
fn paste(recording: &Path, files: &[&str]) -> Vec<u8> {
    let mut text = Vec::new();
    for file in files {
        text.extend(fs::read(recording.join(file)).expect("readable"));
        text.push(b'\n');
    }
    let mut logs: Vec<PathBuf> = fs::read_dir(recording.join("logs"))
        .map(|entries| entries.flatten().map(|entry| entry.path()).collect())
        .unwrap_or_default();
    logs.sort();
    for log in logs {
        let name = log.file_name().expect("a name").to_string_lossy().into_owned();
        let mut parts = name.split('.');
        let (pod, container) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let previous = if name.contains(".previous.") { " --previous" } else { "" };
        text.extend(format!("$ kubectl logs {pod} -c {container}{previous}\n").into_bytes());
        text.extend(fs::read(&log).expect("readable"));
        text.push(b'\n');
    }
    text
}

/// Cuts a text at many places, from both ends, and counts the wrong causes.
fn cut_everywhere(name: &str, truth: &Value, text: &[u8], wrong: &mut BTreeMap<String, usize>) -> usize {
    let step = (text.len() / 60).max(1);
    let mut tried = 0;
    for at in (0..text.len()).step_by(step) {
        for piece in [&text[..at], &text[at..]] {
            tried += 1;
            if let Some(cause) = cause_of(piece)
                && !is_true(truth, cause)
            {
                *wrong.entry(format!("{name}: {cause} instead of {}", truth["cause"])).or_default() += 1;
            }
        }
    }
    tried
}

#[test]
fn a_cut_paste_names_no_other_cause() {
    let (mut tried, mut wrong) = (0, BTreeMap::new());
    for (name, truth, recording) in incidents() {
        for files in [&["describe.txt", "get.txt"][..], &["objects.json"], &["get.txt", "describe.txt"]] {
            tried += cut_everywhere(&name, &truth, &paste(&recording, files), &mut wrong);
        }
    }
    let lines: Vec<String> = wrong.iter().map(|(what, count)| format!("{count} x {what}")).collect();
    eprintln!("{tried} cuts tried");
    assert!(lines.is_empty(), "{} kinds of wrong causes:\n{}", lines.len(), lines.join("\n"));
}
