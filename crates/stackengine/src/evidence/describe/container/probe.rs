//! Probes: `exec [cat /tmp/healthy] delay=3s timeout=1s period=3s #success=1 #failure=2`.

use super::super::super::line::Piece;
use super::super::block::Field;
use super::{script, setting};
use crate::yaml::Node;

pub(super) fn put<'t>(field: &Field<'t>, key: &'static str, spec: &mut Node<'t>) {
    let value = field.value.trim();
    let Some(at) = value.text.rfind(" delay=") else { return };
    let (action, settings) = value.split_at(at);
    let mut tree = Node::mapping(value.span());
    put_action(action.trim(), &mut tree);
    for word in settings.tokens() {
        for (prefix, name) in [
            ("delay=", "initialDelaySeconds"),
            ("timeout=", "timeoutSeconds"),
            ("period=", "periodSeconds"),
            ("#success=", "successThreshold"),
            ("#failure=", "failureThreshold"),
        ] {
            // A delay of nothing is how no delay is printed.
            if let Some(node) = setting(word, prefix)
                && !(prefix == "delay=" && node.as_int() == Some(0))
            {
                tree.insert(name, word.span(), node);
            }
        }
    }
    spec.insert(key, field.label.span(), tree);
}

fn put_action<'t>(action: Piece<'t>, tree: &mut Node<'t>) {
    let (kind, rest) = action.token();
    match kind.text {
        "exec" => {
            let inner = rest.strip_prefix("[").and_then(|inner| inner.strip_suffix("]")).unwrap_or(rest);
            let words = script::join_script(inner.tokens(), inner);
            let command = words.into_iter().map(Piece::node).collect();
            tree.insert_at("exec.command", kind.span(), Node::sequence(command, inner.span()));
        }
        "http-get" => {
            // `http://host:port/path`
            let Some((scheme, rest)) = rest.split_once("://") else { return };
            let slash = rest.text.find('/').unwrap_or(rest.text.len());
            let (authority, path) = rest.split_at(slash);
            let colon = authority.text.rfind(':').unwrap_or(authority.text.len());
            let (host, port) = authority.split_at(colon);
            let upper = Node::string(scheme.text.to_ascii_uppercase(), scheme.span());
            tree.insert_at("httpGet.scheme", scheme.span(), upper);
            if !host.is_blank() {
                tree.insert_at("httpGet.host", host.span(), host.node());
            }
            put_port(port, "httpGet.port", tree);
            if !path.is_blank() {
                tree.insert_at("httpGet.path", path.span(), path.node());
            }
        }
        "tcp-socket" => put_port(rest, "tcpSocket.port", tree),
        "grpc" => {
            let (target, _) = rest.token();
            put_port(target, "grpc.port", tree);
        }
        _ => {}
    }
}

/// The port behind the last colon: a number or a name.
fn put_port<'t>(piece: Piece<'t>, path: &str, tree: &mut Node<'t>) {
    let Some(at) = piece.text.rfind(':') else { return };
    let port = piece.cut(at + 1, piece.text.len()).trim();
    if !port.is_blank() {
        tree.insert_at(path, port.span(), port.int().unwrap_or_else(|| port.node()));
    }
}
