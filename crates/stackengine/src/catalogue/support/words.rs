//! Pieces of messages.

/// The first quoted part of a message: `configmap "mail-settings" not found` names mail-settings.
pub(in crate::catalogue) fn quoted(message: &str) -> Option<&str> {
    let start = message.find('"')? + 1;
    let end = message[start..].find('"')?;
    Some(&message[start..start + end])
}

/// `s` for more than one.
pub(in crate::catalogue) fn plural(count: i64) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// The scheduler's sentence up to its remarks on preemption.
pub(in crate::catalogue) fn first_sentence(message: &str) -> &str {
    let end = [". preemption", ". no new claims", ", preemption"].iter().filter_map(|mark| message.find(mark)).min();
    &message[..end.unwrap_or(message.len())]
}

/// What follows the first `mark`, all of it where there is none.
pub(in crate::catalogue) fn after<'m>(message: &'m str, mark: &str) -> &'m str {
    message.split_once(mark).map_or(message, |(_, rest)| rest)
}

/// What follows the last `mark`, all of it where there is none.
pub(in crate::catalogue) fn after_last<'m>(message: &'m str, mark: &str) -> &'m str {
    message.rsplit_once(mark).map_or(message, |(_, rest)| rest)
}
