//! The API server's verdicts: real documents with what a server answered, and a table of small ones, a rule each.

use std::fs;
use std::path::Path;

use stackengine::validate::{Violation, validate};
use stackengine::yaml::{Node, Value, read_json, read_yaml};

/// One line of the record.
struct Verdict {
    file: String,
    document: String,
    accepted: bool,
    message: String,
}

#[test]
fn the_verdict_is_the_servers_on_every_recorded_document() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/manifests");
    let Ok(table) = fs::read_to_string(folder.join("verdicts.tsv")) else {
        println!("note: {} is not here, so nothing was compared", folder.display());
        return;
    };
    let verdicts: Vec<Verdict> = table.lines().skip(1).filter_map(verdict).collect();
    let mut disagreements = Vec::new();
    for verdict in &verdicts {
        let text = fs::read_to_string(folder.join(&verdict.file)).expect("a recorded file");
        let found = with_document(&text, &verdict.document, |node| validate(&without_namespace(node)));
        match found {
            Some(found) => disagreements.extend(compare(verdict, &found)),
            None => disagreements.push(format!("{} {}: not found", verdict.file, verdict.document)),
        }
    }
    println!("{} verdicts, {} disagreements", verdicts.len(), disagreements.len());
    assert!(disagreements.is_empty(), "\n{}", disagreements.join("\n"));
}

fn verdict(line: &str) -> Option<Verdict> {
    let columns: Vec<&str> = line.split('\t').collect();
    let [file, document, _, _, verdict, message] = columns.as_slice() else { return None };
    let accepted = match *verdict {
        "accepted" => true,
        "refused" => false,
        _ => return None,
    };
    Some(Verdict {
        file: (*file).to_owned(),
        document: (*document).to_owned(),
        accepted,
        message: (*message).to_owned(),
    })
}

fn compare(verdict: &Verdict, found: &[Violation]) -> Option<String> {
    let shown: Vec<String> =
        found.iter().map(|violation| format!("{}: {}", violation.path, violation.message)).collect();
    let place = format!("{} {}", verdict.file, verdict.document);
    if verdict.accepted != found.is_empty() {
        let word = if verdict.accepted { "accepted" } else { "refused" };
        return Some(format!("{place}: {word} by the server: {}\n    here: {}", verdict.message, shown.join("\n    ")));
    }
    let missing: Vec<String> = named_paths(&verdict.message)
        .into_iter()
        .filter(|path| !found.iter().any(|violation| violation.path == *path))
        .collect();
    (!missing.is_empty())
        .then(|| format!("{place}: not named: {}\n    here: {}", missing.join(", "), shown.join("\n    ")))
}

/// The paths that a message names; the record cuts long messages, and with them the last path.
fn named_paths(message: &str) -> Vec<String> {
    if let Some((_, fields)) = message.split_once("strict decoding error: ") {
        let quoted = fields.split(", ").filter_map(|field| field.split('"').nth(1).filter(|_| field.ends_with('"')));
        return quoted.map(str::to_owned).collect();
    }
    let Some((_, errors)) = message.split_once(" is invalid: ") else { return Vec::new() };
    let starts = ["metadata.", "spec."];
    let mut paths = Vec::new();
    let mut rest = errors.trim_start_matches('[');
    loop {
        let Some((path, after)) = rest.split_once(": ") else { return paths };
        if starts.iter().any(|start| path.starts_with(start)) {
            paths.push(path.to_owned());
        }
        let next = starts.iter().filter_map(|start| after.find(&format!(", {start}"))).min();
        match next.and_then(|at| after.get(at + 2..)) {
            Some(next) => rest = next,
            None => return paths,
        }
    }
}

/// Finds `2`, or `2.0` inside a List.
fn with_document<T>(text: &str, document: &str, judge: impl Fn(&Node<'_>) -> T) -> Option<T> {
    let mut numbers = document.split('.').map(|number| number.parse::<usize>().expect("a number"));
    let (number, item) = (numbers.next()?, numbers.next());
    let mut position = 0;
    let mut found = None;
    let mut look = |node: Node<'_>| {
        if position == number {
            let chosen = item.map_or(Some(&node), |item| node.get("items").and_then(|items| items.items().get(item)));
            found = chosen.map(&judge);
        }
        position += 1;
    };
    if text.trim_start().starts_with('{') {
        look(read_json(text, 0).0);
    } else {
        read_yaml(text, 0, text.len(), &mut |node, _| look(node));
    }
    found
}

/// The record was made without namespaces.
fn without_namespace<'t>(node: &Node<'t>) -> Node<'t> {
    let mut node = node.clone();
    if let Value::Mapping(entries) = &mut node.value {
        for entry in entries.iter_mut().filter(|entry| entry.key == "metadata") {
            if let Value::Mapping(fields) = &mut entry.node.value {
                fields.retain(|field| field.key != "namespace");
            }
        }
    }
    node
}
