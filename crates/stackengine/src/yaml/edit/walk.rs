//! A second, closer reading of a document, which finds where everything in it stands.
//!
//! The parser's events say what the values are and where scalars begin and end. What lies between two events is walked
//! over here byte by byte. Where the two do not meet, the document is given up rather than guessed at.

use std::borrow::Cow;

use granit_parser::{Event, Options, Parser, ScalarStyle, StructureStyle};

use super::super::read::{MAX_DEPTH, scalar};
use super::super::{EditError, Path, Span};
use super::locate::{Block, Item, Located, Place, Range, Shape, eol_len};

/// Reads the one document of `text`; `base` is only added to offsets in errors.
pub(in crate::yaml) fn locate(text: &str, base: usize) -> Result<Located<'_>, EditError> {
    let mut options = Options::default();
    options.emit_comments = false;
    options.emit_unresolved_aliases = true;
    options.emit_anchor_events = true;
    options.flow_nesting_limit = MAX_DEPTH;
    options.block_nesting_limit = MAX_DEPTH;
    let mut walker = Walker {
        text,
        at: 0,
        frames: Vec::new(),
        root: None,
        comments: Vec::new(),
        aliases: Vec::new(),
        names: Vec::new(),
        lost: None,
    };
    walker.skip_trivia();
    let mut documents = 0;
    for event in Parser::new_from_str_with_options(text, options) {
        let (event, span) = event.map_err(|error| EditError::Broken {
            offset: base + error.marker().byte_offset().unwrap_or(0),
            message: error.info(),
        })?;
        let range = span.byte_range().unwrap_or(0..0);
        let span = Span::new(range.start, range.end);
        match event {
            Event::DocumentStart(explicit, _) => {
                documents += 1;
                if documents > 1 {
                    return Err(unsupported("there is more than one document in it"));
                }
                if explicit {
                    walker.directives(range.start);
                    walker.at = range.end;
                }
            }
            Event::DocumentEnd => walker.document_end(range.start, range.end),
            Event::StreamEnd => walker.skip_trivia(),
            event => walker.event(event, span),
        }
        if let Some(offset) = walker.lost {
            return Err(EditError::Broken {
                offset: base + offset,
                message: "this way of writing cannot be edited".to_owned(),
            });
        }
    }
    if walker.at != text.len() {
        return Err(unsupported("something follows the document"));
    }
    let mut comments = walker.comments;
    comments.sort_by_key(|comment| comment.start);
    let used = walker.aliases.iter().map(|(id, _)| *id).collect();
    let mut root = walker.root;
    if let Some(root) = root.as_mut() {
        name_anchors(root, &walker.names);
    }
    Ok(Located { text, root, comments, aliases: walker.aliases, used })
}

fn unsupported(why: &'static str) -> EditError {
    EditError::Unsupported { path: Path::default(), why }
}

/// Anchor events come after the node they name.
fn name_anchors<'t>(place: &mut Place<'t>, names: &[(usize, Cow<'t, str>)]) {
    if let Some((id, name)) = place.anchor.as_mut()
        && let Ok(found) = names.binary_search_by_key(id, |(known, _)| *known)
        && let Some((_, known)) = names.get(found)
    {
        name.clone_from(known);
    }
    if let Shape::Sequence { items, .. } | Shape::Mapping { items, .. } = &mut place.shape {
        for item in items {
            if let Some(key) = item.key.as_mut() {
                name_anchors(key, names);
            }
            name_anchors(&mut item.value, names);
        }
    }
}

struct Frame<'t> {
    place: Place<'t>,
    /// What has been read of the entry that is not complete.
    start: usize,
    key: Option<Place<'t>>,
    colon: Option<usize>,
}

struct Walker<'t> {
    text: &'t str,
    at: usize,
    frames: Vec<Frame<'t>>,
    root: Option<Place<'t>>,
    comments: Vec<Range>,
    aliases: Vec<(usize, usize)>,
    names: Vec<(usize, Cow<'t, str>)>,
    /// Where the events and the text ceased to agree.
    lost: Option<usize>,
}

impl<'t> Walker<'t> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn lose(&mut self) {
        self.lost.get_or_insert(self.at);
    }

    fn skip_trivia(&mut self) {
        loop {
            match self.peek() {
                Some(b' ' | b'\t' | b'\r' | b'\n') => self.at += 1,
                Some(b'#') => self.comment(),
                Some(0xef) if self.rest().starts_with('\u{feff}') => self.at += '\u{feff}'.len_utf8(),
                _ => return,
            }
        }
    }

    fn comment(&mut self) {
        let line = self.rest().split(['\n', '\r']).next().unwrap_or_default();
        self.comments.push(Range { start: self.at, end: self.at + line.len() });
        self.at += line.len();
    }

    /// Over `%YAML` lines and the comments among them.
    fn directives(&mut self, end: usize) {
        while self.at < end {
            self.skip_trivia();
            if self.at >= end {
                break;
            }
            let line = self.rest().split(['\n', '\r']).next().unwrap_or_default();
            self.at += line.len().max(1);
        }
    }

    fn document_end(&mut self, start: usize, end: usize) {
        self.skip_trivia();
        if self.text.get(start..end) == Some("...") && self.at == start {
            self.at = end;
        }
        self.skip_trivia();
    }

    fn take(&mut self, byte: u8) -> Option<usize> {
        (self.peek() == Some(byte)).then(|| {
            self.at += 1;
            self.at - 1
        })
    }

    /// Reads what stands before a value: the dash, the comma, the colon.
    fn before_value(&mut self) {
        self.skip_trivia();
        let at = self.at;
        let byte = self.peek();
        let Some(frame) = self.frames.last_mut() else { return };
        if frame.key.is_some() {
            if byte == Some(b':') {
                frame.colon = Some(at);
                self.at += 1;
            }
            return;
        }
        match &mut frame.place.shape {
            Shape::Sequence { flow: false, .. } => {
                frame.start = at;
                if self.take(b'-').is_none() {
                    self.lose();
                }
            }
            Shape::Sequence { items, .. } | Shape::Mapping { items, .. } => {
                if byte == Some(b',')
                    && let Some(last) = items.last_mut()
                {
                    last.comma = Some(at);
                    self.at += 1;
                }
                self.skip_trivia();
                self.before_item();
            }
            _ => {}
        }
    }

    /// The place where an item begins, and the question mark of a complex key.
    fn before_item(&mut self) {
        let start = self.at;
        let complex = self.frames.last().is_some_and(|frame| frame.place.is_mapping())
            && self.peek() == Some(b'?')
            && self.text.as_bytes().get(start + 1).is_none_or(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'));
        if complex {
            self.at += 1;
        }
        if let Some(frame) = self.frames.last_mut() {
            frame.start = start;
            frame.colon = None;
        }
    }

    /// Reads anchor and tag, as many as the event says.
    fn props(&mut self, anchor: usize, tagged: bool) -> Place<'t> {
        let after = self.at;
        let flow = self.frames.last().is_some_and(|frame| frame.place.is_flow());
        let mut left = usize::from(anchor != 0) + usize::from(tagged);
        let mut first = None;
        let mut props_end = after;
        while left > 0 {
            self.skip_trivia();
            if !matches!(self.peek(), Some(b'&' | b'!')) {
                self.lose();
                break;
            }
            first.get_or_insert(self.at);
            let verbatim = self.rest().starts_with("!<");
            let ends = |char: char| match char {
                '>' => verbatim,
                ' ' | '\t' | '\r' | '\n' => true,
                ',' | '[' | ']' | '{' | '}' => flow && !verbatim,
                _ => false,
            };
            let len = self.rest().find(ends).unwrap_or(self.rest().len());
            self.at += len + usize::from(verbatim);
            props_end = self.at;
            left -= 1;
        }
        let anchor = (anchor != 0).then_some((anchor, Cow::Borrowed("")));
        let start = first.unwrap_or(after);
        Place { start, props_end, content: props_end, end: props_end, anchor, tagged, shape: Shape::Empty }
    }

    /// Moves to the value proper.
    fn content(&mut self, place: &mut Place<'t>) {
        self.skip_trivia();
        place.content = self.at;
        if place.start == place.props_end {
            place.start = self.at;
            place.props_end = self.at;
        }
    }

    fn event(&mut self, event: Event<'t>, span: Span) {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                self.before_value();
                let mut place = self.props(anchor, tag.is_some());
                let suffix = tag.as_ref().and_then(|tag| tag.core_suffix().map(str::to_owned));
                match style {
                    ScalarStyle::Literal | ScalarStyle::Folded => {
                        self.content(&mut place);
                        self.block(&mut place, text, style == ScalarStyle::Folded, span);
                    }
                    ScalarStyle::Plain if span.start == span.end => {}
                    _ => {
                        self.content(&mut place);
                        if self.at != span.start as usize {
                            self.lose();
                        }
                        place.end = span.end as usize;
                        self.at = place.end;
                        let value = scalar(text.clone(), style, suffix.as_deref(), span).value;
                        place.shape = Shape::Scalar { style, text, value };
                    }
                }
                self.put(place);
            }
            Event::Alias(id) => self.alias(Some(id), span),
            Event::UnresolvedAlias(_) => self.alias(None, span),
            Event::Anchor(id, name) => self.names.push((id, name)),
            Event::SequenceStart(style, anchor, tag) => self.open(anchor, tag.is_some(), style, true),
            Event::MappingStart(style, anchor, tag) => self.open(anchor, tag.is_some(), style, false),
            Event::SequenceEnd | Event::MappingEnd => self.close(),
            _ => {}
        }
    }

    fn alias(&mut self, id: Option<usize>, span: Span) {
        self.before_value();
        let mut place = self.props(0, false);
        self.content(&mut place);
        if self.at != span.start as usize {
            self.lose();
        }
        if let Some(id) = id {
            self.aliases.push((id, self.at));
        }
        place.end = span.end as usize;
        let name = self.text.get(self.at + 1..place.end).unwrap_or_default();
        place.shape = Shape::Alias { name };
        self.at = place.end;
        self.put(place);
    }

    fn open(&mut self, anchor: usize, tagged: bool, style: StructureStyle, sequence: bool) {
        self.before_value();
        let mut place = self.props(anchor, tagged);
        self.content(&mut place);
        let flow = style == StructureStyle::Flow;
        let bracket = if sequence { b'[' } else { b'{' };
        let braces = flow && self.take(bracket).is_some();
        place.shape = if sequence {
            if flow && !braces {
                self.lose();
            }
            Shape::Sequence { flow, items: Vec::new() }
        } else {
            Shape::Mapping { flow, braces, items: Vec::new() }
        };
        self.frames.push(Frame { start: place.content, place, key: None, colon: None });
    }

    fn close(&mut self) {
        let Some(mut frame) = self.frames.pop() else { return self.lose() };
        let bracket = match &mut frame.place.shape {
            Shape::Sequence { flow: true, items } => Some((b']', items)),
            Shape::Mapping { flow: true, braces: true, items } => Some((b'}', items)),
            _ => None,
        };
        if let Some((bracket, items)) = bracket {
            self.skip_trivia();
            if let (Some(last), Some(b',')) = (items.last_mut(), self.peek()) {
                last.comma = Some(self.at);
                self.at += 1;
                self.skip_trivia();
            }
            if self.take(bracket).is_none() {
                self.lose();
            }
            frame.place.end = self.at;
        } else {
            frame.place.end = frame.place.items().last().map_or(frame.place.content, |last| last.value.end);
            frame.place.content = frame.place.items().first().map_or(frame.place.content, |first| first.start);
            if frame.place.start == frame.place.props_end {
                frame.place.start = frame.place.content;
                frame.place.props_end = frame.place.content;
            }
        }
        self.put(frame.place);
    }

    fn put(&mut self, place: Place<'t>) {
        let Some(frame) = self.frames.last_mut() else {
            self.root = Some(place);
            return;
        };
        if frame.place.is_mapping() && frame.key.is_none() {
            frame.key = Some(place);
            return;
        }
        let key = frame.key.take();
        let mut value = place;
        // An empty value stands where it would be written: after the colon, the dash or the key.
        if matches!(value.shape, Shape::Empty) && value.start == value.props_end {
            let after = match (frame.colon, &key) {
                (Some(colon), _) => colon + 1,
                (None, Some(key)) => key.end,
                (None, None) => frame.start + 1,
            };
            (value.start, value.props_end, value.content, value.end) = (after, after, after, after);
        }
        let item = Item { start: frame.start, key, colon: frame.colon, value, comma: None };
        frame.colon = None;
        if let Shape::Sequence { items, .. } | Shape::Mapping { items, .. } = &mut frame.place.shape {
            items.push(item);
        }
    }

    fn block(&mut self, place: &mut Place<'t>, text: Cow<'t, str>, folded: bool, span: Span) {
        if !matches!(self.peek(), Some(b'|' | b'>')) {
            return self.lose();
        }
        let header = self.rest().split(['\n', '\r']).next().unwrap_or_default();
        let indicators = header.find([' ', '\t']).unwrap_or(header.len());
        let header_end = self.at + indicators;
        let chomp = header.get(..indicators).unwrap_or_default().chars().find(|char| matches!(char, '-' | '+'));
        let chomp = chomp.unwrap_or(' ');
        let header_line_end = self.at + header.len();
        self.at = header_end;
        while matches!(self.peek(), Some(b' ' | b'\t')) {
            self.at += 1;
        }
        if self.peek() == Some(b'#') {
            self.comment();
        }
        let body = header_line_end + eol_len(self.text.get(header_line_end..).unwrap_or_default());
        let has_lines = !text.trim_matches('\n').is_empty();
        let full_end = if has_lines { self.whole_lines(body, span.end as usize) } else { self.blank_lines(body) };
        let indent = has_lines.then(|| {
            let before = self.text.get(..span.start as usize).unwrap_or_default();
            before.len() - before.rfind('\n').map_or(0, |found| found + 1)
        });
        let whole = self.text.get(body..full_end).unwrap_or_default();
        let kept = if chomp == '+' {
            whole.strip_suffix('\n').map_or(whole, |line| line.strip_suffix('\r').unwrap_or(line))
        } else {
            whole.trim_end_matches(['\n', '\r', ' ', '\t'])
        };
        // Blanks at the end of the last line belong to the value.
        let last_line = whole.get(kept.len()..).unwrap_or_default().split(['\n', '\r']).next().unwrap_or_default();
        let body_len = if has_lines || chomp == '+' { kept.len() + last_line.len() } else { 0 };
        let ends_inside = has_lines && full_end >= self.text.len() && !whole.ends_with('\n');
        place.end = if body_len == 0 { header_line_end } else { body + body_len };
        let open = ends_inside && chomp != '-';
        place.shape = Shape::Block(Block { folded, text, header_end, body, indent, open });
        self.at = full_end.max(header_line_end);
    }

    /// The parser counts the indentation of what follows a scalar that keeps its blank lines.
    fn whole_lines(&self, body: usize, end: usize) -> usize {
        let lines = self.text.get(body..end).unwrap_or_default();
        match lines.rfind('\n') {
            Some(last) if end < self.text.len() => body + last + 1,
            _ => end.max(body),
        }
    }

    fn blank_lines(&self, from: usize) -> usize {
        let mut end = from;
        for line in self.text.get(from..).unwrap_or_default().split_inclusive('\n') {
            if !line.bytes().all(|byte| matches!(byte, b' ' | b'\r' | b'\n')) || !line.ends_with('\n') {
                break;
            }
            end += line.len();
        }
        end
    }
}
