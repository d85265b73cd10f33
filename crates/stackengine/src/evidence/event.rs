//! Events, from every layout that shows one, and from `events.k8s.io` objects, as `v1` Events.

use super::line::Piece;
use crate::yaml::{Entry, Node, Span, Value};

/// The parts of an event as text shows it; what is not shown stays empty.
#[derive(Clone, Copy, Debug)]
pub(super) struct EventText<'t> {
    pub(super) kind: Piece<'t>,
    pub(super) reason: Piece<'t>,
    pub(super) age: Piece<'t>,
    pub(super) first_age: Piece<'t>,
    pub(super) count: Piece<'t>,
    pub(super) from: Piece<'t>,
    pub(super) field_path: Piece<'t>,
    pub(super) message: Piece<'t>,
}

impl<'t> EventText<'t> {
    pub(super) fn new() -> Self {
        let empty = Piece::new(0, "");
        Self {
            kind: empty,
            reason: empty,
            age: empty,
            first_age: empty,
            count: empty,
            from: empty,
            field_path: empty,
            message: empty,
        }
    }

    /// The event as a tree, without the object it is about.
    pub(super) fn tree(mut self, line: Span) -> Node<'t> {
        let mut tree = Node::mapping(line);
        tree.insert("kind", Span::new(line.start as usize, line.start as usize), Node::string("Event", line));
        let mut put = |path: &str, piece: Piece<'t>| {
            if !piece.is_unset() {
                tree.insert_at(path, piece.span(), piece.node());
            }
        };
        if self.field_path.is_unset()
            && let Some((path, message)) = self.message.split_once(": ")
            && is_field_path(path.text)
        {
            self.field_path = path;
            self.message = message.trim();
        }
        put("type", self.kind);
        put("reason", self.reason);
        put("message", self.message);
        put("involvedObject.fieldPath", self.field_path);
        let (component, host) = source(self.from);
        put("source.component", component);
        put("source.host", host);

        let (last, repeated) = self.age.split_once("(").unwrap_or((self.age, Piece::new(self.age.end(), "")));
        let (count, first) = repeated
            .strip_suffix(")")
            .and_then(|inner| inner.split_once(" over "))
            .unwrap_or((self.count, self.first_age));
        let count = count.strip_prefix("x").unwrap_or(count);
        if let Some(count) = count.int() {
            tree.insert_at("count", count.span, count);
        }
        for (key, piece) in [("x-age-seconds", last.trim()), ("x-first-age-seconds", first.trim())] {
            if let Some(seconds) = seconds(piece.text) {
                tree.insert_at(key, piece.span(), Node::int(seconds, piece.span()));
            }
        }
        tree
    }
}

/// `spec.containers{main}`, `spec.initContainers{wait}`.
pub(super) fn is_field_path(text: &str) -> bool {
    text.starts_with("spec.") && text.ends_with('}') && text.contains('{') && !text.contains(char::is_whitespace)
}

/// Component and host of `kubelet`, `kubelet, node1` and the old `{kubelet node1}`.
fn source(from: Piece<'_>) -> (Piece<'_>, Piece<'_>) {
    let inner = from.strip_prefix("{").map_or(from, |rest| rest.strip_suffix("}").unwrap_or(rest));
    let (component, host) = inner.token();
    (component.strip_suffix(",").unwrap_or(component), host.trim())
}

/// Seconds of `5m`, `2m10s`, `3d4h`, `1y20d`.
pub(crate) fn seconds(text: &str) -> Option<i64> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let mut total: i64 = 0;
    let mut number: Option<i64> = None;
    for byte in text.bytes() {
        let unit = match byte {
            b'0'..=b'9' => {
                let digit = i64::from(byte - b'0');
                number = Some(number.unwrap_or(0).checked_mul(10)?.checked_add(digit)?);
                continue;
            }
            b's' => 1,
            b'm' => 60,
            b'h' => 3600,
            b'd' => 86_400,
            b'y' => 31_536_000,
            _ => return None,
        };
        total = total.checked_add(number.take()?.checked_mul(unit)?)?;
    }
    number.is_none().then_some(total)
}

/// Gives an `events.k8s.io` Event the field names of `v1`; a `v1` Event only gets what its series knows better.
pub(super) fn to_core(event: &mut Node<'_>) {
    let series = event.get("series").cloned();
    let Value::Mapping(entries) = &mut event.value else { return };
    for entry in entries.iter_mut() {
        let core = match entry.key.as_ref() {
            "regarding" => "involvedObject",
            "note" => "message",
            "deprecatedCount" => "count",
            "deprecatedFirstTimestamp" => "firstTimestamp",
            "deprecatedLastTimestamp" => "lastTimestamp",
            "deprecatedSource" => "source",
            "reportingController" => "reportingComponent",
            _ => continue,
        };
        entry.key = core.into();
    }
    let Some(series) = series else { return };
    for (from, to) in [("count", "count"), ("lastObservedTime", "lastTimestamp")] {
        let Some(node) = series.get(from).filter(|node| !node.is_empty()) else { continue };
        entries.retain(|entry| entry.key != to);
        entries.push(Entry { key: to.into(), key_span: node.span, node: node.clone() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_kubectl_prints_them() {
        assert_eq!(seconds("2m10s"), Some(130));
        assert_eq!(seconds("3d4h"), Some(273_600));
        assert_eq!(seconds("<unknown>"), None);
        assert_eq!(seconds("12"), None);
        assert_eq!(seconds("99999999999999999999d"), None);
    }

    #[test]
    fn a_new_event_gets_the_old_names() {
        let text = r#"{"kind":"Event","note":"m","regarding":{"name":"p"},"deprecatedCount":1,
            "series":{"count":7,"lastObservedTime":"2026-11-23T00:00:00Z"}}"#;
        let (mut event, _) = crate::yaml::read_json(text, 0);
        to_core(&mut event);
        assert_eq!(event.get("message").and_then(Node::as_str), Some("m"));
        assert_eq!(event.at("involvedObject.name").and_then(Node::as_str), Some("p"));
        assert_eq!(event.get("count").and_then(Node::as_int), Some(7));
        assert_eq!(event.get("lastTimestamp").and_then(Node::as_str), Some("2026-11-23T00:00:00Z"));
    }
}
