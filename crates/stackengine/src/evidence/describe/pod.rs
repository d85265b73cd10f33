//! Pods.

use super::block::{Block, Field};
use super::value::{As, put_all};
use super::{container, template};
use crate::yaml::{Node, Span};

pub(super) fn read<'t>(block: &Block<'t>, fields: &[Field<'t>], tree: &mut Node<'t>) {
    let table = [
        ("Priority", "spec.priority", As::Int),
        ("Priority Class Name", "spec.priorityClassName", As::Text),
        ("PriorityClassName", "spec.priorityClassName", As::Text),
        ("Runtime Class Name", "spec.runtimeClassName", As::Text),
        ("Service Account", "spec.serviceAccountName", As::Text),
        ("Active Deadline Seconds", "spec.activeDeadlineSeconds", As::Seconds),
        ("Termination Grace Period", "metadata.deletionGracePeriodSeconds", As::Seconds),
        ("Start Time", "status.startTime", As::Time),
        ("Reason", "status.reason", As::Text),
        ("IP", "status.podIP", As::Text),
        ("QoS Class", "status.qosClass", As::Text),
        ("NominatedNodeName", "status.nominatedNodeName", As::Text),
    ];
    put_all(tree, fields, &table);
    for field in fields {
        let value = field.value.trim();
        let key = field.label.span();
        match field.label.text {
            "Node" if !value.is_unset() => {
                let name = value.split_once("/").map_or(value, |(name, _)| name);
                tree.insert_at("spec.nodeName", key, name.node());
            }
            "Status" if value.text.starts_with("Terminating") => {
                tree.insert_at("status.terminating", key, Node::bool(true, value.span()));
            }
            "Status" if !value.is_unset() => tree.insert_at("status.phase", key, value.node()),
            "Message" => {
                if let Some(message) = container::message(block, field) {
                    tree.insert_at("status.message", key, message);
                }
            }
            "Conditions" => {
                let conditions = conditions(block, field);
                tree.insert_at("status.conditions", key, Node::sequence(conditions, key));
            }
            "Image(s)" => template::images(tree, field, "spec.containers"),
            _ => {}
        }
    }
    template::read_volumes(block, fields, tree);
    containers(block, fields, tree);
}

fn conditions<'t>(block: &Block<'t>, field: &Field<'t>) -> Vec<Node<'t>> {
    let rows = block.lines(&field.body).into_iter().skip_while(|line| line.token().0.text != "Type").skip(1);
    let rows = rows.filter_map(|line| {
        let (name, rest) = line.token();
        let (status, rest) = rest.token();
        let known = matches!(status.text, "True" | "False" | "Unknown");
        (known && rest.text.is_empty()).then(|| {
            let mut condition = Node::mapping(line.span());
            condition.insert("type", name.span(), name.node());
            condition.insert("status", status.span(), status.node());
            condition
        })
    });
    rows.collect()
}

/// Containers show their spec and their status in one: it is parted again.
fn containers<'t>(block: &Block<'t>, fields: &[Field<'t>], tree: &mut Node<'t>) {
    let has = |label: &str| fields.iter().any(|field| field.label.text == label);
    let orphans = block.orphans();
    if !orphans.is_empty() && block.orphans_ran() {
        // The container whose name is cut off: before `Containers` it is an init container, else the last of them.
        let section = if has("Containers") { SECTIONS[0] } else { SECTIONS[1] };
        let (spec, status) = container::read(block, None, &block.fields(&orphans));
        put(tree, section, spec.span, vec![spec], status.into_iter().collect());
    }
    if super::is_container(fields) {
        let (spec, status) = container::read(block, None, fields);
        put(tree, SECTIONS[1], spec.span, vec![spec], status.into_iter().collect());
        return;
    }
    for field in fields {
        let Some(section) = SECTIONS.into_iter().find(|section| section.0 == field.label.text) else { continue };
        let mut specs = Vec::new();
        let mut statuses = Vec::new();
        for named in block.fields(&field.body) {
            let (spec, status) = container::read(block, Some(named.label), &block.fields(&named.body));
            specs.push(spec);
            statuses.extend(status);
        }
        put(tree, section, field.label.span(), specs, statuses);
    }
}

const SECTIONS: [(&str, &str, &str); 3] = [
    ("Init Containers", "spec.initContainers", "status.initContainerStatuses"),
    ("Containers", "spec.containers", "status.containerStatuses"),
    ("Ephemeral Containers", "spec.ephemeralContainers", "status.ephemeralContainerStatuses"),
];

fn put<'t>(
    tree: &mut Node<'t>,
    (_, spec_path, status_path): (&str, &str, &str),
    key: Span,
    specs: Vec<Node<'t>>,
    statuses: Vec<Node<'t>>,
) {
    for (path, items) in [(spec_path, specs), (status_path, statuses)] {
        if let Some(whole) = items.iter().map(|item| item.span).reduce(Span::to) {
            tree.insert_at(path, key, Node::sequence(items, whole));
        }
    }
}
