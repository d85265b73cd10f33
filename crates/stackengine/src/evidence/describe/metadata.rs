//! What every description begins with.

use super::block::{Block, Field};
use super::value::{As, put_all, put_pairs};
use crate::yaml::Node;

pub(super) fn read<'t>(block: &Block<'t>, fields: &[Field<'t>], tree: &mut Node<'t>) {
    put_all(tree, fields, &[("Name", "metadata.name", As::Text), ("Namespace", "metadata.namespace", As::Text)]);
    for field in fields {
        match field.label.text {
            "Labels" => {
                // Labels were once printed on one line, with commas between.
                let values: Vec<_> = block.values(field).into_iter().flat_map(|value| value.split(",")).collect();
                put_pairs(tree, &values, field.label, "metadata.labels");
            }
            "Annotations" => annotations(block, field, tree),
            "Controlled By" | "Controllers" => {
                if let Some((kind, name)) = field.value.trim().split_once("/") {
                    let mut owner = Node::mapping(field.value.span());
                    owner.insert("kind", kind.span(), kind.node());
                    owner.insert("name", name.span(), name.node());
                    owner.insert("controller", field.label.span(), Node::bool(true, field.value.span()));
                    let owners = Node::sequence(vec![owner], field.value.span());
                    tree.insert_at("metadata.ownerReferences", field.label.span(), owners);
                }
            }
            _ => {}
        }
    }
}

/// Annotations that stand on one line; longer ones are printed cut, and half a value is none.
fn annotations<'t>(block: &Block<'t>, field: &Field<'t>, tree: &mut Node<'t>) {
    let mut map = Node::mapping(field.label.span());
    for value in block.values(field) {
        let pair = value.split_once(": ").or_else(|| value.split_once("="));
        if let Some((key, value)) = pair
            && !key.text.contains(char::is_whitespace)
            && !value.text.ends_with("...")
        {
            map.insert(key.text, key.span(), value.node());
        }
    }
    if !map.is_empty() {
        tree.insert_at("metadata.annotations", field.label.span(), map);
    }
}
