//! The lines of one description, and its fields by indent.

use std::ops::Range;

use super::super::line::{Lines, Piece};
use super::is_after_message;

/// The lines of a description with their indents.
pub(super) struct Block<'t> {
    rows: Vec<Row<'t>>,
    base: usize,
    /// The row from which on fields are read; what stands before is the rest of a container whose head is cut off.
    n_orphans: usize,
}

struct Row<'t> {
    line: Piece<'t>,
    /// Columns of indent; of a line that continues a message, more than any.
    indent: usize,
}

/// A field: its label, the value on its line, and the lines under it.
#[derive(Clone, Debug)]
pub(super) struct Field<'t> {
    pub(super) label: Piece<'t>,
    pub(super) value: Piece<'t>,
    pub(super) indent: usize,
    pub(super) body: Range<usize>,
}

impl<'t> Block<'t> {
    pub(super) fn new(text: &'t str, start: usize, end: usize) -> Self {
        let mut rows: Vec<_> = Lines::new(text, start, end).map(|line| Row { indent: line.indent(), line }).collect();
        // The text ends without a line end: half of the last value may be missing, and 13 of 137 is a lie.
        let in_events = rows.iter().any(|row| row.line.text.trim_start().starts_with("Events:"));
        if end == text.len() && !text.ends_with('\n') && !in_events {
            rows.pop();
        }
        let top = rows.iter().position(|row| {
            let label = row.line.text.trim().split_once(':').map_or("", |(label, _)| label);
            label == "Name" && row.line.start == start || super::is_top_field(label)
        });
        let least = rows.iter().filter(|row| !row.line.is_blank()).map(|row| row.indent).min().unwrap_or(0);
        let base = top.and_then(|top| rows.get(top)).map_or(least, |row| row.indent);
        mark_messages(&mut rows, base);
        let n_orphans = rows
            .iter()
            .position(|row| row.indent <= base && !row.line.is_blank() && field_of(row.line).is_some())
            .unwrap_or(rows.len());
        Self { rows, base, n_orphans }
    }

    pub(super) fn first_line(&self) -> Piece<'t> {
        self.rows.first().map_or(Piece::new(0, ""), |row| row.line.trim())
    }

    /// The lines of a message, which stand without indent.
    pub(super) fn message_lines(&self, field: &Field<'t>) -> Vec<Piece<'t>> {
        self.verbatim(field, self.base)
    }

    /// Whether the description ends within a field, so that more of it may be missing.
    pub(super) fn ends_in(&self, field: &Field<'t>) -> bool {
        field.body.end >= self.rows.len()
    }

    /// The fields at the top level.
    pub(super) fn top(&self) -> Vec<Field<'t>> {
        self.fields_at(self.n_orphans..self.rows.len(), self.base)
    }

    /// Lines before the first top level field, as the body of a container without a name.
    pub(super) fn orphans(&self) -> Range<usize> {
        0..self.n_orphans
    }

    /// Whether the lines before the first top level field show a container that was run.
    pub(super) fn orphans_ran(&self) -> bool {
        self.ran(self.orphans())
    }

    /// Whether any container here was run.
    pub(super) fn any_ran(&self) -> bool {
        self.ran(0..self.rows.len())
    }

    fn ran(&self, range: Range<usize>) -> bool {
        self.rows.get(range).unwrap_or_default().iter().any(|row| {
            let body = row.line.text.trim_start();
            body.starts_with("Restart Count:") || body.starts_with("Last State:") || body.starts_with("Container ID:")
        })
    }

    /// The fields of a body, at the indent of the least indented one.
    pub(super) fn fields(&self, body: &Range<usize>) -> Vec<Field<'t>> {
        let rows = self.rows.get(body.clone()).unwrap_or_default();
        let indent = rows.iter().filter(|row| field_of(row.line).is_some()).map(|row| row.indent).min();
        indent.map_or_else(Vec::new, |indent| self.fields_at(body.clone(), indent))
    }

    fn fields_at(&self, range: Range<usize>, indent: usize) -> Vec<Field<'t>> {
        let mut fields: Vec<Field<'t>> = Vec::new();
        for index in range {
            let Some(row) = self.rows.get(index) else { break };
            let field = if row.indent <= indent && !row.line.is_blank() { field_of(row.line) } else { None };
            match (field, fields.last_mut()) {
                (Some((label, value)), _) => {
                    fields.push(Field { label, value, indent: row.indent, body: index + 1..index + 1 });
                }
                (None, Some(last)) => last.body.end = index + 1,
                (None, None) => {}
            }
        }
        fields
    }

    /// The lines of a body, trimmed, blank ones left out.
    pub(super) fn lines(&self, body: &Range<usize>) -> Vec<Piece<'t>> {
        let rows = self.rows.get(body.clone()).unwrap_or_default();
        rows.iter().map(|row| row.line.trim()).filter(|line| !line.text.is_empty()).collect()
    }

    /// The lines of a body without the indent that all of them have; blank ones and inner white space stay.
    pub(super) fn verbatim(&self, field: &Field<'t>, indent: usize) -> Vec<Piece<'t>> {
        let rows = self.rows.get(field.body.clone()).unwrap_or_default();
        rows.iter().map(|row| row.line.dedent(indent)).collect()
    }

    /// The value of a field and the lines that continue it.
    pub(super) fn values(&self, field: &Field<'t>) -> Vec<Piece<'t>> {
        let mut all = vec![field.value.trim()];
        all.extend(self.lines(&field.body));
        all.retain(|piece| !piece.is_unset());
        all
    }
}

/// Label and value of a line `Label:   value`.
fn field_of(line: Piece<'_>) -> Option<(Piece<'_>, Piece<'_>)> {
    let body = line.trim_start();
    let mut from = 0;
    loop {
        let at = from + body.text.get(from..)?.find(':')?;
        let after = body.text.get(at + 1..)?;
        if after.is_empty() || after.starts_with([' ', '\t']) {
            let label = body.cut(0, at);
            let value = body.cut(at + 1, body.text.len());
            return (at > 0 && at < 128).then(|| (label, value.trim_start()));
        }
        from = at + 1;
    }
}

/// Lines of a message stand without indent; they must not be taken for fields of the top level.
fn mark_messages(rows: &mut [Row<'_>], base: usize) {
    let mut at = 0;
    while at < rows.len() {
        let row = &rows[at];
        let indent = row.indent;
        let is_message = row.line.text.trim_start().starts_with("Message:");
        at += 1;
        if !is_message {
            continue;
        }
        let ends = |row: &Row<'_>| {
            let label = field_of(row.line).map_or("", |(label, _)| label.text);
            row.indent == indent
                && if indent > base {
                    is_after_message(label)
                } else {
                    matches!(
                        label,
                        "IP" | "IPs" | "Controlled By" | "Containers" | "Init Containers" | "NominatedNodeName"
                    )
                }
        };
        // No message has more bytes than this, so the search for its end has an end as well.
        let mut n_bytes = 0;
        let mut within = rows[at..].iter().take_while(|row| {
            n_bytes += row.line.text.len() + 1;
            // Another field of the same container: the message had one line.
            let is_field = indent > base
                && row.indent == indent
                && field_of(row.line)
                    .is_some_and(|(label, _)| super::is_field(label.text) && !is_after_message(label.text));
            n_bytes <= 8192 && !is_field
        });
        if let Some(n_lines) = within.position(ends) {
            for row in &mut rows[at..at + n_lines] {
                row.indent = usize::MAX;
            }
            at += n_lines;
        }
    }
}
