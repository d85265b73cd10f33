//! `kubectl describe` into the tree the object itself would have.
//!
//! What a description leaves out stays out, and what it rounds (ages) goes under names of ours that begin with `x-`.

mod block;
mod container;
mod cronjob;
mod events;
mod job;
mod metadata;
mod node;
mod pod;
mod template;
mod value;

use super::line::Piece;
use super::unread::Unread;
use super::{Document, NotAnalysed, Origin, Place, SourceId};
use crate::yaml::{Node, Span};
use block::{Block, Field};

/// Fields that stand at the top level of some description.
const TOP: [&str; 66] = [
    "Name",
    "Namespace",
    "Selector",
    "Labels",
    "Annotations",
    "Controlled By",
    "Controllers",
    "Parallelism",
    "Completions",
    "Completion Mode",
    "Suspend",
    "Backoff Limit",
    "Backoff Limit Per Index",
    "Max Failed Indexes",
    "TTL Seconds After Finished",
    "Start Time",
    "Completed At",
    "Duration",
    "Active Deadline Seconds",
    "Pods Statuses",
    "Completed Indexes",
    "Pod Template",
    "Events",
    "Schedule",
    "Time Zone",
    "Concurrency Policy",
    "Successful Job History Limit",
    "Failed Job History Limit",
    "Starting Deadline Seconds",
    "Last Schedule Time",
    "Active Jobs",
    "Priority",
    "Priority Class Name",
    "PriorityClassName",
    "Runtime Class Name",
    "Service Account",
    "Node",
    "Status",
    "Reason",
    "Message",
    "IP",
    "IPs",
    "Init Containers",
    "Containers",
    "Ephemeral Containers",
    "Conditions",
    "Volumes",
    "QoS Class",
    "Node-Selectors",
    "Tolerations",
    "Readiness Gates",
    "NominatedNodeName",
    "Termination Grace Period",
    "Image(s)",
    "Roles",
    "Taints",
    "Unschedulable",
    "Lease",
    "Addresses",
    "Capacity",
    "Allocatable",
    "System Info",
    "StorageClass",
    "Volume",
    "Created By",
    "CreationTimestamp",
];

/// Fields of a container.
const CONTAINER: [&str; 24] = [
    "Container ID",
    "Image",
    "Image ID",
    "Port",
    "Ports",
    "Host Port",
    "Host Ports",
    "Command",
    "Args",
    "State",
    "Last State",
    "Exit Code",
    "Started",
    "Finished",
    "Signal",
    "Ready",
    "Restart Count",
    "Limits",
    "Requests",
    "Liveness",
    "Readiness",
    "Startup",
    "Environment",
    "Mounts",
];

/// Starts of lines that nothing but a description prints.
const STRONG: [&str; 20] = [
    "Container ID:  ",
    "Restart Count:  ",
    "Last State:  ",
    "Pods Statuses:  ",
    "Controlled By:  ",
    "Image ID:  ",
    "Host Port:  ",
    "Host Ports:  ",
    "QoS Class:  ",
    "Node-Selectors:  ",
    "Tolerations:  ",
    "Completion Mode:  ",
    "Backoff Limit:  ",
    "Pod Template:",
    "Start Time:  ",
    "Concurrency Policy:  ",
    "Environment Variables from:",
    "ConfigMapOptional:  ",
    "Exit Code:  ",
    "Successful Job History Limit:",
];

/// Whether this is the label of a field that descriptions have.
pub(super) fn is_field(label: &str) -> bool {
    TOP.contains(&label) || CONTAINER.contains(&label) || label == "Environment Variables from"
}

/// Whether this is the label of a top level field.
pub(super) fn is_top_field(label: &str) -> bool {
    // These are fields of containers and volumes as well.
    TOP.contains(&label)
        && !matches!(label, "Reason" | "Message" | "Name" | "Status" | "Volume" | "IP" | "Labels" | "Node")
        && !matches!(label, "Containers" | "Init Containers" | "Volumes" | "Tolerations" | "Node-Selectors")
        && !matches!(label, "Service Account" | "Annotations" | "Priority Class Name" | "Conditions")
}

/// Whether a line cannot be but a description's.
pub(super) fn is_strong(body: &str) -> bool {
    STRONG.iter().any(|start| body.starts_with(start.trim_end()) && body.len() > start.trim_end().len())
        || body == "Pod Template:"
        || is_events_header(body)
}

/// Whether a line can follow `Name:` in a description.
pub(super) fn follows_name(body: &str) -> bool {
    const FOLLOWS: [&str; 14] = [
        "Namespace:",
        "Labels:",
        "Annotations:",
        "Selector:",
        "Roles:",
        "Priority:",
        "Node:",
        "StorageClass:",
        "Image(s):",
        "Service Account:",
        "Provisioner:",
        "Schedule:",
        "Status:",
        "CreationTimestamp:",
    ];
    FOLLOWS
        .iter()
        .any(|label| body.strip_prefix(label).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t'])))
}

/// Whether a line begins the table of a quota or limit range, which stands without indent.
pub(super) fn is_quota_header(body: &str) -> bool {
    let words: Vec<&str> = body.split_whitespace().collect();
    matches!(words.as_slice(), ["Resource", "Used", "Hard"] | ["Type", "Resource", "Min", "Max", ..])
}

/// Whether a field can come after a container's message.
pub(super) fn is_after_message(label: &str) -> bool {
    matches!(label, "Exit Code" | "Signal" | "Started" | "Finished")
}

/// Whether a line is a row of the events of a description.
pub(super) fn is_event_row(body: &str) -> bool {
    body.starts_with("Normal ") || body.starts_with("Warning ")
}

pub(super) fn is_events_header(body: &str) -> bool {
    let words: Vec<&str> = body.split_whitespace().take(8).collect();
    words.starts_with(&["Type", "Reason", "Age"]) || words.starts_with(&["FirstSeen", "LastSeen", "Count"])
}

/// Reads one description and gives out its object and its events.
pub(super) fn read(
    id: SourceId,
    text: &str,
    (start, end): (usize, usize),
    namespace: Option<&str>,
    each: &mut dyn FnMut(Document<'_>),
    not_analysed: &mut Unread,
) {
    let block = Block::new(text, start, end);
    let fields = block.top();
    let kind = kind_of(&block, &fields);
    let mut events = events::read(&block, &fields);
    let place = Span::new(start, start + text.get(start..end).unwrap_or_default().trim_end().len());
    let mut tree = Node::mapping(place);
    let first = block.first_line().span();
    if let Some(kind) = kind {
        tree.insert("kind", first, Node::string(kind, first));
    }
    metadata::read(&block, &fields, &mut tree);
    if let (Some(namespace), None) = (namespace, tree.at("metadata.namespace"))
        && kind != Some("Node")
    {
        tree.insert_at("metadata.namespace", first, Node::string(namespace.to_owned(), first));
    }
    match kind {
        Some("Job") => job::read(&block, &fields, &mut tree),
        Some("CronJob") => cronjob::read(&block, &fields, &mut tree),
        Some("Pod") => pod::read(&block, &fields, &mut tree),
        Some("Node") => node::read(&block, &fields, &mut tree),
        Some("PersistentVolumeClaim") => node::read_claim(&fields, &mut tree),
        _ => {}
    }
    if kind == Some("Pod") {
        name_from_events(&mut tree, &events);
    }
    for event in &mut events {
        for (from, to) in [
            ("kind", "involvedObject.kind"),
            ("metadata.name", "involvedObject.name"),
            ("metadata.namespace", "involvedObject.namespace"),
        ] {
            if let Some(node) = tree.at(from) {
                let span = event.span;
                event.insert_at(to, node.span, node.clone());
                event.span = span;
            }
        }
    }
    // A paste that begins with the events alone: what they are about is unknown, and there is no object in it.
    let only_events = fields.len() == 1 && fields[0].label.text == "Events";
    if kind.is_some() {
        tree.span = place;
        each(Document::Object { origin: Origin::Describe, source: id, root: tree });
    } else if !only_events {
        let name = tree.at("metadata.name").and_then(Node::as_str);
        let why = match name {
            Some(name) => format!("a description of `{name}`, of a kind that tells nothing about Jobs"),
            None => "a part of a description that does not show what it describes".to_owned(),
        };
        not_analysed.push(NotAnalysed { place: Place { source: id, span: place }, why });
    }
    for root in events {
        each(Document::Object { origin: Origin::Describe, source: id, root });
    }
}

/// The kind, where the fields leave no doubt.
fn kind_of(block: &Block<'_>, fields: &[Field<'_>]) -> Option<&'static str> {
    let has = |label: &str| fields.iter().any(|field| field.label.text == label);
    if has("Concurrency Policy") || (has("Schedule") && has("Active Jobs")) || has("Last Schedule Time") {
        return Some("CronJob");
    }
    if has("Pods Statuses")
        || has("Completion Mode")
        || has("Backoff Limit")
        || (has("Parallelism") && has("Completions"))
    {
        return Some("Job");
    }
    if has("Roles") && has("Taints") || has("Allocatable") && has("System Info") {
        return Some("Node");
    }
    let claim_like = has("StorageClass") && has("Status") && has("Volume");
    if claim_like {
        return Some("PersistentVolumeClaim");
    }
    let ran = has("Containers") || has("Init Containers");
    if !ran && is_container(fields) {
        return Some("Pod");
    }
    let pod_like = has("Node") || has("QoS Class") || has("IPs") || has("Controlled By") || has("Status");
    if (ran && pod_like) || has("QoS Class") || (has("Node") && has("Status")) || has("Priority") && has("Node") {
        return Some("Pod");
    }
    // The head is cut off: a container that has run belongs to a pod, one in a template never did.
    block.orphans_ran().then_some("Pod").or_else(|| (ran && block.any_ran()).then_some("Pod"))
}

/// Whether the fields are those of one container, cut out of a pod's description.
fn is_container(fields: &[Field<'_>]) -> bool {
    let has = |label: &str| fields.iter().any(|field| field.label.text == label);
    (has("State") || has("Last State")) && !has("Name") && !has("Status")
}

/// A pod whose head is cut off may be named by the scheduler: `Successfully assigned ns/pod to node`.
fn name_from_events(tree: &mut Node<'_>, events: &[Node<'_>]) {
    if tree.at("metadata.name").is_some() {
        return;
    }
    let assigned = events.iter().find_map(|event| {
        let message = event.get("message")?;
        let text = message.as_str()?.strip_prefix("Successfully assigned ")?.to_owned();
        Some((message.span, text))
    });
    let Some((span, text)) = assigned else { return };
    let Some((pod, node)) = text.split_once(" to ") else { return };
    let (namespace, name) = pod.split_once('/').map_or((None, pod), |(namespace, name)| (Some(namespace), name));
    tree.insert_at("metadata.name", span, Node::string(name.to_owned(), span));
    if let Some(namespace) = namespace {
        tree.insert_at("metadata.namespace", span, Node::string(namespace.to_owned(), span));
    }
    tree.insert_at("spec.nodeName", span, Node::string(node.trim().to_owned(), span));
}

/// A piece that holds nothing, at a place.
fn nothing<'t>(at: usize) -> Piece<'t> {
    Piece::new(at, "")
}
