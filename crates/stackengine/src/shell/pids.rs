//! `$$` as the number of the process: Kubernetes leaves one `$` of it, which means nothing.

use super::walk::Found;
use super::{Hazard, HazardKind, Remedy};

/// Reports each `$$` that stands where a process number makes sense and an escaped `$` does not.
pub(super) fn find(found: &mut Found<'_>) {
    let text = found.source.manifest;
    // In a here-document another language may be written.
    if text.contains("<<") {
        return;
    }
    let (mut at, mut in_single, mut in_double) = (0, false, false);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let step = rest.chars().next().map_or(1, char::len_utf8);
        if rest.starts_with("$$$$") {
            at += 4;
            continue;
        }
        if rest.starts_with("$$") {
            if !in_single && is_process_number(text, at) {
                report(found, at);
            }
            at += 2;
            continue;
        }
        // Up to the next bracket Kubernetes sees a name, and changes nothing.
        if rest.starts_with("$(") {
            at += rest.find(')').unwrap_or(1) + 1;
            continue;
        }
        match rest.as_bytes().first() {
            Some(b'\\') if !in_single => at += 1,
            Some(b'\'') if !in_double => in_single = !in_single,
            Some(b'"') if !in_single => in_double = !in_double,
            _ => {}
        }
        at += step;
        while !text.is_char_boundary(at) {
            at += 1;
        }
    }
}

fn is_process_number(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let after = text.get(at + 2..).unwrap_or_default();
    let ends = after.is_empty() || after.starts_with(|char: char| char.is_whitespace() || "\".);/&|>,".contains(char));
    let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let starts = word.trim_start_matches('"').is_empty() || word.ends_with(['.', '-', '_', '/', '=', '@']);
    let command = before.rsplit(['\n', ';', '|', '&']).next().unwrap_or_default();
    let is_pattern = ["grep", "sed", "awk", "perl", "expr", "=~"].iter().any(|tool| command.contains(tool));
    ends && (starts || word.contains('/')) && !is_pattern
}

fn report(found: &mut Found<'_>, at: usize) {
    let text = found.source.manifest;
    let line = text.get(..at).and_then(|before| before.rsplit(['\n', ';', '|', '&']).next()).unwrap_or_default();
    let program = line.split_whitespace().next().unwrap_or_default().to_owned();
    let remedy = Remedy {
        edits: vec![(at..at + 2, "$$$$".to_owned())],
        title: "write `$$$$`, of which Kubernetes makes `$$`".to_owned(),
        keeps_meaning: false,
    };
    let command =
        line.trim_start().chars().rev().take(70).collect::<Vec<_>>().into_iter().rev().collect::<String>() + "$$";
    found.script.hazards.push(Hazard {
        kind: HazardKind::DollarDollar,
        command,
        program,
        span: at..at + 2,
        remedy: Some(remedy),
    });
}
