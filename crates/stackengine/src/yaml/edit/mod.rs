//! Lossless editing: a change of a value becomes the few bytes that must change, and the result is proved.
//!
//! `locate` finds where everything stands, `way` follows the path, `block`, `flow` and `splice` plan the edits, `write`
//! renders what is new in the `style` of the document, and `proof` lets nothing out that does not read as wanted.
//!
//! Comments: one that stands behind a replaced value stays, and one on the line of a deleted entry stays as a line of its
//! own. Only comments between the first and the last line of a replaced or deleted block value, or between the brackets of
//! a flow value, go with it. An edit that would lose any other comment is refused.

mod block;
mod flow;
pub(super) mod locate;
mod order;
mod proof;
mod scalar;
mod splice;
mod style;
mod way;
mod write;

use super::{Change, Data, EditError, Path, Span, Step};
pub(super) use locate::locate;
use locate::{Located, Place, Shape};
use style::{Style, sniff};
use way::{Way, expendable, follow, merges, passable, upto};
use write::{Written, cannot};

/// New text for a span of the old one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextEdit {
    /// What goes; empty where text is only added.
    pub span: Span,
    /// What comes.
    pub text: String,
}

/// A changed text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The whole new text.
    pub text: String,
    /// Where the document stands in it.
    pub document: Span,
    /// The edits that led to it.
    pub edits: Vec<TextEdit>,
}

/// The edits that make exactly this change in the document at `document`, sorted and without overlap.
///
/// They are proved: the edited document reads as [`Change::apply`] says, and no comment outside the changed value is lost.
///
/// # Errors
///
/// Where the change does not fit the document, or cannot be made without touching more than it says.
pub fn edits(text: &str, document: Span, change: &Change) -> Result<Vec<TextEdit>, EditError> {
    let base = document.start as usize;
    let slice = text.get(base..document.end as usize).ok_or_else(|| EditError::Broken {
        offset: base,
        message: "the document does not lie in the text".to_owned(),
    })?;
    let doc = locate(slice, base)?;
    let readings = proof::read(slice, base)?;
    let plans = Plans { doc: &doc, data: &readings.ours, fallback_eol: first_eol(text) };
    // What forbids the change in the text is the better reason, so it is asked first.
    let planned = plans.of(change);
    let wanted = match (readings.changed(change), planned.refused()) {
        (_, Some(error @ (EditError::Alias { .. } | EditError::Anchored { .. } | EditError::Merged(_)))) => {
            return Err(error.clone());
        }
        (wanted, _) => wanted?,
    };
    if matches!(change, Change::Set { .. }) && wanted.ours == readings.ours && wanted.kubectl == readings.kubectl {
        return Ok(Vec::new());
    }
    let mut reason = None;
    for plan in planned.plans {
        let tried = plan.and_then(|raws| {
            let raws = in_order(raws).ok_or(cannot("the edits would touch each other"))?;
            proof::prove(&doc, &raws, &wanted, planned.expendable, change)?;
            Ok(raws)
        });
        match tried {
            Ok(raws) => {
                let edits = raws
                    .into_iter()
                    .map(|raw| TextEdit { span: Span::new(base + raw.start, base + raw.end), text: raw.text });
                return Ok(edits.collect());
            }
            Err(error) => {
                reason.get_or_insert(error);
            }
        }
    }
    let reason = match reason {
        Some(EditError::Comment { offset }) => EditError::Comment { offset: base + offset },
        Some(EditError::Unsupported { path, why }) if path.0.is_empty() => {
            EditError::Unsupported { path: change.path().clone(), why }
        }
        Some(reason) => reason,
        None => EditError::NotFound(change.path().clone()),
    };
    Err(reason)
}

/// A text with edits made in it. Edits that do not lie in it, or overlap with one before, are left out.
#[must_use]
pub fn apply_edits(text: &str, edits: &[TextEdit]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        let (start, end) = (edit.span.start as usize, edit.span.end as usize);
        if let (Some(before), Some(_)) = (text.get(at..start), text.get(start..end)) {
            out.push_str(before);
            out.push_str(&edit.text);
            at = end;
        }
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// Makes a change, and proves it: see [`edits`].
///
/// # Errors
///
/// As for [`edits`].
pub fn change(text: &str, document: Span, change: &Change) -> Result<Changed, EditError> {
    let edits = edits(text, document, change)?;
    let (gone, come) = edits
        .iter()
        .fold((0, 0), |(gone, come), edit| (gone + (edit.span.end - edit.span.start) as usize, come + edit.text.len()));
    let end = (document.end as usize + come).saturating_sub(gone);
    let document = Span::new(document.start as usize, end);
    Ok(Changed { text: apply_edits(text, &edits), document, edits })
}

/// An edit with offsets in the document.
#[derive(Clone, Debug)]
struct Raw {
    start: usize,
    end: usize,
    text: String,
}

impl Raw {
    fn new(start: usize, end: usize, text: String) -> Self {
        Self { start, end, text }
    }

    fn insert(at: usize, text: String) -> Self {
        Self { start: at, end: at, text }
    }
}

fn apply_raw(text: &str, raws: &[Raw]) -> String {
    let edits: Vec<TextEdit> =
        raws.iter().map(|raw| TextEdit { span: Span::new(raw.start, raw.end), text: raw.text.clone() }).collect();
    apply_edits(text, &edits)
}

/// Sorted, with neighbours joined and those that do nothing left out; nothing if two overlap.
fn in_order(mut raws: Vec<Raw>) -> Option<Vec<Raw>> {
    raws.sort_by_key(|raw| (raw.start, raw.end));
    let mut joined: Vec<Raw> = Vec::with_capacity(raws.len());
    for raw in raws {
        if raw.start > raw.end {
            return None;
        }
        match joined.last_mut() {
            Some(last) if last.end > raw.start => return None,
            Some(last) if last.end == raw.start => {
                last.end = raw.end;
                last.text.push_str(&raw.text);
            }
            _ => joined.push(raw),
        }
    }
    joined.retain(|raw| raw.start < raw.end || !raw.text.is_empty());
    Some(joined)
}

fn first_eol(text: &str) -> &'static str {
    match text.find('\n') {
        Some(at) if text.get(..at).is_some_and(|before| before.ends_with('\r')) => "\r\n",
        _ => "\n",
    }
}

/// Knows the document and its habits, and where in it the edit is.
#[derive(Clone)]
struct Editor<'a, 't> {
    doc: &'a Located<'t>,
    style: Style<'a>,
    around: Vec<&'a Place<'t>>,
    fallback_eol: &'a str,
}

impl<'a, 't> Editor<'a, 't> {
    /// The same editor, writing lines that end as the one at `at`, or the one before it, does.
    fn at(&self, at: usize) -> Self {
        let ending = |at: usize| {
            let end = self.doc.line_end(at);
            let rest = self.doc.text.get(end..).unwrap_or_default();
            match locate::eol_len(rest) {
                2 => Some("\r\n"),
                1 => Some("\n"),
                _ => None,
            }
        };
        let line = self.doc.line_start(at);
        let before = || line.checked_sub(1).and_then(|before| ending(self.doc.line_start(before)));
        let eol = ending(at).or_else(before).unwrap_or(self.fallback_eol);
        let mut editor = self.clone();
        editor.style.eol = eol;
        editor
    }

    /// What must follow a value that ends with a block scalar at the end of the text.
    fn close(&self, at: usize, written: &Written) -> &'a str {
        if written.ends_in_block { self.close_block(at) } else { "" }
    }

    fn close_block(&self, at: usize) -> &'a str {
        if at >= self.doc.text.len() { self.style.eol } else { "" }
    }

    /// A collection whose first line begins where the cursor is, at `column`.
    fn fresh(&self, new: &Data, column: usize) -> Result<Written, EditError> {
        match new {
            Data::Map(entries) if !entries.is_empty() => self.style.entries(entries, column, 0),
            Data::List(items) if !items.is_empty() => self.style.items(items, column, 0),
            _ => self.style.short(new, scalar::Context::Block, None).map(|text| Written { text, ends_in_block: false }),
        }
    }
}

type Planned = Result<Vec<Raw>, EditError>;

/// The ways in which a change could be made, the best first, and where comments may be lost by it.
struct Ways {
    plans: Vec<Planned>,
    expendable: Option<(usize, usize)>,
}

impl Ways {
    fn refused(&self) -> Option<&EditError> {
        match self.plans.first() {
            Some(Err(error)) => Some(error),
            _ => None,
        }
    }
}

struct Plans<'a, 't> {
    doc: &'a Located<'t>,
    data: &'a Data,
    fallback_eol: &'a str,
}

impl<'a, 't> Plans<'a, 't> {
    fn of(&self, change: &Change) -> Ways {
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
            Step::Key(key) => Some(Data::Map(vec![(key.clone(), value)])),
            Step::Index(_) => None,
        });
        let Some(value) = below else { return Err(EditError::NotFound(path.clone())) };
        let here = upto(path, way.taken);
        match way.end {
            None => Ok(vec![self.fresh_root(&Data::Map(vec![(key.clone(), value)]))]),
            Some(parent) if parent.is_null() => {
                way::expendable(self.doc, parent, &here)?;
                Ok(vec![self.replace(&way, parent, &Data::Map(vec![(key.clone(), value)]))])
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
        let same = |other: &locate::Item<'_>| name.is_some() && other.key.as_ref().and_then(Place::as_key) == name;
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
        let context = if parent.is_flow() { scalar::Context::Flow } else { scalar::Context::Block };
        let text = editor.style.key(key, context, Some(style))?;
        let start = if old.tagged { old.start } else { old.content };
        Ok(vec![Ok(vec![Raw::new(start, old.end, text)])])
    }
}
