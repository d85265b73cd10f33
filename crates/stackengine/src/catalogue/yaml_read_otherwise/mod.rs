//! A plain word or number that YAML 1.1, which the Kubernetes API reads, takes for something else than it looks like.

use crate::catalogue::Diagnostic;
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::manifest::Workload;
use crate::prevent::rule::Prevention;
use crate::yaml::{Node, Path, Span, Value};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "yaml-read-otherwise",
    code: "SE795",
    severity: Severity::Low,
    page: include_str!("page.md"),
    check: |workload, found| walk(workload, workload.root, &mut Vec::new(), found),
    prevent: Prevention::not_said("it reads the text of the file, of which a policy sees only the values"),
    ..Diagnostic::NEW
};

/// One step of the way to a value, not yet worth a [`Path`].
enum Way<'n> {
    Key(&'n str),
    Index(usize),
}

fn walk<'n>(workload: &Workload<'_>, node: &'n Node<'_>, way: &mut Vec<Way<'n>>, found: &mut Vec<Lint>) {
    match &node.value {
        Value::Mapping(entries) => {
            for entry in entries {
                way.push(Way::Key(&entry.key));
                if let Some(word) = workload.text_at(entry.key_span).filter(|word| is_other_key(word, &entry.key)) {
                    let message = format!("the key {word} is read as \"{}\"", entry.key);
                    let help = format!("quote it: \"{word}\"");
                    found.push(at(workload, way, entry.key_span, message).severity(Severity::Medium).help(help));
                }
                walk(workload, &entry.node, way, found);
                way.pop();
            }
        }
        Value::Sequence(items) => {
            for (index, item) in items.iter().enumerate() {
                way.push(Way::Index(index));
                walk(workload, item, way, found);
                way.pop();
            }
        }
        Value::Bool(value) => {
            if let Some(word) = workload.text_at(node.span).filter(|word| is_other_word(word)) {
                let message = format!("{word} is read as the boolean {value}");
                let help = format!("write {value}, or \"{word}\" where the text is meant");
                found.push(at(workload, way, node.span, message).help(help));
            }
        }
        Value::Int(number) => {
            if let Some(word) = workload.text_at(node.span).filter(|word| is_other_number(word) && !is_a_mode(way)) {
                let message = format!("{word} is read as the number {number}");
                let help = format!("write {number}, or \"{word}\" where the text is meant");
                found.push(at(workload, way, node.span, message).help(help));
            }
        }
        _ => {}
    }
}

fn at(workload: &Workload<'_>, way: &[Way<'_>], span: Span, message: String) -> Lint {
    let path = way.iter().fold(Path::default(), |path, step| match step {
        Way::Key(key) => path.key(*key),
        Way::Index(index) => path.index(*index),
    });
    Lint::new(&DIAGNOSTIC, workload, path, message).pointing_at(span)
}

fn is_other_word(word: &str) -> bool {
    matches!(word.to_ascii_lowercase().as_str(), "y" | "n" | "yes" | "no" | "on" | "off")
}

/// A key that is no longer what was written: `on: x` is `"true": x`, `0777: x` is `"511": x`.
fn is_other_key(word: &str, key: &str) -> bool {
    word != key
        && !word.starts_with(['"', '\'', '?', '{', '[', '&', '!', '|', '>'])
        && (matches!(key, "true" | "false") || key.parse::<i64>().is_ok())
}

/// Octal, hexadecimal, binary, or with underscores.
fn is_other_number(word: &str) -> bool {
    let digits = word.trim_start_matches(['+', '-']);
    (digits.len() > 1 && digits.starts_with('0')) || digits.contains('_')
}

/// Modes of files are octal everywhere.
fn is_a_mode(way: &[Way<'_>]) -> bool {
    matches!(way.last(), Some(Way::Key("mode" | "defaultMode")))
}
