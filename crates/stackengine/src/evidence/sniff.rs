//! Splits a text into segments, whatever stands beside what: objects, descriptions, tables, and logs for the rest.
//!
//! One walk over the lines. Each line is looked at once for what it may begin; the reader of a segment says where it
//! ended. Looking ahead is bounded by [`LOOK_AHEAD`], so that no text takes more than linear time.

use super::line::{Lines, Piece, line_at};
use super::shell::{self, Noise};
use super::{Document, LogOwner, NotAnalysed, Place, Source, SourceId, describe, log, object, table};
use crate::yaml::Span;

/// How far the meaning of a line may depend on those after it; a termination message has at most half of it.
const LOOK_AHEAD: usize = 8192;

pub(super) fn read_source(
    id: SourceId,
    source: &Source,
    each: &mut dyn FnMut(Document<'_>),
    not_analysed: &mut Vec<NotAnalysed>,
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
    not_analysed: &'e mut Vec<NotAnalysed>,
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
            !body.is_empty() && !(self.is_yaml_file && body.starts_with('#'))
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
            b'[' => {
                if self.looks_kubernetes(body) {
                    return Some(Start::Json);
                }
            }
            b'`' | b'~' if body.text.starts_with("```") || body.text.starts_with("~~~") => return Some(Start::Fence),
            b'=' if body.text.starts_with("==> ") && body.text.ends_with(" <==") => return Some(Start::FileHeader),
            b'-' | b'a' | b'k' | b'm' | b's' | b'"' | b'i' => {
                if self.starts_yaml(body, line.indent(), next) {
                    return Some(Start::Yaml);
                }
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
            if let Some(noise) = shell::noise(body.text, self.after == After::Command) {
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

    /// Reads JSON at `at`. Gives where to go on, and whether it held any object at all; if not, it stays a log's.
    fn json(&mut self, line_start: usize, at: usize) -> (Option<usize>, bool) {
        if self.json_budget == 0 {
            return (None, false);
        }
        let (after, rest_from) = (self.after, self.rest_from);
        let mut troubles = Vec::new();
        // What stands before comes first, but only once it is known that this here ends it.
        let mut before = self.take_rest(line_start, true, &mut troubles);
        let each = &mut *self.each;
        let mut found = Vec::new();
        let read = object::read_json_at(
            self.id,
            self.text,
            at,
            &mut |document| {
                if let Some(log) = before.take() {
                    each(log);
                }
                each(document);
            },
            &mut found,
        );
        if read.n_objects == 0 {
            self.json_budget = self.json_budget.saturating_sub(read.end.saturating_sub(at) + 64);
            (self.after, self.rest_from) = (after, rest_from);
            return (read.is_complete.then(|| line_end(self.text, read.end)), false);
        }
        self.not_analysed.append(&mut troubles);
        self.not_analysed.append(&mut found);
        self.after = After::Json;
        (Some(read.end), true)
    }

    /// Gives out the lines that nothing claimed.
    fn flush(&mut self, end: usize) {
        let mut troubles = Vec::new();
        if let Some(log) = self.take_rest(end, false, &mut troubles) {
            (self.each)(log);
        }
        self.not_analysed.append(&mut troubles);
    }

    /// The lines that nothing claimed, as a log; what is left of a cut JSON list is no log.
    fn take_rest(
        &mut self,
        end: usize,
        before_json: bool,
        troubles: &mut Vec<NotAnalysed>,
    ) -> Option<Document<'static>> {
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
                let why = "the beginning of this JSON is cut off, so these lines cannot be placed".to_owned();
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

    /// After a JSON object of a list whose head is cut off: the commas and brackets that are left.
    fn skip_json(&self, from: usize, to: usize) -> usize {
        Lines::new(self.text, from, to).find(|line| !is_json_line(line.text)).map_or(to, |line| line.start)
    }

    /// Where the run of JSON lines begins that ends at `to`.
    fn json_head(&self, from: usize, to: usize) -> usize {
        let mut head = to;
        let bytes = self.text.as_bytes();
        while head > from {
            let end = if bytes.get(head - 1) == Some(&b'\n') { head - 1 } else { head };
            let start = memchr::memrchr(b'\n', &bytes[from..end]).map_or(from, |found| from + found + 1);
            let line = self.text.get(start..end).unwrap_or_default();
            // The very first line of a text may be half a line.
            if !is_json_line(line) && start != 0 {
                break;
            }
            head = start;
        }
        head
    }

    /// A text that starts in the middle of JSON: where its JSON ends is where the log starts, if at all.
    fn cut_json(&self, from: usize, to: usize) -> usize {
        let mut lines = Lines::new(self.text, from, to);
        lines.next();
        let n_lines = lines.clone().take(12).count();
        if n_lines >= 3 && lines.take(12).all(|line| is_json_line(line.text)) { from } else { to }
    }

    /// Objects in a line that was cut at its head: `…},{"apiVersion"`.
    fn inline_json(&mut self, line: Piece<'t>, next: usize) -> usize {
        if !self.has_inline_json || self.json_budget == 0 {
            return next;
        }
        let bytes = line.text.as_bytes();
        let found = [&b",{\"apiVersion\""[..], b"[{\"apiVersion\""]
            .iter()
            .filter_map(|pattern| memchr::memmem::find(bytes, pattern))
            .min();
        let Some(found_at) = found else { return next };
        let at = line.start + found_at + 1;
        let (end, found) = self.json(line.start, at);
        if !found {
            return next;
        }
        let span = Span::new(line.start, at);
        let why = "the beginning of this JSON is cut off, so it cannot be placed".to_owned();
        if found_at > 0 {
            self.not_analysed.push(NotAnalysed { place: Place { source: self.id, span }, why });
        }
        // The rest of the line may hold further objects after a comma.
        end.unwrap_or(next)
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

    /// Whether JSON at this place can be Kubernetes': a line of a structured log is not worth reading as such.
    fn looks_kubernetes(&self, body: Piece<'t>) -> bool {
        let is_open = body.text.len() <= 2;
        let len = if is_open { 4096 } else { body.text.len().min(4096) };
        let bytes = self.text.as_bytes();
        let window = &bytes[body.start..(body.start + len).min(bytes.len())];
        let has = |word: &str| memchr::memmem::find(window, word.as_bytes()).is_some();
        has("\"apiVersion\"")
            || (has("\"metadata\"") && (has("\"kind\"") || has("\"items\"") || has("\"spec\"") || has("\"status\"")))
            || has("\"involvedObject\"")
            || has("\"regarding\"")
            || has("\"containerStatuses\"")
            || (has("\"kind\"") && has("\"items\""))
            || (has("\"items\"") && is_open)
            || (has("\"spec\"") && has("\"template\""))
    }

    fn starts_yaml(&self, body: Piece<'t>, indent: usize, next: usize) -> bool {
        let text = body.text;
        let following = || {
            let ahead = self.text.len().min(next + LOOK_AHEAD);
            Lines::new(self.text, next, ahead)
                .filter(|line| !line.is_blank() && !line.text.trim_start().starts_with('#'))
        };
        if text == "---" || text.starts_with("--- #") {
            return following().next().is_some_and(|line| {
                let body = line.text.trim();
                ["apiVersion:", "kind:", "metadata:", "spec:", "items:", "- apiVersion:", "- kind:"]
                    .iter()
                    .any(|key| body.starts_with(key))
            });
        }
        let text = text.strip_prefix("- ").map_or(text, str::trim_start);
        let Some((key, value)) = text.split_once(':') else { return false };
        if !value.is_empty() && !value.starts_with(' ') {
            return false;
        }
        let value = value.split(" #").next().unwrap_or_default().trim();
        let plausible = match key.trim_matches('"') {
            "apiVersion" => value.trim_matches(['"', '\'']).starts_with(|char: char| char.is_ascii_lowercase()),
            "kind" => {
                let kind = value.trim_matches(['"', '\'']);
                kind.starts_with(|char: char| char.is_ascii_uppercase())
                    && kind.bytes().all(|byte| byte.is_ascii_alphanumeric())
            }
            "metadata" | "spec" | "status" | "items" | "involvedObject" => value.is_empty(),
            _ => false,
        };
        if !plausible {
            return false;
        }
        // One word is no document: another key has to follow, or the text has to end.
        let mut following = following();
        following.next().is_none_or(|line| {
            let inner = line.text.trim_start();
            let inner = inner.strip_prefix("- ").unwrap_or(inner);
            line.indent() >= indent && is_key_line(inner)
        })
    }

    /// Comments right before a manifest belong to it.
    fn leading_comments(&self, at: usize) -> usize {
        let Some(from) = self.rest_from else { return at };
        let is_comment = |line: Piece<'_>| line.is_blank() || line.text.trim_start().starts_with(['#', '%']);
        let len = at - from;
        if len <= LOOK_AHEAD && Lines::new(self.text, from, at).all(is_comment) { from } else { at }
    }

    /// Where the YAML document that starts with `first` ends.
    fn yaml_end(&self, first: Piece<'t>, mut at: usize) -> usize {
        let base = first.indent();
        let body = first.text.trim();
        let is_list = body.starts_with("- ");
        let mut seen_api_version = body.starts_with("apiVersion:");
        let mut seen_kind = body.starts_with("kind:");
        let end = self.text.len();
        while let Some((line, next)) = line_at(self.text, at, end) {
            let body = line.text.trim();
            let indent = line.indent();
            if body.is_empty() || indent > base {
                at = next;
                continue;
            }
            if body.starts_with('#') {
                let is_command = shell::command(line).is_some_and(|command| {
                    let after = Lines::new(self.text, next, end.min(next + LOOK_AHEAD)).find(|line| !line.is_blank());
                    !command.maybe_comment || after.is_some_and(|line| !continues_yaml(line.text.trim(), is_list))
                });
                if is_command {
                    return at;
                }
                at = next;
                continue;
            }
            if indent < base || !continues_yaml(body, is_list) {
                return at;
            }
            // A second object without a separator between.
            let repeats = |key: &str, seen: bool| seen && body.starts_with(key);
            if !is_list
                && (repeats("apiVersion:", seen_api_version) || (repeats("kind:", seen_kind) && seen_api_version))
            {
                return at;
            }
            if shell::command(line).is_some() || shell::noise(body, false).is_some() {
                return at;
            }
            seen_api_version |= body.starts_with("apiVersion:");
            seen_kind |= body.starts_with("kind:");
            at = next;
        }
        end
    }

    fn starts_describe(&self, line: Piece<'t>, next: usize) -> bool {
        let body = line.text.trim();
        let Some((label, value)) = body.split_once(':') else { return false };
        if label.len() > 32 || !(value.is_empty() || value.starts_with([' ', '\t'])) {
            return false;
        }
        let end = self.text.len().min(next + LOOK_AHEAD);
        if label == "Name" && !value.trim().is_empty() {
            let indent = line.indent();
            return Lines::new(self.text, next, end)
                .take(4)
                .any(|line| line.indent() == indent && describe::follows_name(line.text.trim_start()));
        }
        // A description whose head is cut off: two fields of it close to each other, one of them unmistakable.
        describe::is_field(label) && {
            let mut n_fields = 0;
            let mut strong = describe::is_strong(body);
            for line in Lines::new(self.text, next, end).take(12) {
                let body = line.text.trim();
                let Some((label, _)) = body.split_once(':') else { continue };
                n_fields += usize::from(describe::is_field(label));
                strong |= describe::is_strong(body);
            }
            strong && (n_fields >= 1 || body.starts_with("Events:"))
        }
    }

    /// Where the description that starts with `first` ends.
    fn describe_end(&self, first: Piece<'t>, next: usize) -> usize {
        let end = self.text.len();
        let base = self.describe_base(first, next);
        let mut in_events = first.text.trim_start().starts_with("Events:");
        let mut at = next;
        while let Some((line, next)) = line_at(self.text, at, end) {
            let body = line.text.trim();
            if body.is_empty() || line.indent() > base {
                at = next;
                continue;
            }
            if !in_events && let Some((label, value)) = body.split_once(':') {
                let is_start = label == "Name" && self.starts_describe(line, next);
                if !is_start && (describe::is_field(label) || value.starts_with("  ")) {
                    at = next;
                    if label == "Events" {
                        if !value.trim().is_empty() {
                            return next;
                        }
                        in_events = true;
                    }
                    continue;
                }
            }
            if !in_events && describe::is_quota_header(body) {
                at = Lines::new(self.text, next, end).find(|line| line.is_blank()).map_or(end, |line| line.start);
                continue;
            }
            // A message of several lines is printed without indent: the fields go on behind it.
            match self.resumes(base, in_events, next) {
                Some(found) if self.start(line, next).is_none() => at = found,
                _ => return at,
            }
        }
        end
    }

    /// The indent of the top level fields.
    fn describe_base(&self, first: Piece<'t>, next: usize) -> usize {
        let is_top =
            |line: &Piece<'_>| line.text.trim().split_once(':').is_some_and(|(label, _)| describe::is_top_field(label));
        if first.text.trim_start().starts_with("Name:") || is_top(&first) {
            return first.indent();
        }
        let end = self.text.len().min(next + LOOK_AHEAD);
        let top = Lines::new(self.text, next, end).find(is_top);
        top.map_or(0, |line| line.indent()).min(first.indent())
    }

    /// Where a description goes on after lines that are not part of its layout; none where it does not.
    fn resumes(&self, base: usize, in_events: bool, from: usize) -> Option<usize> {
        let end = self.text.len().min(from + LOOK_AHEAD);
        for line in Lines::new(self.text, from, end) {
            let body = line.text.trim();
            if line.indent() > base {
                let goes_on = if in_events {
                    describe::is_event_row(body)
                } else {
                    body.split_once(':').is_some_and(|(label, _)| describe::is_after_message(label))
                };
                if goes_on {
                    return Some(line.start);
                }
            } else if !in_events
                && line.indent() == base
                && (body.starts_with("Events:") || body.starts_with("Containers:") || body.starts_with("IP:"))
            {
                return Some(line.start);
            } else if body.starts_with("Name:") || body.starts_with("```") {
                return None;
            }
        }
        None
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

/// Whether a line can stand inside indented JSON.
fn is_json_line(line: &str) -> bool {
    let body = line.trim();
    let bare = body.trim_end_matches(',');
    bare.is_empty()
        || matches!(bare, "{" | "[" | "{}" | "[]")
        || bare.starts_with(['}', ']'])
        || (body.starts_with('"')
            && (bare.ends_with(['"', '{', '[', '}', ']']) || body.contains("\": ") || body.contains("\":")))
}

/// `key:` or `key: value` with a key as Kubernetes has them.
fn is_key_line(body: &str) -> bool {
    let body = body.trim_start_matches(['"', '\'']);
    let len = body
        .bytes()
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'/'))
        .count();
    let rest = body.get(len..).unwrap_or_default().trim_start_matches(['"', '\'']);
    len > 0 && (rest.starts_with(": ") || rest == ":")
}

/// Whether a line at the indent of a document's own keys belongs to it.
fn continues_yaml(body: &str, is_list: bool) -> bool {
    if is_list {
        return body.starts_with("- ") || body == "-" || body.starts_with('#');
    }
    let is_key =
        body.starts_with(|char: char| char.is_ascii_lowercase() || matches!(char, '"' | '\'')) && is_key_line(body);
    is_key
        || body.starts_with("- ")
        || body == "-"
        || body.starts_with("{{")
        || body.starts_with("<<:")
        || matches!(body, "}" | "]")
}
