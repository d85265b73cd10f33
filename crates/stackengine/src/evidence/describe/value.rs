//! Values of fields: numbers, times, booleans, and tables of where each goes.

use jiff::fmt::rfc2822::DateTimeParser;

use super::super::event::seconds;
use super::super::line::Piece;
use super::block::{Block, Field};
use crate::yaml::Node;

/// How the value of a field is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum As {
    Text,
    Int,
    /// `30s`, or a bare number.
    Seconds,
    Bool,
    Time,
}

/// The value as a node, none where nothing is set or it is not of its type.
pub(super) fn read(value: Piece<'_>, read_as: As) -> Option<Node<'_>> {
    let value = value.trim();
    if value.is_unset() {
        return None;
    }
    match read_as {
        As::Text => Some(value.node()),
        As::Int => value.int(),
        As::Seconds => value.int().or_else(|| seconds(value.text).map(|seconds| Node::int(seconds, value.span()))),
        As::Bool => match value.text {
            "true" | "True" => Some(Node::bool(true, value.span())),
            "false" | "False" => Some(Node::bool(false, value.span())),
            _ => None,
        },
        As::Time => time(value),
    }
}

/// `Mon, 23 Nov 2026 23:22:01 +0000` as the API writes it; the year 1 stands for no time at all.
fn time(value: Piece<'_>) -> Option<Node<'_>> {
    static PARSER: DateTimeParser = DateTimeParser::new();
    let time = PARSER.parse_timestamp(value.text).ok()?;
    (time.as_second() > 0).then(|| Node::string(time.to_string(), value.span()))
}

/// Puts the fields of a table at their paths.
pub(super) fn put_all<'t>(tree: &mut Node<'t>, fields: &[Field<'t>], table: &[(&str, &str, As)]) {
    for field in fields {
        for (_, path, read_as) in table.iter().filter(|(label, _, _)| *label == field.label.text) {
            if let Some(node) = read(field.value, *read_as) {
                tree.insert_at(path, field.label.span(), node);
            }
        }
    }
}

/// Puts `cpu:  100m` lines of a body under a path; a key may hold dots.
pub(super) fn put_map<'t>(tree: &mut Node<'t>, block: &Block<'t>, field: &Field<'t>, path: &str) {
    let mut map = Node::mapping(field.label.span());
    for entry in block.fields(&field.body) {
        let value = entry.value.trim();
        if !value.is_unset() {
            map.insert(entry.label.text, entry.label.span(), value.node());
        }
    }
    if !map.is_empty() {
        tree.insert_at(path, field.label.span(), map);
    }
}

/// Puts `key=value` pieces under a path.
pub(super) fn put_pairs<'t>(tree: &mut Node<'t>, pieces: &[Piece<'t>], label: Piece<'t>, path: &str) {
    let mut map = Node::mapping(label.span());
    for piece in pieces {
        if let Some((key, value)) = piece.split_once("=") {
            map.insert(key.text, key.span(), value.node());
        }
    }
    if !map.is_empty() {
        tree.insert_at(path, label.span(), map);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_become_those_of_the_api() {
        let at = |text| read(Piece::new(0, text), As::Time).and_then(|node| node.as_str().map(str::to_owned));
        assert_eq!(at("Mon, 23 Nov 2026 23:22:01 +0000").as_deref(), Some("2026-11-23T23:22:01Z"));
        assert_eq!(at("Tue, 24 Nov 2026 00:22:01 +0100").as_deref(), Some("2026-11-23T23:22:01Z"));
        assert_eq!(at("Mon, 01 Jan 0001 00:00:00 +0000"), None);
        assert_eq!(at("Mon, 23 No"), None);
    }
}
