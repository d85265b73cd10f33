//! Keeps the samples that every tool can read: some end the whole run at one file that they cannot.

use std::fs;
use std::process::Command;

use super::Ready;
use crate::corpus::Sample;
use crate::shell::{Done, say, target};

/// Drops what is not a plain manifest, and what makes one of the tools give up; says how many of each.
pub(crate) fn keep(samples: &mut Vec<Sample>, ready: &[Ready]) -> Done {
    let n_before = samples.len();
    samples.retain(|sample| is_plain(&sample.text));
    say(&format!(
        "left out: {} files with template expressions, or with a document that lacks apiVersion, kind or metadata",
        n_before - samples.len()
    ));
    let file = target().join("corpus/peers-sample.yaml");
    let path = file.display().to_string();
    fs::create_dir_all(target().join("corpus")).map_err(|error| format!("failed to create a folder: {error}"))?;
    for ready in ready {
        let Some(words) = ready.tool.gives_up else { continue };
        let n_before = samples.len();
        let mut kept = Vec::with_capacity(n_before);
        for sample in samples.drain(..) {
            fs::write(&file, &sample.text).map_err(|error| format!("failed to write {path}: {error}"))?;
            let command = ready.tool.command_for(&ready.program, &path);
            let output = Command::new(&ready.program).args(command.iter().skip(1)).output();
            let output = output.map_err(|error| format!("failed to start {}: {error}", ready.tool.name))?;
            if !String::from_utf8_lossy(&output.stderr).contains(words) {
                kept.push(sample);
            }
        }
        *samples = kept;
        let n_left_out = n_before - samples.len();
        say(&format!("left out: {n_left_out} files at which {} ends the whole run", ready.tool.name));
    }
    if samples.is_empty() { Err("no file is left that every tool can read".to_owned()) } else { Ok(()) }
}

/// What every document must have.
const KEYS: [&str; 3] = ["apiVersion:", "kind:", "metadata:"];

/// Every document names its kind and has metadata, and nothing is left to a template engine.
fn is_plain(text: &str) -> bool {
    let (mut missing, mut is_empty) = (KEYS.to_vec(), true);
    for line in text.lines().chain(["---"]) {
        if line.starts_with("---") {
            if !is_empty && !missing.is_empty() {
                return false;
            }
            (missing, is_empty) = (KEYS.to_vec(), true);
            continue;
        }
        is_empty &= line.trim().is_empty() || line.trim_start().starts_with('#');
        missing.retain(|key| !line.starts_with(key));
    }
    !text.contains("{{")
}

#[cfg(test)]
mod tests {
    use super::is_plain;

    #[test]
    fn a_plain_manifest_names_kind_and_version_and_has_metadata_in_every_document() {
        let job = "apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: a\n";
        let cases = [
            (job.to_owned(), true),
            (format!("# one\n---\n{job}---\n{job}---\n# nothing\n"), true),
            (format!("{job}---\nkind: Job\n"), false),
            ("kind: Job\napiVersion: batch/v1\n".to_owned(), false),
            (format!("  {job}"), false),
            (job.replace(": a", ": {{ name }}"), false),
        ];
        for (text, expected) in cases {
            assert_eq!(is_plain(&text), expected, "{text}");
        }
    }
}
