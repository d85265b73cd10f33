//! The events under a description.

use super::super::event::{EventText, is_field_path, seconds};
use super::super::line::Piece;
use super::block::{Block, Field};
use super::nothing;
use crate::yaml::Node;

/// Every event of the description, without the object it is about.
pub(super) fn read<'t>(block: &Block<'t>, fields: &[Field<'t>]) -> Vec<Node<'t>> {
    let Some(field) = fields.iter().rev().find(|field| field.label.text == "Events") else { return Vec::new() };
    let lines = block.lines(&field.body);
    let header = lines.iter().find(|line| super::is_events_header(line.text));
    let is_old = header.is_some_and(|header| header.text.starts_with("FirstSeen"));
    // Where the column of the source starts tells an empty source from a message.
    let message_at = header.and_then(|header| header.text.find("Message"));
    let mut events = Vec::new();
    for line in &lines {
        let parsed = if is_old { old_row(*line) } else { row(*line, message_at) };
        if let Some(event) = parsed {
            events.push(event.tree(line.span()));
        }
    }
    events
}

/// `Warning  BackOff  18s (x5 over 96s)  kubelet  Back-off restarting …`
fn row(line: Piece<'_>, message_at: Option<usize>) -> Option<EventText<'_>> {
    let mut event = EventText::new();
    let (kind, rest) = line.token();
    if !matches!(kind.text, "Normal" | "Warning") {
        return None;
    }
    event.kind = kind;
    let (reason, rest) = rest.token();
    event.reason = reason;
    let (age, mut rest) = rest.token();
    event.age = age;
    if rest.text.starts_with("(x")
        && let Some(close) = rest.text.find(')')
    {
        event.age = Piece::new(age.start, line.cut(age.start - line.start, rest.start + close + 1 - line.start).text);
        rest = rest.cut(close + 1, rest.text.len()).trim_start();
    }
    let aligned = message_at.is_some_and(|at| rest.start >= line.start + at && rest.start - line.start - at < 2);
    if aligned {
        event.from = nothing(rest.start);
        event.message = rest.trim();
        return Some(event);
    }
    let (mut from, mut message) = rest.cell();
    if message.text.is_empty() || from.text.split_whitespace().count() > 2 {
        // The gaps are squeezed: a source is one word, or two with a comma.
        (from, message) = rest.token();
        if from.text.ends_with(',') {
            let (host, after) = message.token();
            from = rest.cut(0, host.end() - rest.start);
            message = after;
        }
    }
    event.from = from;
    event.message = message.trim();
    Some(event)
}

/// `2m  1m  3  {kubelet node1}  spec.containers{main}  Warning  Failed  message`: anything before the type may be missing.
fn old_row(line: Piece<'_>) -> Option<EventText<'_>> {
    let mut event = EventText::new();
    let (first, rest) = line.token();
    let (last, rest) = rest.token();
    let (count, mut rest) = rest.token();
    seconds(first.text)?;
    seconds(last.text)?;
    count.int()?;
    event.first_age = first;
    event.age = last;
    event.count = count;
    let source = rest;
    let mut end = rest.start;
    loop {
        let (word, after) = rest.token();
        match word.text {
            "" => return None,
            "Normal" | "Warning" => {
                event.kind = word;
                rest = after;
                break;
            }
            text if is_field_path(text) => event.field_path = word,
            _ => end = word.end(),
        }
        rest = after;
    }
    event.from = source.cut(0, end - source.start);
    let (reason, message) = rest.token();
    event.reason = reason;
    event.message = message.trim();
    Some(event)
}
