//! Which line of a log a colleague would quote.

use super::place::{contains, unstamped};
use super::sign::Sign;
use crate::yaml::Span;

/// How far after the beginning of a stack trace its last line is looked for.
const TRACE_REACH: usize = 256 * 1024;

/// How well a line speaks for what went wrong.
pub(super) enum Weight {
    /// It says what happened.
    Strong,
    /// It says that something happened, somewhere else.
    Weak,
    /// It is no error.
    None,
}

/// How well a line with these signs speaks for what went wrong.
pub(super) fn weight(line: &[u8], signs: &[Sign]) -> Weight {
    let mut weight = Weight::None;
    let passes_on = signs.contains(&Sign::ChildFailed);
    for sign in signs {
        match sign {
            Sign::Traceback | Sign::Waiting => {}
            Sign::ChildFailed | Sign::Terminated | Sign::LockWait => weight = Weight::Weak,
            // `ERROR: job failed: exit status 1` repeats what the child has said before.
            Sign::ErrorLine if passes_on => weight = Weight::Weak,
            Sign::UsageError if starts_with(line, "usage:") => weight = Weight::Weak,
            _ => return Weight::Strong,
        }
    }
    weight
}

fn starts_with(line: &[u8], word: &str) -> bool {
    unstamped(line).trim_ascii_start().get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word.as_bytes()))
}

/// The line of a stack trace that names the exception; `None` where the trace was cut off before it.
pub(super) fn exception(text: &[u8], first: Span) -> Option<Span> {
    let (start, end) = (first.start as usize, first.end as usize);
    let line = text.get(start..end)?;
    if contains(line, "traceback (most recent call last)") {
        return python(text, end);
    }
    // Rust since 1.73 puts the message on a line of its own.
    if contains(line, "panicked at") && line.trim_ascii_end().ends_with(b":") {
        return lines_after(text, end).find(|line| !line.bytes.trim_ascii().is_empty()).map(|line| line.span);
    }
    Some(first)
}

/// Python indents everything between the head of a traceback and the exception.
fn python(text: &[u8], end: usize) -> Option<Span> {
    lines_after(text, end)
        .find(|line| {
            let bare = unstamped(line.bytes);
            bare.first().is_some_and(|byte| !byte.is_ascii_whitespace())
        })
        .map(|line| line.span)
}

struct Line<'t> {
    bytes: &'t [u8],
    span: Span,
}

fn lines_after(text: &[u8], end: usize) -> impl Iterator<Item = Line<'_>> {
    let stop = text.len().min(end.saturating_add(TRACE_REACH));
    let mut from = memchr::memchr(b'\n', text.get(end..stop).unwrap_or_default()).map(|at| end + at + 1);
    std::iter::from_fn(move || {
        let start = from?;
        if start >= stop {
            return None;
        }
        // The last line may be longer than the reach; a line that is cut there is still the right one to show.
        let line_end = memchr::memchr(b'\n', &text[start..]).map(|at| start + at);
        from = line_end.map(|at| at + 1);
        let bytes = text[start..line_end.unwrap_or(text.len())].trim_ascii_end();
        Some(Line { bytes, span: Span::new(start, start + bytes.len()) })
    })
}
