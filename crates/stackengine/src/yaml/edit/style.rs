//! How a document is written, so that what is added looks like what was there.

use granit_parser::ScalarStyle;

use super::locate::{Item, Located, Place, Shape};
use super::scalar::Context;

/// The habits of a document.
#[derive(Clone, Copy)]
pub(super) struct Style<'t> {
    /// How much deeper a mapping stands than the key above it.
    pub(super) step: usize,
    /// How much deeper a dash stands than the key above it.
    pub(super) dash: usize,
    /// Quotes for what needs some.
    pub(super) quote: char,
    /// What ends a line.
    pub(super) eol: &'t str,
}

/// How flow collections are written.
#[derive(Clone, Copy)]
pub(super) struct FlowStyle {
    pub(super) context: Context,
    pub(super) colon: &'static str,
    pub(super) comma: &'static str,
    /// Blanks inside of braces.
    pub(super) pad: &'static str,
    pub(super) step: usize,
    /// The quotes that every item of the list has.
    pub(super) quotes: Option<ScalarStyle>,
}

#[derive(Default)]
struct Counts {
    steps: [usize; 10],
    dashes: [usize; 10],
    single: usize,
    double: usize,
}

/// Counts what a document does most. `near` is the collection that is edited: its quotes win.
pub(super) fn sniff<'t>(doc: &Located<'t>, near: Option<&Place<'_>>) -> Style<'t> {
    let mut counts = Counts::default();
    if let Some(root) = &doc.root {
        count(doc, root, None, &mut counts);
    }
    let mut close = Counts::default();
    for item in near.map(Place::items).unwrap_or_default() {
        quotes(&item.value, &mut close);
    }
    let quotes = if close.single + close.double > 0 { &close } else { &counts };
    let quote = if quotes.single > quotes.double { '\'' } else { '"' };
    let step = most(&counts.steps).filter(|step| *step > 0).unwrap_or(2);
    let dash = most(&counts.dashes).unwrap_or(0);
    Style { step, dash, quote, eol: "\n" }
}

fn most(counts: &[usize]) -> Option<usize> {
    let best = counts.iter().copied().max().filter(|most| *most > 0)?;
    counts.iter().position(|count| *count == best)
}

fn quotes(place: &Place<'_>, counts: &mut Counts) {
    match place.shape {
        Shape::Scalar { style: ScalarStyle::SingleQuoted, .. } => counts.single += 1,
        Shape::Scalar { style: ScalarStyle::DoubleQuoted, .. } => counts.double += 1,
        _ => {}
    }
}

fn count(doc: &Located<'_>, place: &Place<'_>, above: Option<usize>, counts: &mut Counts) {
    quotes(place, counts);
    let block = place.is_block_collection();
    let column = block.then(|| doc.column(place.content));
    if let (Some(column), Some(above)) = (column, above)
        && let Some(deeper) = column.checked_sub(above)
    {
        let table = if place.is_mapping() { &mut counts.steps } else { &mut counts.dashes };
        if let Some(slot) = table.get_mut(deeper) {
            *slot += 1;
        }
    }
    for item in place.items() {
        // The distance is telling only below a key.
        let above = if place.is_mapping() { column } else { None };
        count(doc, &item.value, above, counts);
    }
}

/// The quotes that all items of a list have in common.
fn quotes_of(list: &Place<'_>) -> Option<ScalarStyle> {
    let of = |item: &Item<'_>| match (&item.key, &item.value.shape) {
        (None, Shape::Scalar { style: style @ (ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted), .. }) => {
            Some(*style)
        }
        _ => None,
    };
    let (first, others) = list.items().split_first()?;
    of(first).filter(|style| others.iter().all(|item| of(item) == Some(*style)))
}

/// How the flow collections around and in `place` are written. `around` goes from the outermost to the innermost.
pub(super) fn sniff_flow(doc: &Located<'_>, around: &[&Place<'_>], step: usize) -> FlowStyle {
    let mut key = None;
    let mut colon = None;
    let mut comma = None;
    let mut pad = None;
    for place in around.iter().rev().filter(|place| place.is_flow()) {
        look(doc, place, &mut key, &mut colon, &mut comma, &mut pad, 3);
    }
    let json_root = doc.root.as_ref().is_some_and(Place::is_flow)
        && doc.text.trim_start_matches('\u{feff}').trim_start().starts_with(['{', '[']);
    let context = match key {
        Some(true) => Context::Json,
        Some(false) => Context::Flow,
        None if json_root => Context::Json,
        None => Context::Flow,
    };
    let colon = if context == Context::Json { colon.unwrap_or(": ") } else { ": " };
    let comma = comma.unwrap_or(if colon == ":" { "," } else { ", " });
    FlowStyle {
        context,
        colon,
        comma,
        pad: pad.unwrap_or(""),
        step,
        quotes: around.last().and_then(|list| quotes_of(list)),
    }
}

fn look(
    doc: &Located<'_>,
    place: &Place<'_>,
    key: &mut Option<bool>,
    colon: &mut Option<&'static str>,
    comma: &mut Option<&'static str>,
    pad: &mut Option<&'static str>,
    depth: usize,
) {
    let Some(first) = place.items().first() else { return };
    if let (Some(found), Some(at)) = (&first.key, first.colon) {
        let quoted = matches!(found.shape, Shape::Scalar { style: ScalarStyle::DoubleQuoted, .. });
        key.get_or_insert(quoted);
        if first.value.end > at + 1 {
            colon.get_or_insert(if first.value.start == at + 1 { ":" } else { ": " });
        }
        let padded = doc.slice(place.content + 1, first.start) == " ";
        pad.get_or_insert(if padded { " " } else { "" });
    }
    if let (Some(at), Some(second)) = (first.comma, place.items().get(1))
        && !doc.slice(at, second.start).contains('\n')
    {
        comma.get_or_insert(if second.start == at + 1 { "," } else { ", " });
    }
    if let (Some(rest), Item { value, .. }) = (depth.checked_sub(1), first)
        && value.is_flow()
    {
        look(doc, value, key, colon, comma, pad, rest);
    }
}
