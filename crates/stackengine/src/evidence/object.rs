//! JSON and YAML to objects: lists unfolded, kinds found, Events in the names of `v1`.

use super::unread::Unread;
use super::{Document, NotAnalysed, Origin, Place, SourceId, event};
use crate::yaml::{JsonEnd, Node, Span, Value, read_json_streaming, read_yaml};

/// What came of reading JSON at a place.
pub(super) struct JsonRead {
    /// Where reading stopped.
    pub(super) end: usize,
    /// Whether the value was complete.
    pub(super) is_complete: bool,
    /// How many objects it gave.
    pub(super) n_objects: usize,
}

/// Reads the JSON value at `start`. Says what is wrong with it only if it was Kubernetes' at all.
pub(super) fn read_json_at(
    id: SourceId,
    text: &str,
    start: usize,
    each: &mut dyn FnMut(Document<'_>),
    not_analysed: &mut Unread,
) -> JsonRead {
    let mut emitter = Emitter { id, each, n_objects: 0 };
    let (root, end) = read_json_streaming(text, start, &mut |before, item| {
        // An item that neither names its kind nor shows it has to wait for the kind of the list, which may come last.
        let list_kind = before.iter().rev().find(|entry| entry.key == "kind").and_then(|entry| entry.node.as_str());
        if list_kind.is_none() && item.get("kind").is_none() && shape(&item).is_none() {
            return Some(item);
        }
        emitter.emit(item, list_kind.and_then(item_kind));
        None
    });
    emitter.emit(root, None);
    let n_objects = emitter.n_objects;
    if n_objects > 0 {
        let (why, at) = match end {
            JsonEnd::Complete(_) => ("", 0),
            JsonEnd::Cut(at) => ("the JSON ends in the middle of a value; what was complete has been read", at),
            JsonEnd::Broken(at) => ("this is not JSON; what stood before has been read", at),
        };
        if !why.is_empty() {
            let at = at.min(text.len());
            not_analysed
                .push(NotAnalysed { place: Place { source: id, span: line_rest(text, at) }, why: why.to_owned() });
        }
    }
    let is_complete = matches!(end, JsonEnd::Complete(_));
    JsonRead { end: end.offset().max(start + 1).min(text.len()), is_complete, n_objects }
}

/// Reads the YAML documents of `text[start..end]`.
pub(super) fn read_yaml_at(
    id: SourceId,
    text: &str,
    start: usize,
    end: usize,
    each: &mut dyn FnMut(Document<'_>),
    not_analysed: &mut Unread,
) {
    let mut emitter = Emitter { id, each, n_objects: 0 };
    read_yaml(text, start, end, &mut |root, error| {
        let span = root.span;
        let empty = root.is_empty();
        let is_list =
            root.get("kind").and_then(Node::as_str).is_some_and(|kind| item_kind(kind).is_some() || kind == "List");
        let before = emitter.n_objects;
        emitter.emit(root, None);
        if let Some(error) = error {
            let place = Place { source: id, span: line_rest(text, error.offset.min(text.len())) };
            let read = if emitter.n_objects > before { "; what stood before has been read" } else { "" };
            not_analysed.push(NotAnalysed { place, why: format!("the YAML breaks here: {}{read}", error.message) });
        } else if emitter.n_objects == before && !empty && !is_list {
            let place = Place { source: id, span };
            not_analysed.push(NotAnalysed { place, why: "a YAML document without `kind`".to_owned() });
        }
    });
}

/// From an offset to the end of its line.
fn line_rest(text: &str, at: usize) -> Span {
    let len = memchr::memchr(b'\n', text.as_bytes().get(at..).unwrap_or_default());
    Span::new(at, len.map_or(text.len(), |len| at + len))
}

struct Emitter<'e> {
    id: SourceId,
    each: &'e mut dyn FnMut(Document<'_>),
    n_objects: usize,
}

impl Emitter<'_> {
    /// Gives every object in the tree to `each`. The readers bound the depth of a tree, and so this recursion.
    fn emit(&mut self, mut node: Node<'_>, kind_of_list: Option<&str>) {
        if let Value::Sequence(items) = node.value {
            for item in items {
                self.emit(item, kind_of_list);
            }
            return;
        }
        let kind = node.get("kind").and_then(Node::as_str).map(str::to_owned);
        let Value::Mapping(entries) = &mut node.value else { return };
        let is_list = kind.as_deref().is_none_or(|kind| kind.ends_with("List"));
        let items =
            entries.iter().position(|entry| entry.key == "items" && matches!(entry.node.value, Value::Sequence(_)));
        if let (true, Some(items)) = (is_list, items) {
            let items = entries.remove(items).node;
            self.emit(items, kind.as_deref().and_then(item_kind));
            return;
        }
        let watched = entries.iter().position(|entry| entry.key == "object");
        if let (None, Some(object), Some("ADDED" | "MODIFIED" | "DELETED")) =
            (&kind, watched, entries.iter().find(|entry| entry.key == "type").and_then(|entry| entry.node.as_str()))
        {
            let object = entries.remove(object).node;
            self.emit(object, None);
            return;
        }
        if let Some(kind) = &kind {
            let api_version = node.get("apiVersion").and_then(Node::as_str).unwrap_or_default();
            // An audit record calls itself an Event, too, and a log line may have a field of that name.
            let has = |key: &str| node.get(key).is_some();
            // A reference to an object has its kind as well, and its name where objects never have it.
            let is_object = ["metadata", "involvedObject", "regarding", "spec", "status"].into_iter().any(has)
                || (!api_version.is_empty() && !has("name") && !has("level"));
            if !is_object || api_version.starts_with("audit.k8s.io") || kind.ends_with("List") {
                return;
            }
        } else {
            let Some(kind) = shape(&node).or(kind_of_list) else { return };
            let start = Span::new(node.span.start as usize, node.span.start as usize);
            node.insert("kind", start, Node::string(kind.to_owned(), start));
        }
        if node.get("kind").and_then(Node::as_str) == Some("Event") {
            event::to_core(&mut node);
        }
        self.n_objects += 1;
        (self.each)(Document::Object { origin: Origin::Object, source: self.id, root: node });
    }
}

/// The kind of the items of a `PodList`; a plain `List` does not tell.
fn item_kind(list_kind: &str) -> Option<&str> {
    list_kind.strip_suffix("List").filter(|kind| !kind.is_empty())
}

/// The kind of an object without one, where its shape leaves no doubt.
fn shape(node: &Node<'_>) -> Option<&'static str> {
    let has = |path: &str| node.at(path).is_some_and(|found| !found.is_empty());
    if has("involvedObject") || (has("regarding") && has("reason")) {
        return Some("Event");
    }
    if has("spec.jobTemplate") {
        return Some("CronJob");
    }
    let job_like = [
        "spec.backoffLimit",
        "spec.completions",
        "spec.parallelism",
        "spec.completionMode",
        "spec.activeDeadlineSeconds",
        "spec.ttlSecondsAfterFinished",
        "status.succeeded",
        "status.failed",
    ];
    if has("spec.template.spec") && job_like.iter().any(|path| has(path)) {
        return Some("Job");
    }
    let ran = has("status.phase") || has("status.containerStatuses");
    ((has("spec.containers") && ran) || has("status.containerStatuses")).then_some("Pod")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds_of(text: &str) -> (Vec<String>, Vec<String>) {
        let mut kinds = Vec::new();
        let mut troubles = Unread::default();
        let mut each = |document: Document<'_>| {
            if let Document::Object { root, .. } = document {
                kinds.push(root.get("kind").and_then(Node::as_str).expect("kind").to_owned());
            }
        };
        if text.trim_start().starts_with(['{', '[']) {
            read_json_at(SourceId(0), text, 0, &mut each, &mut troubles);
        } else {
            read_yaml_at(SourceId(0), text, 0, text.len(), &mut each, &mut troubles);
        }
        (kinds, troubles.into_list().into_iter().map(|trouble| trouble.why).collect())
    }

    #[test]
    fn lists_give_their_items_a_kind_before_or_after() {
        assert_eq!(kinds_of(r#"{"kind":"PodList","items":[{"metadata":{}},{"metadata":{}}]}"#).0, ["Pod", "Pod"]);
        assert_eq!(kinds_of(r#"{"items":[{"metadata":{}}],"kind":"JobList"}"#).0, ["Job"]);
        assert_eq!(kinds_of("kind: List\nitems:\n- kind: Job\n  metadata: {}\n- kind: List\n  items:\n  - {kind: Pod, metadata: {}}\n").0, ["Job", "Pod"]);
        assert_eq!(kinds_of(r#"[{"status":{"phase":"Failed"},"spec":{"containers":[{}]}}]"#).0, ["Pod"]);
        assert_eq!(kinds_of(r#"{"type":"ADDED","object":{"kind":"Pod","metadata":{}}}"#).0, ["Pod"]);
    }

    #[test]
    fn shapes_that_leave_doubt_are_no_objects() {
        assert!(kinds_of(r#"{"metadata":{},"spec":{"containers":[{}]}}"#).0.is_empty());
        assert!(kinds_of(r#"{"level":"info","kind":"Pod","msg":"x"}"#).0.is_empty());
        assert!(kinds_of(r#"{"kind":"Event","apiVersion":"audit.k8s.io/v1","metadata":{}}"#).0.is_empty());
    }

    #[test]
    fn what_is_cut_is_said() {
        let (kinds, troubles) =
            kinds_of(r#"{"kind":"List","items":[{"kind":"Pod","metadata":{}},{"kind":"Job","metadata":{"na"#);
        assert_eq!(kinds, ["Pod", "Job"]);
        assert_eq!(troubles.len(), 1);
        let (kinds, troubles) = kinds_of("kind: Job\nmetadata:\n  name: a\nspec: [1,\n");
        assert_eq!(kinds, ["Job"]);
        assert_eq!(troubles.len(), 1);
        assert_eq!(kinds_of("a: 1\n").1, ["a YAML document without `kind`"]);
    }
}
