//! Where the recordings of a real cluster are, what is true of them, and how somebody would paste them.

#![expect(clippy::print_stderr, reason = "a test that finds no recordings must say that it checks nothing")]
#![allow(dead_code, reason = "each test uses its own part of this")]

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use stackengine::diagnosis::Report;

/// One incident with its truth and its last recording.
pub(crate) struct Incident {
    pub(crate) name: String,
    pub(crate) truth: Value,
    pub(crate) recording: PathBuf,
}

/// A folder of recordings beside the project, said to be missing where it is.
pub(crate) fn shared(folder: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared").join(folder);
    if path.is_dir() {
        return Some(path);
    }
    eprintln!("{} is missing: this test checks nothing here", path.display());
    None
}

/// The entries of a folder, in order; none where it cannot be read.
pub(crate) fn sorted(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).map(|entries| entries.flatten().map(|entry| entry.path()).collect());
    let mut paths: Vec<PathBuf> = entries.unwrap_or_default();
    paths.sort();
    paths
}

/// All incidents, in the order of their names.
pub(crate) fn incidents() -> Vec<Incident> {
    let Some(folder) = shared("incidents") else { return Vec::new() };
    let read = |path: PathBuf| {
        let truth = fs::read_to_string(path.join("truth.json")).ok()?;
        let recording = sorted(&path).into_iter().rfind(|entry| entry.is_dir())?;
        let name = path.file_name()?.to_string_lossy().into_owned();
        Some(Incident { name, truth: serde_json::from_str(&truth).expect("truth is JSON"), recording })
    };
    sorted(&folder).into_iter().filter_map(read).collect()
}

/// Everything in one text, each log behind the command that showed it.
pub(crate) fn paste(recording: &Path, files: &[&str]) -> String {
    let mut text = String::new();
    for file in files {
        text.push_str(&fs::read_to_string(recording.join(file)).expect("a readable recording"));
        text.push('\n');
    }
    for log in sorted(&recording.join("logs")) {
        let name = log.file_name().expect("a name").to_string_lossy().into_owned();
        let (pod, rest) = name.split_once('.').expect("POD.CONTAINER.txt");
        let container = rest.split('.').next().unwrap_or_default();
        let previous = if rest.contains(".previous.") { " --previous" } else { "" };
        let content = fs::read_to_string(&log).expect("a readable log");
        text.push_str(&format!("$ kubectl logs {pod} -c {container}{previous}\n{content}\n"));
    }
    text
}

/// Whether a value is what the truth says; a list means any of them, "any" that it is not compared.
pub(crate) fn agrees(truth: &Value, said: &Value) -> bool {
    match truth {
        Value::String(any) if any == "any" => true,
        Value::Array(several) => several.contains(said),
        truth => truth == said,
    }
}

/// What the most urgent diagnosis says otherwise than the truth, if anything.
pub(crate) fn compare(truth: &Value, report: &Report) -> Option<String> {
    let diagnosis = report.diagnoses.first();
    let cause = diagnosis.and_then(|diagnosis| diagnosis.cause());
    let said = [
        ("cause", cause.map_or(Value::Null, |cause| cause.diagnostic.name.into())),
        ("exit_code", cause.and_then(|cause| cause.exit_code).map_or(Value::Null, Value::from)),
        ("container", cause.and_then(|cause| cause.container.clone()).map_or(Value::Null, Value::from)),
        ("job", diagnosis.map_or(Value::Null, |diagnosis| diagnosis.state.to_string().into())),
    ];
    let wrong: Vec<String> = said
        .iter()
        .filter(|(field, said)| !agrees(&truth[*field], said))
        .map(|(field, said)| format!("{field} is {said} instead of {}", truth[*field]))
        .collect();
    (!wrong.is_empty()).then(|| wrong.join(", "))
}
