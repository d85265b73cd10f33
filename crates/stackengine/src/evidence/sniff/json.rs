//! JSON among other text, its head possibly cut off.

use super::super::line::{Lines, Piece};
use super::super::unread::Unread;
use super::super::{NotAnalysed, Place, object};
use super::{After, LOOK_AHEAD, Reader, line_end};
use crate::yaml::Span;

impl<'t> Reader<'_, 't> {
    /// Reads JSON at `at`. Gives where to go on, and whether it held any object at all; if not, it stays a log's.
    pub(super) fn json(&mut self, line_start: usize, at: usize) -> (Option<usize>, bool) {
        if self.json_budget == 0 {
            return (None, false);
        }
        let (after, rest_from) = (self.after, self.rest_from);
        let mut troubles = Unread::default();
        // What stands before comes first, but only once it is known that this here ends it.
        let mut before = self.take_rest(line_start, true, &mut troubles);
        let each = &mut *self.each;
        let mut found = Unread::default();
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
            // The search for the head of cut JSON goes back over the rest: that is work in vain as well.
            let n_bytes = read.end.saturating_sub(at) + troubles.n_bytes() + 64;
            self.json_budget = self.json_budget.saturating_sub(n_bytes);
            (self.after, self.rest_from) = (after, rest_from);
            return (read.is_complete.then(|| line_end(self.text, read.end)), false);
        }
        self.not_analysed.append(&mut troubles);
        self.not_analysed.append(&mut found);
        self.after = After::Json;
        (Some(read.end), true)
    }

    /// After a JSON object of a list whose head is cut off: the commas and brackets that are left.
    pub(super) fn skip_json(&self, from: usize, to: usize) -> usize {
        Lines::new(self.text, from, to).find(|line| !is_json_line(line.text)).map_or(to, |line| line.start)
    }

    /// Where the run of JSON lines begins that ends at `to`.
    pub(super) fn json_head(&self, from: usize, to: usize) -> usize {
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
    pub(super) fn cut_json(&self, from: usize, to: usize) -> usize {
        let mut lines = Lines::new(self.text, from, to);
        lines.next();
        let n_lines = lines.clone().take(12).count();
        if n_lines >= 3 && lines.take(12).all(|line| is_json_line(line.text)) { from } else { to }
    }

    /// Objects in a line that was cut at its head: `…},{"apiVersion"`.
    pub(super) fn inline_json(&mut self, line: Piece<'t>, next: usize) -> usize {
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

    /// Whether JSON at this place can be Kubernetes': a line of a structured log is not worth reading as such.
    pub(super) fn looks_kubernetes(&self, body: Piece<'t>) -> bool {
        let is_open = body.text.len() <= 2;
        if body.text == "{" {
            // Every line of indented JSON may be a brace: what is under it has to be an object's first key.
            let end = self.text.len().min(body.end() + LOOK_AHEAD);
            let key = Lines::new(self.text, body.end(), end).map(Piece::trim).find(|line| !line.text.is_empty());
            let key = key.and_then(|line| line.strip_prefix("\"")?.split_once("\""));
            const FIRST: [&str; 10] = [
                "apiVersion",
                "kind",
                "items",
                "metadata",
                "spec",
                "status",
                "action",
                "count",
                "type",
                "involvedObject",
            ];
            if key.is_none_or(|(key, _)| !FIRST.contains(&key.text)) {
                return false;
            }
        }
        if body.text == "[" {
            let end = self.text.len().min(body.end() + LOOK_AHEAD);
            let item = Lines::new(self.text, body.end(), end).find(|line| !line.is_blank());
            if item.is_none_or(|line| !line.text.trim_start().starts_with('{')) {
                return false;
            }
        }
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
