//! Splits a text into segments.
use super::{Document, LogOwner, NotAnalysed, Place, Source, SourceId, object};
use crate::yaml::Span;

pub(super) fn read_source(
    id: SourceId,
    source: &Source,
    each: &mut dyn FnMut(Document<'_>),
    not_analysed: &mut Vec<NotAnalysed>,
) {
    let text = source.text();
    if text.trim_start().starts_with('{') {
        object::read_json_at(id, text, 0, each, not_analysed);
    } else {
        let place = Place { source: id, span: Span::new(0, text.len()) };
        let mut of = LogOwner::default();
        let mut parts = source.name.rsplit('/').next().unwrap_or_default().split('.');
        of.pod = parts.next().map(str::to_owned);
        of.container = parts.next().map(str::to_owned);
        of.previous = parts.next() == Some("previous");
        each(Document::Log { of, place });
    }
}
