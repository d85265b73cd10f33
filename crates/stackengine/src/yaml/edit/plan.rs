//! Which edits a change asks for: the way to it is followed, what forbids it is found, and the ways to make it are listed.

use super::super::{Change, Data, EditError, Path, Step};
use super::locate::{Item, Located, Place, Shape};
use super::scalar::Context;
use super::style::sniff;
use super::way::{self, Way, expendable, follow, merges, passable, upto};
use super::write::{Written, cannot};
use super::{Editor, Raw, order};

pub(super) type Planned = Result<Vec<Raw>, EditError>;

/// The ways in which a change could be made, the best first, and where comments may be lost by it.
pub(super) struct Ways {
    pub(super) plans: Vec<Planned>,
    pub(super) expendable: Option<(usize, usize)>,
}

impl Ways {
    pub(super) fn refused(&self) -> Option<&EditError> {
        match self.plans.first() {
            Some(Err(error)) => Some(error),
            _ => None,
        }
    }
}

/// Plans changes of one document.
pub(super) struct Plans<'a, 't> {
    pub(super) doc: &'a Located<'t>,
    pub(super) data: &'a Data,
    pub(super) fallback_eol: &'a str,
}

impl<'a, 't> Plans<'a, 't> {
    pub(super) fn of(&self, change: &Change) -> Ways {
        let mut expendable = None;
        let plans = self.plans(change, &mut expendable).unwrap_or_else(|error| vec![Err(error)]);
        Ways { plans, expendable }
    }

    fn plans(&self, change: &Change, expendable: &mut Option<(usize, usize)>) -> Result<Vec<Planned>, EditError> {
        match change {
            Change::Set { path, value } => self.set(path, value, expendable),
            Change::Append { path, value } => {
                let way = follow(self.doc, path)?;
                match way.end {
                    Some(list) if way.taken == path.0.len() && !list.is_null() => {
                        passable(self.doc, list, path)?;
                        self.add(&way, list, None, value)
                    }
                    _ => {
                        self.not_merged(&way, path)?;
                        self.set(path, &Data::List(vec![value.clone()]), expendable)
                    }
                }
            }
            Change::Insert { path, value } => {
                let way = self.whole_way(path)?;
                let (Some(parent), Some(item)) = (way.parent(), way.item()) else {
                    return Err(EditError::NotAList(path.clone()));
                };
                let editor = self.editor(&way, Some(parent));
                if parent.is_flow() {
                    return Ok(vec![editor.insert_in_flow(parent, item, value)]);
                }
                let column = self.doc.column(item.start);
                let dash = |editor: &Editor<'_, '_>| {
                    let written = editor.style.after_dash(value, column, 0)?;
                    Ok(Written { text: format!("- {}", written.text), ..written })
                };
                let index = way.hops.last().map_or(0, |(_, index)| *index);
                Ok(match index.checked_sub(1).and_then(|before| parent.items().get(before)) {
                    Some(previous) => {
                        vec![editor.add_after(previous, column, &dash), editor.add_before(item, column, &dash)]
                    }
                    None => vec![editor.add_before(item, column, &dash)],
                })
            }
            Change::Delete { path } => self.delete(path, expendable),
            Change::Rename { path, key } => self.rename(path, key),
            Change::Splice { path, start, end, text } => {
                let way = self.whole_way(path)?;
                let Some(place) = way.end else { return Err(EditError::NotFound(path.clone())) };
                passable(self.doc, place, path)?;
                if place.tagged {
                    return Err(EditError::Unsupported {
                        path: path.clone(),
                        why: "a tagged text is not changed inside",
                    });
                }
                let editor = self.editor(&way, way.parent());
                let whole = |new: &Data| self.replace(&way, place, new);
                Ok(editor.splice(place, (*start, *end), text, &whole))
            }
        }
    }

    /// An editor for what lies in the last collection of a way.
    fn editor(&self, way: &Way<'a, 't>, near: Option<&Place<'t>>) -> Editor<'a, 't> {
        let around = way.hops.iter().map(|(parent, _)| *parent).collect();
        Editor { doc: self.doc, style: sniff(self.doc, near), around, fallback_eol: self.fallback_eol }
    }

    fn whole_way(&self, path: &Path) -> Result<Way<'a, 't>, EditError> {
        let way = follow(self.doc, path)?;
        if way.taken < path.0.len() {
            self.not_merged(&way, path)?;
            return Err(EditError::NotFound(path.clone()));
        }
        Ok(way)
    }

    /// Refuses a way that goes on only in what a merge key brings.
    fn not_merged(&self, way: &Way<'a, 't>, path: &Path) -> Result<(), EditError> {
        if way.taken < path.0.len() && way.end.is_some_and(merges) && self.is_there(&upto(path, way.taken + 1)) {
            return Err(EditError::Merged(path.clone()));
        }
        Ok(())
    }

    fn is_there(&self, path: &Path) -> bool {
        let step = |data: &'a Data, step: &Step| match (data, step) {
            (Data::List(items), Step::Index(index)) => items.get(*index),
            (data, Step::Key(key)) => data.get(key),
            _ => None,
        };
        path.0.iter().try_fold(self.data, step).is_some()
    }

    fn set(
        &self,
        path: &Path,
        value: &Data,
        expendable: &mut Option<(usize, usize)>,
    ) -> Result<Vec<Planned>, EditError> {
        let way = follow(self.doc, path)?;
        if way.taken == path.0.len() {
            let Some(place) = way.end else { return Ok(vec![self.fresh_root(value)]) };
            way::expendable(self.doc, place, path)?;
            *expendable = Some(self.inside(&way, place)?);
            return Ok(vec![self.replace(&way, place, value)]);
        }
        if way.taken + 1 < path.0.len() {
            self.not_merged(&way, path)?;
        }
        let mut missing = path.0.iter().skip(way.taken);
        let Some(Step::Key(key)) = missing.next() else { return Err(EditError::NotFound(path.clone())) };
        let below = missing.rev().try_fold(value.clone(), |value, step| match step {
            Step::Key(key) => Some(Data::Map(vec![(key.to_string(), value)])),
            Step::Index(_) => None,
        });
        let Some(value) = below else { return Err(EditError::NotFound(path.clone())) };
        let here = upto(path, way.taken);
        match way.end {
            None => Ok(vec![self.fresh_root(&Data::Map(vec![(key.to_string(), value)]))]),
            Some(parent) if parent.is_null() => {
                way::expendable(self.doc, parent, &here)?;
                Ok(vec![self.replace(&way, parent, &Data::Map(vec![(key.to_string(), value)]))])
            }
            Some(parent) => {
                passable(self.doc, parent, &here)?;
                if !parent.is_mapping() {
                    return Err(EditError::NotAMapping(here));
                }
                self.add(&way, parent, Some(key), &value)
            }
        }
    }

    /// A new entry or item at the end of `parent`, in which the way ends.
    fn add(
        &self,
        way: &Way<'a, 't>,
        parent: &'a Place<'t>,
        key: Option<&str>,
        value: &Data,
    ) -> Result<Vec<Planned>, EditError> {
        let editor = self.editor(way, Some(parent));
        if !matches!(parent.shape, Shape::Sequence { .. } | Shape::Mapping { .. })
            || parent.is_mapping() != key.is_some()
        {
            return Err(EditError::NotAList(Path::default()));
        }
        if parent.is_flow() {
            let in_block = way.parent().is_some_and(|above| !above.is_flow());
            let bare = self.doc.comments_in(parent.start, parent.end).is_empty();
            let mut plans = Vec::new();
            if parent.items().is_empty() && in_block && bare {
                let whole = match key {
                    Some(key) => Data::Map(vec![(key.to_owned(), value.clone())]),
                    None => Data::List(vec![value.clone()]),
                };
                plans.push(self.replace(way, parent, &whole));
            }
            plans.push(editor.add_in_flow(parent, key, value));
            return Ok(plans);
        }
        let column = self.doc.column(parent.content);
        let written = |editor: &Editor<'_, '_>| match key {
            Some(key) => editor.style.entry(key, value, column, 0),
            None => {
                let written = editor.style.after_dash(value, column, 0)?;
                Ok(Written { text: format!("- {}", written.text), ..written })
            }
        };
        let Some(last) = parent.items().last() else { return Err(cannot("the collection is empty")) };
        let mut plans = Vec::new();
        if let Some(before) = key.and_then(|key| order::neighbour(self.doc, parent, key, value)) {
            plans.push(editor.add_after(before, column, &written));
        }
        plans.push(editor.add_after(last, column, &written));
        if key.is_some() {
            // The order of keys means nothing, so there is a second place.
            plans.push(editor.add_before(last, column, &written));
        }
        Ok(plans)
    }

    fn replace(&self, way: &Way<'a, 't>, old: &'a Place<'t>, new: &Data) -> Planned {
        let editor = self.editor(way, way.parent());
        match (way.parent(), way.item()) {
            (Some(parent), Some(_)) if parent.is_flow() => editor.replace_in_flow(old, new, false),
            (Some(parent), Some(item)) => editor.replace_in_block(Some((parent, item)), old, new),
            _ => editor.replace_in_block(None, old, new),
        }
    }

    /// The whole value of a document that has none.
    fn fresh_root(&self, value: &Data) -> Planned {
        let editor = self.editor(&Way { hops: Vec::new(), end: None, taken: 0 }, None);
        let end = self.doc.text.len();
        let editor = editor.at(end);
        let written = editor.fresh(value, 0)?;
        let line = self.doc.slice(self.doc.line_start(end), end);
        let lead = if line.trim().is_empty() { "" } else { editor.style.eol };
        Ok(vec![Raw::insert(end, format!("{lead}{}{}", written.text, editor.style.eol))])
    }

    /// Where comments belong to the value at the end of a way.
    fn inside(&self, way: &Way<'a, 't>, place: &Place<'t>) -> Result<(usize, usize), EditError> {
        match (way.item(), way.parent()) {
            (Some(item), Some(parent)) if !parent.is_flow() => self.editor(way, None).inside(item),
            (Some(_), _) => Ok((place.start, place.end)),
            (None, _) if place.is_block_collection() => Ok((place.start, self.doc.line_end(place.end))),
            (None, _) => Ok((place.start, place.end)),
        }
    }

    fn delete(&self, path: &Path, lost: &mut Option<(usize, usize)>) -> Result<Vec<Planned>, EditError> {
        let way = self.whole_way(path)?;
        let (Some(parent), Some(item), Some(place)) = (way.parent(), way.item(), way.end) else {
            return Err(EditError::NotFound(path.clone()));
        };
        for place in item.key.iter().chain([place]) {
            expendable(self.doc, place, path)?;
        }
        *lost = Some(self.inside(&way, place)?);
        let name = item.key.as_ref().and_then(Place::as_key);
        let same = |other: &Item<'_>| name.is_some() && other.key.as_ref().and_then(Place::as_key) == name;
        let index = way.hops.last().map_or(0, |(_, index)| *index);
        let mut indexes: Vec<usize> = Vec::new();
        for (position, other) in parent.items().iter().enumerate() {
            if position == index || same(other) {
                indexes.push(position);
            }
        }
        if indexes.len() > 1 && indexes.len() == parent.items().len() {
            return Err(EditError::Unsupported { path: path.clone(), why: "the key is there more than once" });
        }
        let only = parent.items().len() == 1;
        let above = match way.hops.len().checked_sub(2).and_then(|above| way.hops.get(above)) {
            Some((above, index)) => above.items().get(*index).map(|item| (*above, item)),
            None => None,
        };
        let editor = self.editor(&way, Some(parent));
        let plan = |keep_line_end: bool| {
            let mut raws = Vec::new();
            for index in &indexes {
                raws.extend(if parent.is_flow() {
                    editor.delete_in_flow(parent, *index)?
                } else {
                    editor.delete_in_block(above, parent, *index, only, keep_line_end)?
                });
            }
            Ok(raws)
        };
        Ok(vec![plan(false), plan(true)])
    }

    fn rename(&self, path: &Path, key: &str) -> Result<Vec<Planned>, EditError> {
        let way = self.whole_way(path)?;
        let (Some(parent), Some(item)) = (way.parent(), way.item()) else {
            return Err(EditError::NotFound(path.clone()));
        };
        let Some(old) = &item.key else { return Err(EditError::NotAMapping(path.clone())) };
        expendable(self.doc, old, path)?;
        let Shape::Scalar { style, .. } = old.shape else {
            return Err(EditError::Unsupported { path: path.clone(), why: "only a key on one line can be renamed" });
        };
        let name = old.as_key();
        if parent.items().iter().filter(|item| item.key.as_ref().and_then(Place::as_key) == name).count() > 1 {
            return Err(EditError::Unsupported { path: path.clone(), why: "the key is there more than once" });
        }
        let editor = self.editor(&way, Some(parent));
        let context = if parent.is_flow() { Context::Flow } else { Context::Block };
        let text = editor.style.key(key, context, Some(style))?;
        let start = if old.tagged { old.start } else { old.content };
        Ok(vec![Ok(vec![Raw::new(start, old.end, text)])])
    }
}
