//! A paste is cut anywhere: what is left may leave the cause open, but must not name another one.

#![expect(clippy::print_stderr, reason = "how many cuts were tried is worth seeing")]

mod recordings;

use std::collections::BTreeMap;

use recordings::{incidents, paste};
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
    for incident in incidents() {
        for files in [&["describe.txt", "get.txt"][..], &["objects.json"], &["get.txt", "describe.txt"]] {
            let text = paste(&incident.recording, files);
            tried += cut_everywhere(&incident.name, &incident.truth, text.as_bytes(), &mut wrong);
        }
    }
    let lines: Vec<String> = wrong.iter().map(|(what, count)| format!("{count} x {what}")).collect();
    eprintln!("{tried} cuts tried");
    assert!(lines.is_empty(), "{} kinds of wrong causes:\n{}", lines.len(), lines.join("\n"));
}
