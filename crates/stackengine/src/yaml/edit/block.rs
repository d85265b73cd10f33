//! Edits in block style: whole lines come and go, and what stands behind a value stays there.

use super::super::{Data, EditError, Path};
use super::locate::{Block, Item, Place, Shape};
use super::scalar::{Context, literal};
use super::write::{Written, cannot};
use super::{Editor, Raw};

impl<'t> Editor<'_, 't> {
    /// A new line after the last entry or item of a block collection.
    pub(super) fn add_after(
        &self,
        after: &Item<'t>,
        column: usize,
        written: &dyn Fn(&Self) -> Result<Written, EditError>,
    ) -> Result<Vec<Raw>, EditError> {
        if matches!(&after.value.deepest_last().shape, Shape::Block(Block { open: true, .. })) {
            return Err(cannot("the block scalar before it ends without a line end, and would get one"));
        }
        let at = self.doc.line_end(after.value.end);
        let editor = self.at(at);
        let written = written(&editor)?;
        let close = editor.close(at, &written);
        let eol = editor.style.eol;
        Ok(vec![Raw::insert(at, format!("{eol}{}{}{close}", " ".repeat(column), written.text))])
    }

    /// A new line before an entry or item of a block collection.
    pub(super) fn add_before(
        &self,
        before: &Item<'t>,
        column: usize,
        written: &dyn Fn(&Self) -> Result<Written, EditError>,
    ) -> Result<Vec<Raw>, EditError> {
        let editor = self.at(before.start);
        let written = written(&editor)?;
        let text = format!("{}{}{}", written.text, editor.style.eol, " ".repeat(column));
        Ok(vec![Raw::insert(before.start, text)])
    }

    /// Another value where one stands, or where none is written.
    ///
    /// `above` is the collection it lies in; at the root there is none.
    pub(super) fn replace_in_block(
        &self,
        above: Option<(&Place<'t>, &Item<'t>)>,
        old: &Place<'t>,
        new: &Data,
    ) -> Result<Vec<Raw>, EditError> {
        let editor = self.at(old.content);
        let context = Context::Block;
        // The indentation below which the value stands, and where a value would begin on the line of its key or dash.
        let (column, intro) = match above {
            Some((parent, item)) => (Some(self.doc.column(parent.content)), Some(introducer(item)?)),
            None => (None, None),
        };
        let in_sequence = above.is_some_and(|(parent, _)| !parent.is_mapping());
        let collection = matches!(new, Data::Map(entries) if !entries.is_empty())
            || matches!(new, Data::List(items) if !items.is_empty());
        let lines = match new {
            Data::String(text) if column.is_some() => literal(text),
            _ => None,
        };
        let base = column.unwrap_or(0);
        let below = |editor: &Self| match column {
            Some(column) if in_sequence => {
                let written = editor.style.after_dash(new, column, 0)?;
                Ok(Written {
                    text: format!("{}{}{}", editor.style.eol, " ".repeat(column + 2), written.text),
                    ..written
                })
            }
            Some(column) => editor.style.after_key(new, column, 0),
            None => Err(cannot("the root cannot be written so")),
        };
        match &old.shape {
            Shape::Empty => {
                let at = old.end;
                if collection {
                    let line_end = self.doc.line_end(at);
                    if in_sequence && self.doc.slice(at, line_end).trim().is_empty() {
                        let written = editor.style.after_dash(new, base, 0)?;
                        let close = editor.close(line_end, &written);
                        return Ok(vec![Raw::new(at, line_end, format!(" {}{close}", written.text))]);
                    }
                    let written = below(&editor)?;
                    let close = editor.close(line_end, &written);
                    return Ok(vec![Raw::insert(line_end, format!("{}{close}", written.text))]);
                }
                match lines {
                    Some(lines) => {
                        let (header, body) = editor.style.literal(&lines, base);
                        let line_end = self.doc.line_end(at);
                        let close = editor.close_block(line_end);
                        Ok(vec![Raw::insert(at, format!(" {header}")), Raw::insert(line_end, format!("{body}{close}"))])
                    }
                    None => Ok(vec![Raw::insert(at, format!(" {}", editor.style.short(new, context, None)?))]),
                }
            }
            Shape::Scalar { .. }
            | Shape::Alias { .. }
            | Shape::Sequence { flow: true, .. }
            | Shape::Mapping { flow: true, .. } => {
                let start = if old.tagged { old.start } else { old.content };
                if collection {
                    if old.is_flow() && !old.items().is_empty() {
                        return self.replace_in_flow(old, new, true);
                    }
                    return self.scalar_to_collection(old, intro, column, in_sequence, new, &below);
                }
                match lines {
                    Some(lines) if !keeps_double_quotes(old) => {
                        let (header, body) = editor.style.literal(&lines, base);
                        let line_end = self.doc.line_end(old.end);
                        let close = editor.close_block(line_end);
                        Ok(vec![Raw::new(start, old.end, header), Raw::insert(line_end, format!("{body}{close}"))])
                    }
                    _ => {
                        let wish = if let Shape::Scalar { style, .. } = old.shape { Some(style) } else { None };
                        Ok(vec![Raw::new(start, old.end, editor.style.short(new, context, wish)?)])
                    }
                }
            }
            Shape::Block(block) => {
                let start = if old.tagged { old.start } else { old.content };
                let header_line_end = self.doc.line_end(block.header_end);
                let body_end = old.end.max(header_line_end);
                if collection {
                    let written = below(&editor)?;
                    let close = editor.close(body_end, &written);
                    let from = self.back_over_blanks(old.start, intro.unwrap_or(0));
                    return Ok(vec![
                        Raw::new(from, block.header_end, String::new()),
                        Raw::new(header_line_end, body_end, format!("{}{close}", written.text)),
                    ]);
                }
                match lines {
                    Some(lines) => {
                        let (mut header, mut body) = editor.style.literal(&lines, base);
                        if let (Some(indent), false) = (block.indent, lines.needs_indent) {
                            body = editor.style.lines(&lines.lines, indent);
                            header = format!("|{}", lines.chomp);
                        }
                        let close = editor.close_block(body_end);
                        Ok(vec![
                            Raw::new(start, block.header_end, header),
                            Raw::new(header_line_end, body_end, format!("{body}{close}")),
                        ])
                    }
                    None => Ok(vec![
                        Raw::new(start, block.header_end, editor.style.short(new, context, None)?),
                        Raw::new(header_line_end, body_end, String::new()),
                    ]),
                }
            }
            Shape::Sequence { .. } | Shape::Mapping { .. } => {
                self.replace_collection(old, intro, column, in_sequence, new, lines.is_some())
            }
        }
    }

    fn scalar_to_collection(
        &self,
        old: &Place<'t>,
        intro: Option<usize>,
        column: Option<usize>,
        in_sequence: bool,
        new: &Data,
        below: &dyn Fn(&Self) -> Result<Written, EditError>,
    ) -> Result<Vec<Raw>, EditError> {
        let editor = self.at(old.end);
        let line_end = self.doc.line_end(old.end);
        let (Some(intro), Some(column)) = (intro, column) else {
            if old.is_flow() {
                return self.replace_in_flow(old, new, true);
            }
            if !self.doc.starts_line(old.start) || self.doc.column(old.start) != 0 || line_end != old.end {
                return Err(cannot("the root cannot be written so"));
            }
            let written = editor.fresh(new, 0)?;
            let close = editor.close(line_end, &written);
            return Ok(vec![Raw::new(old.start, line_end, format!("{}{close}", written.text))]);
        };
        let bare =
            self.doc.slice(old.end, line_end).trim().is_empty() && self.doc.slice(intro, old.start).trim().is_empty();
        if in_sequence && bare {
            // After blanks the new lines stand where the old value did; a tab cannot stand before them.
            if self.doc.slice(intro, old.start).bytes().all(|byte| byte == b' ') {
                let written = editor.fresh(new, self.doc.column(old.start))?;
                let close = editor.close(line_end, &written);
                return Ok(vec![Raw::new(old.start, line_end, format!("{}{close}", written.text))]);
            }
            let written = editor.style.after_dash(new, column, 0)?;
            let close = editor.close(line_end, &written);
            return Ok(vec![Raw::new(intro, line_end, format!(" {}{close}", written.text))]);
        }
        let written = below(&editor)?;
        let close = editor.close(line_end, &written);
        let from = self.back_over_blanks(old.start, intro);
        let text = format!("{}{close}", written.text);
        if self.doc.slice(old.end, line_end).trim().is_empty() {
            return Ok(vec![Raw::new(from, line_end, text)]);
        }
        Ok(vec![Raw::new(from, old.end, String::new()), Raw::insert(line_end, text)])
    }

    fn replace_collection(
        &self,
        old: &Place<'t>,
        intro: Option<usize>,
        column: Option<usize>,
        in_sequence: bool,
        new: &Data,
        is_literal: bool,
    ) -> Result<Vec<Raw>, EditError> {
        let editor = self.at(old.content);
        let same_kind = matches!(
            (&old.shape, new),
            (Shape::Mapping { .. }, Data::Map(_)) | (Shape::Sequence { .. }, Data::List(_))
        );
        let collection = matches!(new, Data::Map(entries) if !entries.is_empty())
            || matches!(new, Data::List(items) if !items.is_empty());
        let old_end = self.doc.line_end(old.end);
        let compact = !self.doc.starts_line(old.content) || intro.is_none();
        let (Some(intro), Some(column), false) = (intro, column, compact) else {
            // It begins on the line of its dash, or it is the root.
            let at = self.doc.column(old.content);
            let written =
                if collection { editor.fresh(new, at)? } else { editor.style.inline(new, column.unwrap_or(0))? };
            let close = editor.close(old_end, &written);
            let end = if collection || written.ends_in_block { old_end } else { old.end };
            return Ok(vec![Raw::new(old.start, end, format!("{}{close}", written.text))]);
        };
        let mut raws = Vec::new();
        if old.props_end > old.start {
            raws.push(Raw::new(self.back_over_blanks(old.start, intro), old.props_end, String::new()));
        }
        let at = if old.props_end > old.start { old.props_end } else { intro };
        let first_line = self.doc.line_start(old.content);
        if collection {
            let at = match (same_kind, in_sequence) {
                (true, _) => self.doc.column(old.content),
                (false, true) => column + 2,
                (false, false) if matches!(new, Data::Map(_)) => column + self.style.step,
                (false, false) => column + self.style.dash,
            };
            let written = editor.fresh(new, at)?;
            let close = editor.close(old_end, &written);
            raws.push(Raw::new(first_line, old_end, format!("{}{}{close}", " ".repeat(at), written.text)));
            return Ok(raws);
        }
        // From the line end before its first line to the end of its last one.
        let gap_end = self.previous_line_end(first_line);
        let text_between = self.doc.slice(at, gap_end);
        let written = if is_literal && text_between.trim().is_empty() {
            editor.style.inline(new, column)?
        } else {
            Written { text: editor.style.short(new, Context::Block, None)?, ends_in_block: false }
        };
        if written.ends_in_block {
            let close = editor.close(old_end, &written);
            raws.push(Raw::new(at, old_end, format!(" {}{close}", written.text)));
        } else {
            raws.push(Raw::insert(at, format!(" {}", written.text)));
            raws.push(Raw::new(gap_end, old_end, String::new()));
        }
        Ok(raws)
    }

    /// Takes items out of a block collection.
    ///
    /// `keep_line_end`: at the end of a text, leave the line end before, for a block scalar that would lose it.
    pub(super) fn delete_in_block(
        &self,
        above: Option<(&Place<'t>, &Item<'t>)>,
        parent: &Place<'t>,
        index: usize,
        only: bool,
        keep_line_end: bool,
    ) -> Result<Vec<Raw>, EditError> {
        let doc = self.doc;
        let Some(item) = parent.items().get(index) else { return Err(EditError::NotFound(Path::default())) };
        let end = doc.line_end(item.value.end);
        let (inside_from, inside_to) = self.inside(item)?;
        let mut kept = doc
            .comments_in(item.start, end)
            .iter()
            .filter(|comment| !(inside_from..inside_to).contains(&comment.start));
        let (first, second) = (kept.next(), kept.next());
        if let Some(comment) = second {
            return Err(EditError::Comment { offset: comment.start });
        }
        let mut raws = Vec::new();
        let starts_line = doc.starts_line(item.start);
        let placed_above = above.filter(|_| starts_line);
        let stays = if parent.is_mapping() { "{}" } else { "[]" };
        let mut instead = String::new();
        if only {
            match placed_above {
                Some((_, above)) => {
                    let at = if parent.props_end > parent.start { parent.props_end } else { introducer(above)? };
                    raws.push(Raw::insert(at, format!(" {stays}")));
                }
                None => stays.clone_into(&mut instead),
            }
        }
        match first {
            Some(comment) => {
                let text = if instead.is_empty() { instead } else { format!("{instead} ") };
                raws.push(Raw::new(item.start, comment.start, text));
                if end > comment.end {
                    raws.push(Raw::new(comment.end, end, String::new()));
                }
            }
            None if !instead.is_empty() => raws.push(Raw::new(item.start, end, instead)),
            None if starts_line => {
                let line = doc.line_start(item.start);
                let next = doc.next_line(item.value.end);
                let at_end = next == end && !keep_line_end;
                let from = if at_end { self.previous_line_end(line) } else { line };
                raws.push(Raw::new(from, next, String::new()));
            }
            None => match parent.items().get(index + 1) {
                Some(next) => raws.push(Raw::new(item.start, next.start, String::new())),
                None => return Err(cannot("the item cannot be taken out of its line")),
            },
        }
        Ok(raws)
    }

    /// Where the comments stand that belong to a value and go with it.
    pub(super) fn inside(&self, item: &Item<'t>) -> Result<(usize, usize), EditError> {
        let value = &item.value;
        let end = self.doc.line_end(value.end);
        Ok(match &value.shape {
            Shape::Block(block) => (self.doc.line_end(block.header_end), end),
            Shape::Sequence { flow: false, .. } | Shape::Mapping { flow: false, .. } => {
                if self.doc.starts_line(value.content) && value.content != item.start {
                    (self.doc.line_end(introducer(item)?), end)
                } else {
                    (value.start, end)
                }
            }
            _ => (value.start, value.end),
        })
    }

    fn back_over_blanks(&self, at: usize, stop: usize) -> usize {
        let before = self.doc.slice(stop, at);
        if before.trim().is_empty() {
            return stop;
        }
        stop + before.trim_end_matches([' ', '\t']).len()
    }

    /// The end of the line before the one that begins at `line`.
    fn previous_line_end(&self, line: usize) -> usize {
        let before = self.doc.slice(0, line);
        let before = before.strip_suffix('\n').unwrap_or(before);
        before.strip_suffix('\r').unwrap_or(before).len()
    }
}

/// One past the colon or dash, where a value may begin.
fn introducer(item: &Item<'_>) -> Result<usize, EditError> {
    match (item.colon, &item.key) {
        (Some(colon), _) => Ok(colon + 1),
        (None, None) => Ok(item.start + 1),
        (None, Some(_)) => Err(cannot("the key has no colon")),
    }
}

/// A double-quoted text stays one, line feeds or not.
fn keeps_double_quotes(old: &Place<'_>) -> bool {
    matches!(old.shape, Shape::Scalar { style: granit_parser::ScalarStyle::DoubleQuoted, .. })
}
