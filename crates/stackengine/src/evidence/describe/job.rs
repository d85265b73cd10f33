//! Jobs.

use super::super::event::seconds;
use super::block::{Block, Field};
use super::template;
use super::value::{As, put_all, put_pairs};
use crate::yaml::Node;

/// Fields of a Job's spec, by their path under it.
pub(super) const SPEC: [(&str, &str, As); 8] = [
    ("Parallelism", "parallelism", As::Int),
    ("Completions", "completions", As::Int),
    ("Completion Mode", "completionMode", As::Text),
    ("Backoff Limit", "backoffLimit", As::Int),
    ("Backoff Limit Per Index", "backoffLimitPerIndex", As::Int),
    ("Max Failed Indexes", "maxFailedIndexes", As::Int),
    ("Active Deadline Seconds", "activeDeadlineSeconds", As::Seconds),
    ("TTL Seconds After Finished", "ttlSecondsAfterFinished", As::Seconds),
];

pub(super) fn read<'t>(block: &Block<'t>, fields: &[Field<'t>], tree: &mut Node<'t>) {
    let mut spec = Node::mapping(Default::default());
    put_all(&mut spec, fields, &SPEC);
    put_all(&mut spec, fields, &[("Suspend", "suspend", As::Bool)]);
    for field in fields {
        match field.label.text {
            "Selector" => put_pairs(&mut spec, &field.value.split(","), field.label, "selector.matchLabels"),
            "Pod Template" => {
                let template = template::read(block, &block.fields(&field.body));
                spec.insert("template", field.label.span(), template);
            }
            "Image(s)" => template::images(&mut spec, field, "template.spec.containers"),
            _ => {}
        }
    }
    if !spec.is_empty() {
        tree.insert_at("spec", spec.span, spec);
    }
    let status = [
        ("Start Time", "status.startTime", As::Time),
        ("Completed At", "status.completionTime", As::Time),
        ("Failed Indexes", "status.failedIndexes", As::Text),
    ];
    put_all(tree, fields, &status);
    for field in fields {
        match field.label.text {
            "Pods Statuses" => statuses(field, tree),
            // Longer lists are cut at fifty characters: half of one is none.
            "Completed Indexes" if !field.value.is_unset() && !field.value.text.trim_end().ends_with("...") => {
                let value = field.value.trim();
                tree.insert_at("status.completedIndexes", field.label.span(), value.node());
            }
            "Duration" => {
                if let Some(seconds) = seconds(field.value.text) {
                    let node = Node::int(seconds, field.value.span());
                    tree.insert_at("x-duration-seconds", field.label.span(), node);
                }
            }
            _ => {}
        }
    }
}

/// `1 Active (0 Ready) / 0 Succeeded / 2 Failed`, and `1 Running / …` of old.
fn statuses<'t>(field: &Field<'t>, tree: &mut Node<'t>) {
    for part in field.value.split("/") {
        let (number, rest) = part.token();
        let (word, rest) = rest.token();
        let key = match word.text {
            "Active" | "Running" => "status.active",
            "Succeeded" => "status.succeeded",
            "Failed" => "status.failed",
            _ => continue,
        };
        if let Some(number) = number.int() {
            tree.insert_at(key, field.label.span(), number);
        }
        let ready = rest.strip_prefix("(").and_then(|rest| rest.strip_suffix(" Ready)"));
        if let Some(ready) = ready.and_then(super::super::line::Piece::int) {
            tree.insert_at("status.ready", field.label.span(), ready);
        }
    }
}
