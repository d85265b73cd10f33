//! Nodes and volume claims, as far as they tell why a pod did not run.

use super::block::{Block, Field};
use super::value::{As, put_all, put_map};
use crate::yaml::Node;

pub(super) fn read<'t>(block: &Block<'t>, fields: &[Field<'t>], tree: &mut Node<'t>) {
    put_all(tree, fields, &[("Unschedulable", "spec.unschedulable", As::Bool)]);
    for field in fields {
        let key = field.label.span();
        match field.label.text {
            "Taints" => {
                let taints = block.values(field).into_iter().map(|line| {
                    let (pair, effect) = line.text.rfind(':').map_or((line, line), |at| line.split_at(at));
                    let effect = effect.strip_prefix(":").unwrap_or(effect);
                    let mut taint = Node::mapping(line.span());
                    match pair.split_once("=") {
                        Some((name, value)) => {
                            taint.insert("key", name.span(), name.node());
                            taint.insert("value", value.span(), value.node());
                        }
                        None => taint.insert("key", pair.span(), pair.node()),
                    }
                    taint.insert("effect", effect.span(), effect.node());
                    taint
                });
                let taints: Vec<_> = taints.collect();
                if !taints.is_empty() {
                    tree.insert_at("spec.taints", key, Node::sequence(taints, key));
                }
            }
            "Conditions" => {
                let conditions = conditions(block, field);
                tree.insert_at("status.conditions", key, Node::sequence(conditions, key));
            }
            "Capacity" => put_map(tree, block, field, "status.capacity"),
            "Allocatable" => put_map(tree, block, field, "status.allocatable"),
            _ => {}
        }
    }
}

/// Rows of `Type Status LastHeartbeatTime LastTransitionTime Reason Message`.
fn conditions<'t>(block: &Block<'t>, field: &Field<'t>) -> Vec<Node<'t>> {
    let rows = block.lines(&field.body).into_iter().filter_map(|line| {
        let cells = line.cells();
        let [name, status, _, changed, reason, ..] = cells.as_slice() else { return None };
        if !matches!(status.text, "True" | "False" | "Unknown") {
            return None;
        }
        let mut condition = Node::mapping(line.span());
        condition.insert("type", name.span(), name.node());
        condition.insert("status", status.span(), status.node());
        condition.insert("reason", reason.span(), reason.node());
        if let Some(message) = cells.get(5) {
            let message = line.cut(message.start - line.start, line.text.len());
            condition.insert("message", message.span(), message.node());
        }
        if let Some(time) = super::value::read(*changed, As::Time) {
            condition.insert("lastTransitionTime", changed.span(), time);
        }
        Some(condition)
    });
    rows.collect()
}

/// A PersistentVolumeClaim.
pub(super) fn read_claim<'t>(fields: &[Field<'t>], tree: &mut Node<'t>) {
    let table = [
        ("StorageClass", "spec.storageClassName", As::Text),
        ("Volume", "spec.volumeName", As::Text),
        ("Status", "status.phase", As::Text),
    ];
    put_all(tree, fields, &table);
}
