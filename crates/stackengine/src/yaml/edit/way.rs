//! From a path to the place it names, refusing ways on which an edit would reach further than it looks.

use std::collections::BTreeSet;

use super::super::{EditError, Path, Step};
use super::locate::{Item, Located, Place, Shape};

/// As far as a path could be followed.
pub(super) struct Way<'a, 't> {
    /// The collections passed, from the root on, and the item taken in each.
    pub(super) hops: Vec<(&'a Place<'t>, usize)>,
    /// Where the way ends; nothing in an empty document.
    pub(super) end: Option<&'a Place<'t>>,
    /// How many steps of the path were taken.
    pub(super) taken: usize,
}

impl<'a, 't> Way<'a, 't> {
    /// The item in which the way ends.
    pub(super) fn item(&self) -> Option<&'a Item<'t>> {
        self.hops.last().and_then(|(parent, index)| parent.items().get(*index))
    }

    /// The collection in which it lies.
    pub(super) fn parent(&self) -> Option<&'a Place<'t>> {
        self.hops.last().map(|(parent, _)| *parent)
    }
}

/// The first steps of a path.
pub(super) fn upto(path: &Path, steps: usize) -> Path {
    Path(path.0.iter().take(steps).cloned().collect())
}

/// Follows a path as far as it is written.
pub(super) fn follow<'a, 't>(doc: &'a Located<'t>, path: &Path) -> Result<Way<'a, 't>, EditError> {
    let mut way = Way { hops: Vec::new(), end: doc.root.as_ref(), taken: 0 };
    for (depth, step) in path.0.iter().enumerate() {
        let Some(place) = way.end else { break };
        passable(doc, place, &upto(path, depth))?;
        let found = match (step, &place.shape) {
            (Step::Key(key), Shape::Mapping { items, .. }) => {
                items.iter().rposition(|item| item.key.as_ref().and_then(Place::as_key).as_deref() == Some(key))
            }
            (Step::Index(index), Shape::Sequence { items, .. }) => (*index < items.len()).then_some(*index),
            _ if place.is_null() => None,
            (Step::Key(_), _) => return Err(EditError::NotAMapping(upto(path, depth))),
            (Step::Index(_), _) => return Err(EditError::NotAList(upto(path, depth))),
        };
        let Some(index) = found else { break };
        if *step == Step::Key("<<".into()) {
            return Err(EditError::Unsupported { path: path.clone(), why: "a merge key is not edited" });
        }
        way.hops.push((place, index));
        way.end = place.items().get(index).map(|item| &item.value);
        way.taken = depth + 1;
    }
    Ok(way)
}

/// Refuses what stands for something else, or is used elsewhere.
pub(super) fn passable(doc: &Located<'_>, place: &Place<'_>, path: &Path) -> Result<(), EditError> {
    if let Shape::Alias { name } = place.shape {
        return Err(EditError::Alias { path: path.clone(), anchor: name.to_owned() });
    }
    match &place.anchor {
        Some((id, name)) if doc.used.contains(id) => {
            Err(EditError::Anchored { path: path.clone(), anchor: name.clone().into_owned() })
        }
        _ => Ok(()),
    }
}

/// Refuses to take away an anchor that is used outside of what goes.
pub(super) fn expendable(doc: &Located<'_>, place: &Place<'_>, path: &Path) -> Result<(), EditError> {
    if doc.used.is_empty() {
        return Ok(());
    }
    let mut ids = BTreeSet::new();
    collect(place, &mut ids);
    let outside = doc.aliases.iter().filter(|(_, at)| !(place.start..place.end).contains(at));
    let outside: BTreeSet<usize> = outside.map(|(id, _)| *id).collect();
    match ids.into_iter().find(|(id, _)| outside.contains(id)) {
        Some((_, name)) => Err(EditError::Anchored { path: path.clone(), anchor: name }),
        None => Ok(()),
    }
}

fn collect(place: &Place<'_>, ids: &mut BTreeSet<(usize, String)>) {
    if let Some((id, name)) = &place.anchor {
        ids.insert((*id, name.clone().into_owned()));
    }
    for item in place.items() {
        if let Some(key) = &item.key {
            collect(key, ids);
        }
        collect(&item.value, ids);
    }
}

/// Whether a merge key stands in a mapping.
pub(super) fn merges(place: &Place<'_>) -> bool {
    place.is_mapping()
        && place.items().iter().any(|item| item.key.as_ref().and_then(Place::as_key).as_deref() == Some("<<"))
}
