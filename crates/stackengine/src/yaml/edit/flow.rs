//! Edits in flow style, which is JSON too: commas are put and taken, lines only where each entry has its own.

use super::super::{Data, EditError, Path};
use super::locate::{Item, Place, Shape};
use super::style::{FlowStyle, sniff_flow};
use super::write::cannot;
use super::{Editor, Raw};

impl<'t> Editor<'_, 't> {
    fn flow_style(&self, near: &Place<'t>) -> FlowStyle {
        let mut around = self.around.clone();
        around.push(near);
        sniff_flow(self.doc, &around, self.flow_step())
    }

    /// How deep a flow collection over several lines indents what is in it.
    fn flow_step(&self) -> usize {
        let flows = self.around.iter().filter(|place| place.is_flow());
        for place in flows {
            if let Some(first) = place.items().first()
                && self.on_own_line(first)
            {
                let outer = self.indent_of_line(place.content);
                return self.doc.column(first.start).saturating_sub(outer).max(1);
            }
        }
        self.style.step
    }

    fn indent_of_line(&self, at: usize) -> usize {
        let line = self.doc.slice(self.doc.line_start(at), at);
        line.len() - line.trim_start_matches([' ', '\t']).len()
    }

    fn on_own_line(&self, item: &Item<'t>) -> bool {
        self.doc.starts_line(item.start) && self.doc.line_start(item.start) > 0
    }

    /// Whether a new collection in `parent` should go over several lines, and from which indentation.
    fn pretty_below(&self, parent: &Place<'t>) -> Option<usize> {
        let first = parent.items().first()?;
        let collections =
            parent.items().iter().map(|item| &item.value).find(|value| value.is_flow() && !value.items().is_empty());
        let spread = collections.is_none_or(|found| self.doc.slice(found.start, found.end).contains('\n'));
        (self.on_own_line(first) && spread).then(|| self.doc.column(first.start))
    }

    /// Another value where one stands, or where none is written.
    ///
    /// `whole` is for a collection in block surroundings, which keeps to its own form.
    pub(super) fn replace_in_flow(&self, old: &Place<'t>, new: &Data, whole: bool) -> Result<Vec<Raw>, EditError> {
        let editor = self.at(old.content);
        let flow = self.flow_style(old);
        let pretty = match old.items().first() {
            Some(first) if self.on_own_line(first) => Some(self.indent_of_line(old.content)),
            _ if whole => None,
            _ => self.around.last().and_then(|parent| self.pretty_below(parent)),
        };
        let wish = if let Shape::Scalar { style, .. } = old.shape { Some(style) } else { None };
        let text = match new {
            Data::List(_) | Data::Map(_) => editor.style.flow(new, flow, pretty, 0)?,
            _ => editor.style.short(new, flow.context, wish)?,
        };
        if matches!(old.shape, Shape::Empty) {
            let item = self
                .around
                .last()
                .and_then(|parent| parent.items().iter().find(|item| std::ptr::eq(&raw const item.value, old)));
            let lead = match item {
                Some(Item { colon: None, key: Some(_), .. }) => ": ",
                _ => " ",
            };
            let rest = self.doc.slice(old.end, self.doc.line_end(old.end));
            let after = rest.trim_start_matches(' ');
            let blanks = if after.starts_with(',') { rest.len() - after.len() } else { 0 };
            return Ok(vec![Raw::new(old.end, old.end + blanks, format!("{lead}{text}"))]);
        }
        let start = if old.tagged { old.start } else { old.content };
        Ok(vec![Raw::new(start, old.end, text)])
    }

    /// A new entry or item at the end of a flow collection.
    pub(super) fn add_in_flow(
        &self,
        parent: &Place<'t>,
        key: Option<&str>,
        value: &Data,
    ) -> Result<Vec<Raw>, EditError> {
        if matches!(parent.shape, Shape::Mapping { braces: false, .. }) {
            return Err(cannot("a pair without braces cannot hold more"));
        }
        let flow = self.flow_style(parent);
        let close = parent.end.saturating_sub(1);
        let editor = self.at(parent.content);
        let eol = editor.style.eol;
        let render = |pretty: Option<usize>| match key {
            Some(key) => editor.style.flow_entry(key, value, flow, pretty, 0),
            None => editor.style.flow(value, flow, pretty, 0),
        };
        let Some(last) = parent.items().last() else {
            let inside = self.doc.slice(parent.content + 1, close);
            if let Some(outer) = self.around.last().and_then(|above| self.pretty_below(above)) {
                let inner = outer + flow.step;
                let entry = render(Some(inner))?;
                let text = format!("{eol}{}{entry}{eol}{}", " ".repeat(inner), " ".repeat(outer));
                if inside.trim().is_empty() {
                    return Ok(vec![Raw::new(parent.content + 1, close, text)]);
                }
            }
            let entry = render(None)?;
            let pad = if key.is_some() { flow.pad } else { "" };
            return Ok(match inside.trim().is_empty() {
                true => vec![Raw::new(parent.content + 1, close, format!("{pad}{entry}{pad}"))],
                false => vec![Raw::insert(close, entry)],
            });
        };
        let at = last.comma.map_or(last.value.end, |comma| comma + 1);
        let comma = if last.comma.is_some() { "" } else { "," };
        let trailing = if last.comma.is_some() { "," } else { "" };
        if self.on_own_line(last) {
            let column = self.doc.column(last.start);
            let indent = self.indent_text(last.start);
            let entry = render(self.pretty_below(parent).map(|_| column))?;
            let line_end = self.doc.line_end(at);
            let line = format!("{eol}{indent}{entry}{trailing}");
            if line_end <= close && line_end > at {
                let mut raws = vec![Raw::insert(line_end, line)];
                if !comma.is_empty() {
                    raws.insert(0, Raw::insert(at, comma.to_owned()));
                }
                return Ok(raws);
            }
            return Ok(vec![Raw::insert(at, format!("{comma}{line}"))]);
        }
        let entry = render(None)?;
        let gap = flow.comma.strip_prefix(',').unwrap_or_default();
        Ok(vec![Raw::insert(at, format!("{comma}{gap}{entry}{trailing}"))])
    }

    fn indent_text(&self, at: usize) -> &str {
        self.doc.slice(self.doc.line_start(at), at)
    }

    /// A new item before another one.
    pub(super) fn insert_in_flow(
        &self,
        parent: &Place<'t>,
        before: &Item<'t>,
        value: &Data,
    ) -> Result<Vec<Raw>, EditError> {
        let flow = self.flow_style(parent);
        let editor = self.at(before.start);
        if self.on_own_line(before) {
            let column = self.doc.column(before.start);
            let entry = editor.style.flow(value, flow, self.pretty_below(parent).map(|_| column), 0)?;
            let text = format!("{entry},{}{}", editor.style.eol, self.indent_text(before.start));
            return Ok(vec![Raw::insert(before.start, text)]);
        }
        let entry = editor.style.flow(value, flow, None, 0)?;
        Ok(vec![Raw::insert(before.start, format!("{entry}{}", flow.comma))])
    }

    /// Takes an entry or item out of a flow collection.
    pub(super) fn delete_in_flow(&self, parent: &Place<'t>, index: usize) -> Result<Vec<Raw>, EditError> {
        let doc = self.doc;
        if matches!(parent.shape, Shape::Mapping { braces: false, .. }) {
            return Err(cannot("a pair without braces cannot lose its key"));
        }
        let items = parent.items();
        let Some(item) = items.get(index) else { return Err(EditError::NotFound(Path::default())) };
        let close = parent.end.saturating_sub(1);
        let previous = index.checked_sub(1).and_then(|before| items.get(before));
        let next = items.get(index + 1);
        let end = item.comma.map_or(item.value.end, |comma| comma + 1);
        let until = next.map_or(close, |next| next.start);
        let from = previous
            .map_or(parent.content + 1, |previous| previous.comma.map_or(previous.value.end, |comma| comma + 1));
        let spare_comma = match (item.comma, previous.and_then(|previous| previous.comma)) {
            // The last one goes: the comma before it has nothing to part any more.
            (None, Some(comma)) => Some(Raw::new(comma, comma + 1, String::new())),
            _ => None,
        };
        let commented = !doc
            .comments_in(from, until)
            .iter()
            .all(|comment| (item.value.start..item.value.end).contains(&comment.start));
        let mut raws = Vec::new();
        if commented {
            raws.extend(spare_comma);
            let blanks = |at: usize| {
                let rest = doc.slice(at, close);
                at + rest.len() - rest.trim_start_matches([' ', '\t']).len()
            };
            match item.comma {
                Some(comma) if doc.slice(item.value.end, comma).trim().is_empty() => {
                    raws.push(Raw::new(item.start, blanks(comma + 1), String::new()));
                }
                Some(comma) => {
                    raws.push(Raw::new(item.start, item.value.end, String::new()));
                    raws.push(Raw::new(comma, comma + 1, String::new()));
                }
                None => raws.push(Raw::new(item.start, blanks(item.value.end), String::new())),
            }
            return Ok(raws);
        }
        let line_end = doc.line_end(end);
        if self.on_own_line(item)
            && doc.slice(end, line_end).trim().is_empty()
            && doc.line_start(item.start) > parent.content
        {
            raws.extend(spare_comma);
            raws.push(Raw::new(doc.line_start(item.start), doc.next_line(end), String::new()));
            return Ok(raws);
        }
        raws.push(match (previous.and_then(|previous| previous.comma), next) {
            (_, Some(next)) if !doc.slice(end, next.start).contains('\n') => {
                Raw::new(item.start, next.start, String::new())
            }
            (Some(comma), None) if item.comma.is_none() => Raw::new(comma, item.value.end, String::new()),
            (Some(comma), _) => Raw::new(comma + 1, end, String::new()),
            (None, _) => Raw::new(item.start, end, String::new()),
        });
        Ok(raws)
    }
}
