//! What diagnostics of refusals share: their message is the API server's, and often it names what it would take.

use crate::check::Lint;
use crate::manifest::Workload;
use crate::repair::{Fix, Safety};
use crate::validate::distance;
use crate::yaml::{Data, Node, Path, Step, Value};

/// The values that the message offers: `supported values: "Allow", "Forbid", "Replace"`.
pub(in crate::catalogue) fn offered(lint: &Lint) -> Vec<&str> {
    let marks = ["supported values: ", "valid values: "];
    let list = marks.iter().find_map(|mark| lint.message.rsplit_once(mark)).map_or("", |(_, list)| list);
    list.split('"').skip(1).step_by(2).collect()
}

/// Commands to write one of the values that the message offers; `otherwise` where it offers none.
pub(in crate::catalogue) fn choose(lint: &Lint, otherwise: &str) -> String {
    match offered(lint).as_slice() {
        [] => otherwise.to_owned(),
        [only] => format!("write {only}"),
        [others @ .., last] => format!("write {} or {last}, spelled like that", others.join(", ")),
    }
}

/// Writes the offered value that was meant: safe where only case or a separator differs, for the owner to judge where it
/// is one or two letters away.
pub(in crate::catalogue) fn meant_value(workload: &Workload<'_>, lint: &Lint) -> Option<Fix> {
    let written = text_at(workload, &lint.path)?;
    let offered = offered(lint);
    let same = offered.iter().find(|offered| squashed(offered) == squashed(written) && **offered != written);
    if let Some(right) = same {
        return Some(Fix::new(Safety::Safe, format!("write {right}")).set(lint.path.clone(), *right));
    }
    let mut near = offered.iter().filter(|offered| offered.len() > 3 && distance(offered, written) <= 2);
    let (Some(right), None) = (near.next(), near.next()) else { return None };
    let fix = Fix::new(Safety::Unsafe, format!("write {right}"));
    Some(fix.note(format!("{right} is the only value that {written} resembles")).set(lint.path.clone(), *right))
}

/// Letters and digits, in lower case: `if_not_present` is `IfNotPresent`.
fn squashed(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|char| char.to_ascii_lowercase()).collect()
}

/// The text at a path.
pub(in crate::catalogue) fn text_at<'t>(workload: &Workload<'t>, path: &Path) -> Option<&'t str> {
    workload.root.resolve(path)?.as_str()
}

/// A value without its place, to be written somewhere else.
pub(in crate::catalogue) fn copied(node: &Node<'_>) -> Data {
    match &node.value {
        Value::Null => Data::Null,
        Value::Bool(value) => Data::Bool(*value),
        Value::Int(number) => Data::Int(*number),
        Value::Float(number) => Data::Float(*number),
        Value::String(text) => Data::String(text.clone().into_owned()),
        Value::Sequence(items) => Data::List(items.iter().map(copied).collect()),
        Value::Mapping(entries) => {
            Data::Map(entries.iter().map(|entry| (entry.key.clone().into_owned(), copied(&entry.node))).collect())
        }
    }
}

/// The name of the field at the end of a path.
pub(in crate::catalogue) fn field_name(path: &Path) -> &str {
    path.0
        .iter()
        .rev()
        .find_map(|step| match step {
            Step::Key(key) => Some(key.as_str()),
            Step::Index(_) => None,
        })
        .unwrap_or_default()
}

/// Whether what is refused is a placeholder that nothing filled in: `$NAME`, `<name>`.
pub(in crate::catalogue) fn is_placeholder(lint: &Lint) -> bool {
    let value = lint.refusal.as_ref().and_then(|refusal| refusal.value.as_deref()).unwrap_or_default();
    value.contains('$') || value.contains("{{") || value.find('<').is_some_and(|at| value[at..].contains('>'))
}

/// A fix that only the owner can make.
pub(in crate::catalogue) fn ask_owner(title: &str, note: &str) -> Option<Fix> {
    Some(Fix::new(Safety::DisplayOnly, title).note(note))
}
