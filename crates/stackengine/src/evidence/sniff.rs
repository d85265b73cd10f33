//! Splits a text into segments, whatever stands beside what: objects, descriptions, tables, and logs for the rest.
//!
//! One walk over the lines. Each line is looked at once for what it may begin; the reader of a segment says where it
//! ended. Looking ahead is bounded by [`LOOK_AHEAD`], so that no text takes more than linear time.

mod description;
mod json;
mod yaml;

use super::line::{Lines, Piece, line_at};
use super::shell::{self, Noise};
use super::unread::Unread;
use super::{Document, LogOwner, NotAnalysed, Place, Source, SourceId, describe, log, object, table};
use crate::yaml::Span;

/// How far the meaning of a line may depend on those after it; a termination message has at most half of it.
const LOOK_AHEAD: usize = 8192;

pub(super) fn read_source(
    id: SourceId,
    source: &Source,
    each: &mut dyn FnMut(Document<'_>),
    not_analysed: &mut Unread,
) {
    let text = source.text();
    let file_owner = log::owner_of_file(&source.name);
    let reader = Reader {
        id,
        text,
        is_yaml_file: source.name.ends_with(".yaml") || source.name.ends_with(".yml"),
        each,
        not_analysed,
        owner: file_owner.clone(),
        file_owner,
        rest_from: None,
        after: After::Nothing,
        fence_open: false,
        json_budget: text.len().saturating_mul(2) + 65_536,
        has_inline_json: memchr::memmem::find(text.as_bytes(), b",{\"apiVersion\"").is_some()
            || memchr::memmem::find(text.as_bytes(), b"[{\"apiVersion\"").is_some(),
    };
    reader.run();
}

/// What a line begins.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Start {
    Json,
    Yaml,
    Describe,
    Table,
    Prefixed,
    Fence,
    Command(shell::Command),
    Noise(Noise),
    FileHeader,
}

/// What the last segment was; it decides about leftovers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum After {
    Nothing,
    Json,
    Command,
}

struct Reader<'e, 't> {
    id: SourceId,
    text: &'t str,
    is_yaml_file: bool,
    each: &'e mut dyn FnMut(Document<'_>),
    not_analysed: &'e mut Unread,
    file_owner: LogOwner,
    /// Whose log the next lines are, as far as is known.
    owner: LogOwner,
    /// Where the lines start that nothing has claimed yet.
    rest_from: Option<usize>,
    after: After,
    fence_open: bool,
    /// Bytes that may still be read as JSON in vain.
    json_budget: usize,
    has_inline_json: bool,
}

impl<'t> Reader<'_, 't> {
    fn run(mut self) {
        let mut at = self.whole_file();
        while let Some((line, next)) = line_at(self.text, at, self.text.len()) {
            let Some(start) = self.start(line, next) else {
                if !line.is_blank() {
                    self.rest_from.get_or_insert(line.start);
                    if self.after == After::Command {
                        self.after = After::Nothing;
                    }
                }
                at = self.inline_json(line, next);
                continue;
            };
            let ended = self.segment(start, line, next);
            if ended <= at {
                // Nothing was read: the line belongs to the rest.
                self.rest_from.get_or_insert(line.start);
                at = next;
            } else {
                at = ended;
            }
        }
        self.flush(self.text.len());
    }

    /// Files whose name says what they are in one piece; returns where to go on.
    fn whole_file(&mut self) -> usize {
        let text = self.text;
        let first = Lines::new(text, 0, text.len()).find(|line| {
            let body = line.text.trim();
            !body.is_empty() && (!self.is_yaml_file || !body.starts_with('#'))
        });
        let Some(first) = first else { return 0 };
        let is_log = self.file_owner.pod.as_deref().is_some_and(log::is_generated);
        if is_log && self.start(first, first.end() + 1).is_none() && log::prefix(first).is_none() {
            self.rest_from = Some(first.start);
            return text.len();
        }
        let body = first.trim();
        if self.is_yaml_file && !body.text.starts_with(['{', '[', '$']) && !body.text.starts_with("Name:") {
            object::read_yaml_at(self.id, text, 0, text.len(), self.each, self.not_analysed);
            return text.len();
        }
        0
    }

    /// What the line begins, if anything; `next` is where the line after it starts.
    fn start(&self, line: Piece<'t>, next: usize) -> Option<Start> {
        let body = line.trim();
        let first = *body.text.as_bytes().first()?;
        match first {
            b'{' => return self.looks_kubernetes(body).then_some(Start::Json),
            b'[' if body.text.starts_with("[pod/") => {
                return log::prefix(line).map(|_| Start::Prefixed);
            }
            b'[' if self.looks_kubernetes(body) => return Some(Start::Json),
            b'`' | b'~' if body.text.starts_with("```") || body.text.starts_with("~~~") => return Some(Start::Fence),
            b'=' if body.text.starts_with("==> ") && body.text.ends_with(" <==") => return Some(Start::FileHeader),
            b'-' | b'a' | b'k' | b'm' | b's' | b'"' | b'i' if self.starts_yaml(body, line.indent(), next) => {
                return Some(Start::Yaml);
            }
            b'A'..=b'Z' => {
                if self.starts_describe(line, next) {
                    return Some(Start::Describe);
                }
                if body.text.as_bytes().get(1).is_some_and(u8::is_ascii_uppercase) && table::is_header(body) {
                    return Some(Start::Table);
                }
            }
            _ => {}
        }
        if body.text.len() < 1000 {
            // Inside a log, an answer of the API server is the program's own unless it is about the log itself.
            let in_log = self.owner.pod.is_some() || self.owner.job.is_some();
            let is_answer = body.text.starts_with("Error from server");
            let about_log =
                ["pods \"", "pods/log", "container \"", "(NotFound)"].iter().any(|words| body.text.contains(words));
            if (!in_log || !is_answer || about_log)
                && let Some(noise) = shell::noise(body.text, self.after == After::Command)
            {
                return Some(Start::Noise(noise));
            }
            if let Some(command) = shell::command(body) {
                return Some(Start::Command(command));
            }
        }
        None
    }

    fn segment(&mut self, start: Start, line: Piece<'t>, next: usize) -> usize {
        let body = line.trim();
        match start {
            Start::Json => {
                let (end, found) = self.json(line.start, body.start);
                if !found {
                    self.rest_from.get_or_insert(line.start);
                    return end.unwrap_or(next).max(next);
                }
                end.unwrap_or(next)
            }
            Start::Yaml => {
                let from = self.leading_comments(line.start);
                if body.text.starts_with("- ") {
                    self.drop_yaml_head(line);
                }
                self.flush(from);
                let end = self.yaml_end(line, next);
                object::read_yaml_at(self.id, self.text, from, end, self.each, self.not_analysed);
                self.after = After::Nothing;
                end
            }
            Start::Describe => {
                self.flush(line.start);
                let end = self.describe_end(line, next);
                let namespace = self.owner.namespace.clone();
                let block = (line.start, end);
                describe::read(self.id, self.text, block, namespace.as_deref(), self.each, self.not_analysed);
                self.after = After::Nothing;
                end
            }
            Start::Table => {
                self.flush(line.start);
                let namespace = self.owner.namespace.clone();
                let end = self.text.len();
                self.after = After::Nothing;
                table::read(self.id, self.text, line.start, end, namespace.as_deref(), self.each, self.not_analysed)
            }
            Start::Prefixed => {
                self.flush(line.start);
                self.prefixed(line, next)
            }
            Start::Fence => {
                self.flush(line.start);
                self.fence_open = !self.fence_open;
                if !self.fence_open {
                    self.owner = self.file_owner.clone();
                }
                next
            }
            Start::Command(command) => {
                self.flush(line.start);
                self.owner = command.owner;
                self.after = if command.is_kubectl { After::Command } else { After::Nothing };
                next
            }
            Start::Noise(noise) => {
                self.flush(line.start);
                match noise {
                    Noise::Container(name) => self.owner.container = Some(name),
                    Noise::Pod(name) => self.owner.pod = Some(name),
                    Noise::Plain => {}
                }
                next
            }
            Start::FileHeader => {
                self.flush(line.start);
                let name = body.text.trim_start_matches("==> ").trim_end_matches(" <==");
                self.owner = log::owner_of_file(name);
                next
            }
        }
    }

    /// Gives out the lines that nothing claimed.
    fn flush(&mut self, end: usize) {
        let mut troubles = Unread::default();
        if let Some(log) = self.take_rest(end, false, &mut troubles) {
            (self.each)(log);
        }
        self.not_analysed.append(&mut troubles);
    }

    /// The lines that nothing claimed, as a log; what is left of a cut JSON list is no log.
    fn take_rest(&mut self, end: usize, before_json: bool, troubles: &mut Unread) -> Option<Document<'static>> {
        let after_json = std::mem::replace(&mut self.after, After::Nothing) == After::Json;
        let start = self.rest_from.take()?;
        let (mut from, mut to) = (start, end);
        if after_json {
            from = self.skip_json(from, to);
        }
        if before_json || (from == start && start_is_first(self.text, start)) {
            let head = if before_json { self.json_head(from, to) } else { self.cut_json(from, to) };
            if head < to {
                let place = Place { source: self.id, span: Span::new(head, to) };
                let whole = self.text.get(head..to).unwrap_or_default().trim_start().starts_with(['{', '[']);
                let why = if whole {
                    "this JSON holds no Kubernetes object".to_owned()
                } else {
                    "the beginning of this JSON is cut off, so these lines cannot be placed".to_owned()
                };
                troubles.push(NotAnalysed { place, why });
                to = head;
            }
        }
        let rest = Piece::new(from, self.text.get(from..to).unwrap_or_default()).trim_end();
        let rest = skip_blank_lines(rest);
        if matches!(rest.text.trim(), "" | "---" | "..." | "EOF" | "," | ";") {
            return None;
        }
        let of = self.owner.clone();
        Some(Document::Log { of, place: Place { source: self.id, span: rest.span() } })
    }

    fn prefixed(&mut self, first: Piece<'t>, next: usize) -> usize {
        let Some((mut owner, _)) = log::prefix(first) else { return next };
        owner.namespace.clone_from(&self.owner.namespace);
        owner.previous = self.owner.previous;
        let prefix = first.text.split_inclusive(']').next().unwrap_or_default();
        let mut end = first.end();
        let mut at = next;
        while let Some((line, after)) = line_at(self.text, at, self.text.len()) {
            if !line.text.starts_with(prefix) {
                break;
            }
            end = line.end();
            at = after;
        }
        (self.each)(Document::Log { of: owner, place: Place { source: self.id, span: Span::new(first.start, end) } });
        at
    }
}

/// Whether only blank lines stand before.
fn start_is_first(text: &str, start: usize) -> bool {
    start == 0 || (start <= LOOK_AHEAD && text.get(..start).is_some_and(|before| before.trim().is_empty()))
}

fn line_end(text: &str, at: usize) -> usize {
    memchr::memchr(b'\n', text.as_bytes().get(at..).unwrap_or_default()).map_or(text.len(), |found| at + found + 1)
}

fn skip_blank_lines(piece: Piece<'_>) -> Piece<'_> {
    let start = piece.trim_start().start - piece.start;
    let bytes = piece.text.as_bytes();
    let line = memchr::memrchr(b'\n', &bytes[..start.min(bytes.len())]).map_or(0, |found| found + 1);
    piece.cut(line, piece.text.len())
}
