//! Values as new text, in block and in flow style.

use granit_parser::ScalarStyle;

use super::super::{Data, EditError, Path};
use super::scalar::{Context, Literal, literal, one_line, string};
use super::style::{FlowStyle, Style};

/// A rendered value.
pub(super) struct Written {
    pub(super) text: String,
    /// It ends with a block scalar, which needs a line end after it.
    pub(super) ends_in_block: bool,
}

impl Written {
    fn line(text: String) -> Self {
        Self { text, ends_in_block: false }
    }
}

pub(super) fn cannot(why: &'static str) -> EditError {
    EditError::Unsupported { path: Path::default(), why }
}

/// Deeper values than this are not written.
const MAX_DEPTH: usize = 150;

impl Style<'_> {
    /// A value as it stands after `key:`, where the key stands at `column`: it begins with a blank or a line end.
    pub(super) fn after_key(&self, value: &Data, column: usize, depth: usize) -> Result<Written, EditError> {
        self.deep(depth)?;
        match value {
            Data::Map(entries) if !entries.is_empty() => {
                let column = column + self.step;
                let written = self.entries(entries, column, depth)?;
                let text = format!("{}{}{}", self.eol, " ".repeat(column), written.text);
                Ok(Written { text, ..written })
            }
            Data::List(items) if !items.is_empty() => {
                let column = column + self.dash;
                let written = self.items(items, column, depth)?;
                let text = format!("{}{}{}", self.eol, " ".repeat(column), written.text);
                Ok(Written { text, ..written })
            }
            _ => {
                let written = self.inline(value, column)?;
                Ok(Written { text: format!(" {}", written.text), ..written })
            }
        }
    }

    /// A value as it stands after `- `, where the dash stands at `column`.
    pub(super) fn after_dash(&self, value: &Data, column: usize, depth: usize) -> Result<Written, EditError> {
        self.deep(depth)?;
        match value {
            Data::Map(entries) if !entries.is_empty() => self.entries(entries, column + 2, depth),
            Data::List(items) if !items.is_empty() => self.items(items, column + 2, depth),
            _ => self.inline(value, column),
        }
    }

    /// Entries of which the first stands where the cursor is, at `column`.
    pub(super) fn entries(
        &self,
        entries: &[(String, Data)],
        column: usize,
        depth: usize,
    ) -> Result<Written, EditError> {
        let mut all = Written::line(String::new());
        for (position, (key, value)) in entries.iter().enumerate() {
            if position > 0 {
                all.text.push_str(self.eol);
                all.text.push_str(&" ".repeat(column));
            }
            let entry = self.entry(key, value, column, depth)?;
            all.text.push_str(&entry.text);
            all.ends_in_block = entry.ends_in_block;
        }
        Ok(all)
    }

    /// One `key: value` at `column`.
    pub(super) fn entry(&self, key: &str, value: &Data, column: usize, depth: usize) -> Result<Written, EditError> {
        let value = self.after_key(value, column, depth + 1)?;
        let key = self.key(key, Context::Block, None)?;
        Ok(Written { text: format!("{key}:{}", value.text), ..value })
    }

    pub(super) fn key(&self, key: &str, context: Context, wish: Option<ScalarStyle>) -> Result<String, EditError> {
        if key == "<<" {
            return Err(cannot("a merge key is not written"));
        }
        // Longer keys are no simple keys.
        if key.len() > 1000 {
            return Err(cannot("the key is too long"));
        }
        Ok(string(key, context, wish, self.quote))
    }

    /// Items of which the first stands where the cursor is, at `column`.
    pub(super) fn items(&self, items: &[Data], column: usize, depth: usize) -> Result<Written, EditError> {
        let mut all = Written::line(String::new());
        for (position, item) in items.iter().enumerate() {
            if position > 0 {
                all.text.push_str(self.eol);
                all.text.push_str(&" ".repeat(column));
            }
            let item = self.after_dash(item, column, depth + 1)?;
            all.text.push_str("- ");
            all.text.push_str(&item.text);
            all.ends_in_block = item.ends_in_block;
        }
        Ok(all)
    }

    /// What begins on the line of its key or dash at `column`: scalars, empty collections, block scalars.
    pub(super) fn inline(&self, value: &Data, column: usize) -> Result<Written, EditError> {
        if let Data::String(text) = value
            && let Some(literal) = literal(text)
        {
            let (header, body) = self.literal(&literal, column);
            return Ok(Written { text: format!("{header}{body}"), ends_in_block: true });
        }
        self.short(value, Context::Block, None).map(Written::line)
    }

    /// What fits on a line: scalars and empty collections.
    pub(super) fn short(&self, value: &Data, context: Context, wish: Option<ScalarStyle>) -> Result<String, EditError> {
        match value {
            Data::List(items) if items.is_empty() => Ok("[]".to_owned()),
            Data::Map(entries) if entries.is_empty() => Ok("{}".to_owned()),
            _ => one_line(value, context, wish, self.quote).ok_or(cannot("this value cannot be written")),
        }
    }

    /// Header and body of a literal below `column`; every line of the body begins with a line end.
    pub(super) fn literal(&self, literal: &Literal<'_>, column: usize) -> (String, String) {
        let step = self.step.clamp(1, 9);
        let indicator = if literal.needs_indent { step.to_string() } else { String::new() };
        let body = self.lines(&literal.lines, column + step);
        (format!("|{indicator}{}", literal.chomp), body)
    }

    /// Lines at an indentation, each after a line end; empty ones stay empty.
    pub(super) fn lines(&self, lines: &[&str], indent: usize) -> String {
        let mut body = String::new();
        for line in lines {
            body.push_str(self.eol);
            if !line.is_empty() {
                body.push_str(&" ".repeat(indent));
                body.push_str(line);
            }
        }
        body
    }

    /// A value in flow style. With `pretty`, the indentation of the line on which it begins, it goes over several lines.
    pub(super) fn flow(
        &self,
        value: &Data,
        flow: FlowStyle,
        pretty: Option<usize>,
        depth: usize,
    ) -> Result<String, EditError> {
        self.deep(depth)?;
        let mut parts = Vec::new();
        let inner = pretty.map(|indent| indent + flow.step);
        let (open, close, pad) = match value {
            Data::List(items) if !items.is_empty() => {
                for item in items {
                    parts.push(self.flow(item, flow, inner, depth + 1)?);
                }
                ('[', ']', "")
            }
            Data::Map(entries) if !entries.is_empty() => {
                for (key, value) in entries {
                    parts.push(self.flow_entry(key, value, flow, inner, depth + 1)?);
                }
                ('{', '}', flow.pad)
            }
            Data::String(_) if depth == 0 => return self.short(value, flow.context, flow.quotes),
            _ => return self.short(value, flow.context, None),
        };
        Ok(match (pretty, inner) {
            (Some(indent), Some(inner)) => {
                let (outer, inner) = (" ".repeat(indent), " ".repeat(inner));
                let eol = self.eol;
                format!("{open}{eol}{inner}{}{eol}{outer}{close}", parts.join(&format!(",{eol}{inner}")))
            }
            _ => format!("{open}{pad}{}{pad}{close}", parts.join(flow.comma)),
        })
    }

    pub(super) fn flow_entry(
        &self,
        key: &str,
        value: &Data,
        flow: FlowStyle,
        pretty: Option<usize>,
        depth: usize,
    ) -> Result<String, EditError> {
        let key = self.key(key, flow.context, None)?;
        Ok(format!("{key}{}{}", flow.colon, self.flow(value, flow, pretty, depth)?))
    }

    fn deep(&self, depth: usize) -> Result<(), EditError> {
        if depth > MAX_DEPTH { Err(cannot("the value is nested too deeply")) } else { Ok(()) }
    }
}
