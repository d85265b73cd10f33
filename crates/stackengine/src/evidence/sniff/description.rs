//! Where a description begins among other text, and where it ends.

use super::super::describe;
use super::super::line::{Lines, Piece, line_at};
use super::{LOOK_AHEAD, Reader};

impl<'t> Reader<'_, 't> {
    pub(super) fn starts_describe(&self, line: Piece<'t>, next: usize) -> bool {
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
    pub(super) fn describe_end(&self, first: Piece<'t>, next: usize) -> usize {
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
    pub(super) fn describe_base(&self, first: Piece<'t>, next: usize) -> usize {
        let is_top =
            |line: &Piece<'_>| line.text.trim().split_once(':').is_some_and(|(label, _)| describe::is_top_field(label));
        if first.text.trim_start().starts_with("Name:") || is_top(&first) {
            return first.indent();
        }
        let end = self.text.len().min(next + LOOK_AHEAD);
        if first.indent() == 0 {
            return 0;
        }
        let top = Lines::new(self.text, next, end).find(is_top);
        top.map_or(0, |line| line.indent()).min(first.indent())
    }

    /// Where a description goes on after lines that are not part of its layout; none where it does not.
    pub(super) fn resumes(&self, base: usize, in_events: bool, from: usize) -> Option<usize> {
        let end = self.text.len().min(from + LOOK_AHEAD);
        for line in Lines::new(self.text, from, end).take(256) {
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
            } else if body.starts_with("```")
                || describe::is_strong(body)
                || (body.starts_with("Name:") && self.starts_describe(line, line.end() + 1))
            {
                return None;
            }
        }
        None
    }
}
