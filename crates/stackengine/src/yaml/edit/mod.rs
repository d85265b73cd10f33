//! Lossless editing: a change of a value becomes the few bytes that must change, and the result is proved.
//!
//! `walk` finds where everything stands (`locate`), `way` follows the path, `plan` chooses, `block`, `flow` and `splice` edit, `write`
//! renders what is new in the `style` of the document, and `proof` lets nothing out that does not read as wanted.
//!
//! Comments: one that stands behind a replaced value stays, and one on the line of a deleted entry stays as a line of its
//! own. Only comments between the first and the last line of a replaced or deleted block value, or between the brackets of
//! a flow value, go with it. An edit that would lose any other comment is refused.

mod block;
mod flow;
pub(super) mod locate;
mod order;
mod plan;
mod proof;
mod scalar;
mod splice;
mod style;
pub(super) mod walk;
mod way;
mod write;

use super::{Change, Data, EditError, Span};
use locate::{Located, Place};
use plan::Plans;
use style::Style;
pub(super) use walk::locate;
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
