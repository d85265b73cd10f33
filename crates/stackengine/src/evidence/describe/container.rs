//! Containers of pods and templates: what was asked for, and what became of it.

use super::super::line::Piece;
use super::block::{Block, Field};
use super::value::{As, put_all, put_map, read as read_value};
use crate::yaml::{Node, Span};

mod probe;
mod script;

/// The container's spec, and its status where it has one.
pub(super) fn read<'t>(
    block: &Block<'t>,
    name: Option<Piece<'t>>,
    fields: &[Field<'t>],
) -> (Node<'t>, Option<Node<'t>>) {
    let place = name.or_else(|| fields.first().map(|field| field.label)).map_or(Span::default(), Piece::span);
    let mut spec = Node::mapping(place);
    let mut status = Node::mapping(place);
    if let Some(name) = name {
        spec.insert("name", name.span(), name.node());
    }
    put_all(&mut spec, fields, &[("Image", "image", As::Text), ("Restart Policy", "restartPolicy", As::Text)]);
    let table = [
        ("Container ID", "containerID", As::Text),
        ("Image ID", "imageID", As::Text),
        ("Ready", "ready", As::Bool),
        ("Restart Count", "restartCount", As::Int),
    ];
    put_all(&mut status, fields, &table);
    for field in fields {
        let key = field.label.span();
        match field.label.text {
            "State" | "Last State" => {
                let path = if field.label.text == "State" { "state" } else { "lastState" };
                if let Some(state) = state(block, field) {
                    status.insert(path, key, state);
                }
            }
            "Port" | "Ports" => ports(field, &mut spec),
            "Limits" => put_map(&mut spec, block, field, "resources.limits"),
            "Requests" => put_map(&mut spec, block, field, "resources.requests"),
            "Environment" => environment(block, field, &mut spec),
            "Environment Variables from" => environment_from(block, field, &mut spec),
            "Mounts" => mounts(block, field, &mut spec),
            "Liveness" => probe::put(field, "livenessProbe", &mut spec),
            "Readiness" => probe::put(field, "readinessProbe", &mut spec),
            "Startup" => probe::put(field, "startupProbe", &mut spec),
            _ => {}
        }
    }
    // Arguments whose command is cut off cannot be told from a script of several lines.
    if name.is_some() || fields.first().is_none_or(|field| field.label.text != "Args") {
        script::put(block, fields, &mut spec);
    }
    let known = !status.is_empty();
    if let (true, Some(name)) = (known, name) {
        status.insert("name", name.span(), name.node());
    }
    (spec, known.then_some(status))
}

fn state<'t>(block: &Block<'t>, field: &Field<'t>) -> Option<Node<'t>> {
    let value = field.value.trim();
    let name = match value.text {
        "Waiting" => "waiting",
        "Running" => "running",
        "Terminated" => "terminated",
        _ => return None,
    };
    let fields = block.fields(&field.body);
    let mut inner = Node::mapping(value.span());
    let table = [
        ("Reason", "reason", As::Text),
        ("Exit Code", "exitCode", As::Int),
        ("Signal", "signal", As::Int),
        ("Started", "startedAt", As::Time),
        ("Finished", "finishedAt", As::Time),
    ];
    put_all(&mut inner, &fields, &table);
    for field in fields.iter().filter(|field| field.label.text == "Message") {
        if let Some(message) = message(block, field) {
            inner.insert("message", field.label.span(), message);
        }
    }
    let mut state = Node::mapping(value.span());
    state.insert(name, value.span(), inner);
    Some(state)
}

/// A message with the lines that follow it; they are printed without indent.
pub(super) fn message<'t>(block: &Block<'t>, field: &Field<'t>) -> Option<Node<'t>> {
    let more = block.message_lines(field);
    let Some(last) = more.last() else {
        return (!field.value.is_blank()).then(|| field.value.node());
    };
    let span = field.value.span().to(last.span());
    let lines: Vec<&str> = std::iter::once(field.value.text).chain(more.iter().map(|line| line.text)).collect();
    Some(Node::string(lines.join("\n"), span))
}

/// `8080/TCP, 9090/TCP`
fn ports<'t>(field: &Field<'t>, spec: &mut Node<'t>) {
    let ports = field.value.split(",").into_iter().filter_map(|port| {
        let (number, protocol) = port.split_once("/")?;
        let mut tree = Node::mapping(port.span());
        tree.insert("containerPort", number.span(), number.int()?);
        let (protocol, name) = protocol.token();
        tree.insert("protocol", protocol.span(), protocol.node());
        if let Some(name) = name.strip_prefix("(").and_then(|name| name.strip_suffix(")")) {
            tree.insert("name", name.span(), name.node());
        }
        Some(tree)
    });
    let ports: Vec<_> = ports.collect();
    if !ports.is_empty() {
        spec.insert("ports", field.label.span(), Node::sequence(ports, field.value.span()));
    }
}

fn environment<'t>(block: &Block<'t>, field: &Field<'t>, spec: &mut Node<'t>) {
    let mut variables = Vec::new();
    for variable in block.fields(&field.body) {
        let name = variable.label;
        let mut tree = Node::mapping(name.span());
        tree.insert("name", name.span(), name.node());
        if let Some((path, key, source, is_optional)) = reference(variable.value) {
            tree.insert_at(&format!("valueFrom.{path}.key"), key.span(), key.node());
            tree.insert_at(&format!("valueFrom.{path}.name"), source.span(), source.node());
            if is_optional {
                let optional = Node::bool(true, variable.value.span());
                tree.insert_at(&format!("valueFrom.{path}.optional"), variable.value.span(), optional);
            }
        } else if let Some(inner) = parenthesis(variable.value) {
            match inner.split_once(":") {
                Some((version, path)) => {
                    tree.insert_at("valueFrom.fieldRef.apiVersion", version.span(), version.node());
                    tree.insert_at("valueFrom.fieldRef.fieldPath", path.span(), path.node());
                }
                None => tree.insert_at("valueFrom.resourceFieldRef.resource", inner.span(), inner.node()),
            }
        } else {
            let more = block.lines(&variable.body);
            let value = match more.last() {
                None => variable.value.node(),
                Some(last) => {
                    let lines: Vec<&str> =
                        std::iter::once(variable.value.text).chain(more.iter().map(|line| line.text)).collect();
                    Node::string(lines.join("\n"), variable.value.span().to(last.span()))
                }
            };
            if value.as_str() != Some("") {
                tree.insert("value", variable.value.span(), value);
            }
        }
        variables.push(tree);
    }
    if !variables.is_empty() {
        spec.insert("env", field.label.span(), Node::sequence(variables, field.label.span()));
    }
}

/// `<set to the key 'k' in secret 's'>  Optional: false`, `<set to the key 'k' of config map 'c'>`.
fn reference<'t>(value: Piece<'t>) -> Option<(&'static str, Piece<'t>, Piece<'t>, bool)> {
    let (key, rest) = value.strip_prefix("<set to the key '")?.split_once("' ")?;
    let (path, rest) = match rest.strip_prefix("in secret '") {
        Some(rest) => ("secretKeyRef", rest),
        None => ("configMapKeyRef", rest.strip_prefix("of config map '")?),
    };
    let (name, rest) = rest.split_once("'")?;
    Some((path, key, name, rest.text.contains("Optional: true")))
}

/// The source of a value that the API fills in: ` (v1:metadata.name)`, `1 (limits.cpu)`.
fn parenthesis(value: Piece<'_>) -> Option<Piece<'_>> {
    let value = value.trim();
    let at = value.text.rfind('(')?;
    let inner = value.cut(at + 1, value.text.len()).strip_suffix(")")?;
    let known = ["v1:", "limits.", "requests."].iter().any(|start| inner.text.starts_with(start));
    (known && !inner.text.contains(' ')).then_some(inner)
}

/// `name  ConfigMap with prefix 'P'  Optional: false`
fn environment_from<'t>(block: &Block<'t>, field: &Field<'t>, spec: &mut Node<'t>) {
    let sources = block.lines(&field.body).into_iter().filter_map(|line| {
        let (name, rest) = line.token();
        let (kind, rest) = rest.token();
        let reference = match kind.text {
            "ConfigMap" => "configMapRef",
            "Secret" => "secretRef",
            _ => return None,
        };
        let mut tree = Node::mapping(line.span());
        tree.insert_at(&format!("{reference}.name"), name.span(), name.node());
        if rest.text.contains("Optional: true") {
            tree.insert_at(&format!("{reference}.optional"), rest.span(), Node::bool(true, rest.span()));
        }
        if let Some((prefix, _)) = rest.strip_prefix("with prefix '").and_then(|rest| rest.split_once("'")) {
            tree.insert("prefix", prefix.span(), prefix.node());
        }
        Some(tree)
    });
    let sources: Vec<_> = sources.collect();
    if !sources.is_empty() {
        spec.insert("envFrom", field.label.span(), Node::sequence(sources, field.label.span()));
    }
}

/// `/data from data (ro,path="sub")`
fn mounts<'t>(block: &Block<'t>, field: &Field<'t>, spec: &mut Node<'t>) {
    let mounts = block.lines(&field.body).into_iter().filter_map(|line| {
        let (path, rest) = line.split_once(" from ")?;
        let (name, flags) = rest.token();
        let mut tree = Node::mapping(line.span());
        tree.insert("mountPath", path.span(), path.node());
        tree.insert("name", name.span(), name.node());
        let flags = flags.strip_prefix("(").and_then(|flags| flags.strip_suffix(")"))?;
        for flag in flags.split(",") {
            if flag.text == "ro" {
                tree.insert("readOnly", flag.span(), Node::bool(true, flag.span()));
            }
            if let Some(sub) = flag.strip_prefix("path=\"").and_then(|sub| sub.strip_suffix("\"")) {
                tree.insert("subPath", sub.span(), sub.node());
            }
        }
        Some(tree)
    });
    let mounts: Vec<_> = mounts.collect();
    if !mounts.is_empty() {
        spec.insert("volumeMounts", field.label.span(), Node::sequence(mounts, field.label.span()));
    }
}

/// A number of the form `name=3s` or `#name=3`.
fn setting<'t>(word: Piece<'t>, prefix: &str) -> Option<Node<'t>> {
    read_value(word.strip_prefix(prefix)?, As::Seconds)
}
