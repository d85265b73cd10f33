//! Where among its siblings a new entry looks as if the owner had put it.
//!
//! The order of keys means nothing to a parser, and much to a reader of the diff.

use super::super::Data;
use super::locate::{Item, Located, Place, Shape};

/// A sibling of more lines than this is not followed by something short: nobody would find it there.
const LONG: usize = 5;

/// Fewer keys than these are in order by chance.
const SORTED: usize = 4;

/// The sibling after which a new entry of a block mapping belongs; `None` where that is the last one.
///
/// Keys that are sorted stay sorted, as in what `kubectl` prints. Otherwise a scalar joins the other scalars, and
/// anything longer goes to the end, unless what stands there is long itself.
pub(super) fn neighbour<'p, 't>(
    doc: &Located<'t>,
    parent: &'p Place<'t>,
    key: &str,
    value: &Data,
) -> Option<&'p Item<'t>> {
    let items = parent.items();
    if let Some(before) = in_order(items, key) {
        return Some(before);
    }
    let (last, _) = items.split_last()?;
    let short = !matches!(value, Data::Map(_) | Data::List(_));
    if !is_collection(last) || !(short || n_lines(doc, last) > LONG) {
        return None;
    }
    items.iter().rfind(|item| !is_collection(item))
}

fn in_order<'p, 't>(items: &'p [Item<'t>], key: &str) -> Option<&'p Item<'t>> {
    let names: Vec<&str> = items.iter().map(name).collect::<Option<_>>()?;
    if names.len() < SORTED || !names.is_sorted() {
        return None;
    }
    let position = names.partition_point(|known| *known < key);
    items.get(position.checked_sub(1)?)
}

fn name<'p>(item: &'p Item<'_>) -> Option<&'p str> {
    match &item.key.as_ref()?.shape {
        Shape::Scalar { text, .. } => Some(text),
        _ => None,
    }
}

fn is_collection(item: &Item<'_>) -> bool {
    matches!(item.value.shape, Shape::Sequence { .. } | Shape::Mapping { .. })
}

fn n_lines(doc: &Located<'_>, item: &Item<'_>) -> usize {
    doc.slice(item.start, item.value.end).bytes().filter(|byte| *byte == b'\n').count()
}
