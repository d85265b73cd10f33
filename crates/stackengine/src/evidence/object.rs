//! JSON and YAML objects.
use super::{Document, NotAnalysed, Origin, SourceId};
use crate::yaml::{Node, read_json_streaming};

/// Reads a JSON value at `start`; returns where it ended.
pub(super) fn read_json_at(
    id: SourceId,
    text: &str,
    start: usize,
    each: &mut dyn FnMut(Document<'_>),
    _not_analysed: &mut Vec<NotAnalysed>,
) -> usize {
    let mut found = 0;
    let (root, end) = read_json_streaming(text, start, &mut |_, item: Node<'_>| {
        found += 1;
        each(Document::Object { origin: Origin::Object, source: id, root: item });
        None
    });
    if found == 0 {
        each(Document::Object { origin: Origin::Object, source: id, root });
    }
    end.offset()
}
