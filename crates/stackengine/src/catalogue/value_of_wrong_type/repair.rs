//! What is to be done about a value of the wrong type, where the value says it itself.

use crate::catalogue::support::{ask_owner, field_name};
use crate::check::Lint;
use crate::manifest::Workload;
use crate::repair::{Fix, Observed, Safety};
use crate::yaml::{Data, Node, Value};

/// Commands what to write.
pub(super) fn help(workload: &Workload<'_>, lint: &Lint) -> String {
    let name = field_name(&lint.path);
    let value = workload.root.resolve(&lint.path).map(|node| &node.value);
    match (lint.rule(), wanted(lint), value) {
        ("quantity-malformed", ..) => amount_help(workload, lint),
        ("time-malformed", ..) => "write a time like \"2026-11-24T03:00:00Z\", or leave the field out".to_owned(),
        (_, "string", Some(Value::Mapping(_) | Value::Sequence(_))) => format!("write {name} as one text"),
        (_, "string", _) => "put it in quotes, spelled as it is".to_owned(),
        (_, "int32" | "int64", Some(Value::String(_))) => {
            format!("write {name} as a whole number, without quotes or a unit")
        }
        (_, "int32" | "int64", _) => format!("write {name} as a whole number that fits"),
        (_, "bool", _) => "write true or false, without quotes".to_owned(),
        (_, "[]string", _) if matches!(name, "command" | "args") => {
            "write it as a list, one word an item: [sh, -c, \"…\"]".to_owned()
        }
        (_, "[]string", _) => format!("write {name} as a list of words: [one, two]"),
        (_, "v1.LocalObjectReference", _) => "write it as an object with a name".to_owned(),
        (_, "[]v1.EnvVar", _) => "write env as a list of a name and a value each".to_owned(),
        (_, "v1.EnvVar", _) => "write the variable as a name and a value".to_owned(),
        (_, wanted, _) if wanted.starts_with("[]") => "write it as a list: begin each item with a dash".to_owned(),
        (_, wanted, _) if wanted.starts_with("map[") => "write it as keys and values".to_owned(),
        (_, wanted, _) if wanted.starts_with("v1.") => format!("write the fields of {name} below it, one a line"),
        _ => "write it as the type that the message names".to_owned(),
    }
}

fn amount_help(workload: &Workload<'_>, lint: &Lint) -> String {
    let text = workload.root.resolve(&lint.path).and_then(Node::as_str).unwrap_or_default();
    let bytes = text.ends_with(['B', 'b']);
    let small = text.ends_with(['m', 'g', 'K']) || text.ends_with("mi") || text.ends_with("gi");
    match (bytes, small) {
        (true, _) => "leave the B away: 512M are megabytes, 512Mi are mebibytes",
        (_, true) => "write the unit as Ki, Mi, Gi or k, M, G: case matters",
        _ => "write a number with a unit of Kubernetes: 500m, 2, 64Mi, 1Gi",
    }
    .to_owned()
}

/// The type in Go that the server wanted.
fn wanted(lint: &Lint) -> &str {
    lint.message.rsplit_once(" of type ").map_or("", |(_, wanted)| wanted)
}

/// Converts what can be converted without a question.
pub(super) fn repair(workload: &Workload<'_>, lint: &Lint, _: &Observed) -> Option<Fix> {
    let node = workload.root.resolve(&lint.path)?;
    let value = match (lint.rule(), wanted(lint), &node.value) {
        ("quantity-malformed", _, Value::String(text)) if text.trim().contains(' ') => {
            Data::from(text.replace(' ', ""))
        }
        (_, "string", _) => Data::from(spelled(workload, node)?),
        (_, "int32" | "int64", Value::String(text)) => Data::Int(number(text, field_name(&lint.path))?),
        (_, "bool", Value::String(text)) => Data::Bool(text.trim().to_lowercase().parse().ok()?),
        (_, "[]string", Value::String(text)) if is_one_word(text) => Data::from(vec![text.as_ref()]),
        (_, "[]string", Value::String(_)) => {
            return ask_owner("write it as a list, one word an item", "only a shell could split it, and there is none");
        }
        (_, "[]v1.EnvVar", Value::Mapping(entries)) => Data::List(
            entries
                .iter()
                .map(|entry| Some(variable(&entry.key, spelled(workload, &entry.node)?)))
                .collect::<Option<Vec<Data>>>()?,
        ),
        (_, "v1.LocalObjectReference", Value::String(name)) => {
            Data::Map(vec![("name".to_owned(), Data::from(name.as_ref()))])
        }
        (_, "v1.EnvVar", Value::String(text)) => {
            let (name, value) = text.split_once('=')?;
            variable(name, value)
        }
        _ => return None,
    };
    Some(Fix::new(Safety::Safe, help(workload, lint)).set(lint.path.clone(), value))
}

/// A single value as it is written in the file.
fn spelled<'t>(workload: &'t Workload<'_>, node: &'t Node<'_>) -> Option<&'t str> {
    match &node.value {
        Value::String(text) => Some(text),
        Value::Int(_) | Value::Float(_) | Value::Bool(_) => workload.spelling(node),
        _ => None,
    }
}

fn variable(name: &str, value: &str) -> Data {
    Data::Map(vec![("name".to_owned(), Data::from(name)), ("value".to_owned(), Data::from(value))])
}

/// A number, also one with a unit of time where the field counts seconds.
fn number(text: &str, field: &str) -> Option<i64> {
    let text = text.trim();
    // Modes of files are octal wherever people write them.
    if matches!(field, "mode" | "defaultMode") {
        return i64::from_str_radix(text.trim_start_matches("0o"), 8).ok();
    }
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    if !field.ends_with("Seconds") {
        return None;
    }
    let (digits, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let seconds = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 3600,
        _ => return None,
    };
    digits.parse::<i64>().ok()?.checked_mul(seconds)
}

/// Whether no shell is needed to see that it is one word.
fn is_one_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|char| char.is_ascii_alphanumeric() || "/._-:=@%+,".contains(char))
}
