//! No edit is given out that was not tried: the new text must read as the changed value, with every comment in its place.

use super::super::read::read_yaml_as_kubectl;
use super::super::{Change, Data, EditError, read_yaml};
use super::locate::{Located, Range};
use super::walk::locate;
use super::{Raw, apply_raw};

/// The value of a document, as this crate reads it and as `kubectl` does. They differ in one thing: a block scalar that
/// ends with the text, without a line end.
pub(super) struct Readings {
    pub(super) ours: Data,
    pub(super) kubectl: Data,
}

pub(super) fn read(text: &str, base: usize) -> Result<Readings, EditError> {
    let mut broken = None;
    let mut ours = None;
    read_yaml(text, 0, text.len(), &mut |node, error| {
        ours.get_or_insert_with(|| Data::of(&node));
        broken = broken.take().or(error);
    });
    let mut kubectl = None;
    if text.ends_with('\n') {
        kubectl = ours.clone();
    } else {
        read_yaml_as_kubectl(text, &mut |node, _| {
            kubectl.get_or_insert_with(|| Data::of(&node));
        });
    }
    match broken {
        Some(error) => Err(EditError::Broken { offset: base + error.offset, message: error.message }),
        None => Ok(Readings { ours: ours.unwrap_or(Data::Null), kubectl: kubectl.unwrap_or(Data::Null) }),
    }
}

impl Readings {
    /// The readings that the document should have after the change.
    pub(super) fn changed(&self, change: &Change) -> Result<Self, EditError> {
        let mut ours = self.ours.clone();
        change.apply(&mut ours)?;
        let mut kubectl = self.kubectl.clone();
        change.apply(&mut kubectl)?;
        Ok(Self { ours, kubectl })
    }
}

/// Checks edits, in order, against what they should do. Comments may go only where they stand in `expendable`.
pub(super) fn prove(
    before: &Located<'_>,
    raws: &[Raw],
    wanted: &Readings,
    expendable: Option<(usize, usize)>,
    change: &Change,
) -> Result<(), EditError> {
    let unproved = |why| EditError::Unproved { path: change.path().clone(), why };
    let text = apply_raw(before.text, raws);
    let readings = read(&text, 0).map_err(|_| unproved("the edited text would not be readable"))?;
    if readings.ours != wanted.ours || readings.kubectl != wanted.kubectl {
        return Err(unproved("the edited text would not read as wanted"));
    }
    let after = locate(&text, 0).map_err(|_| unproved("the edited text could not be edited again"))?;
    let goes = |comment: &Range| raws.iter().any(|raw| raw.start <= comment.start && comment.end <= raw.end);
    let mut left = after.comments.iter().map(|comment| after.slice(comment.start, comment.end));
    for comment in &before.comments {
        if goes(comment) {
            if !expendable.is_some_and(|(start, end)| (start..end).contains(&comment.start)) {
                return Err(EditError::Comment { offset: comment.start });
            }
        } else if left.next() != Some(before.slice(comment.start, comment.end)) {
            return Err(EditError::Comment { offset: comment.start });
        }
    }
    if left.next().is_some() {
        return Err(unproved("something would become a comment"));
    }
    if is_json(before.text) && !is_json(&text) {
        return Err(unproved("the edited text would no longer be JSON"));
    }
    Ok(())
}

fn is_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '[']) && serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}
