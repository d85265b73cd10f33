//! For tests of one detector: a text as this detector alone would mask it.

use std::ops::Range;

use super::bytes::goes_on_in_any_case;
use super::find::Find;

/// Asks the detector at each of its triggers, as the walk over all triggers does, and then about the whole text; shows
/// each find by its kind.
pub(super) fn masked(
    text: &str,
    triggers: &[&str],
    at: fn(&[u8], Range<usize>, &mut Vec<Find>),
    find: fn(&[u8], &mut Vec<Find>),
) -> String {
    let bytes = text.as_bytes();
    let mut finds = Vec::new();
    for from in 0..bytes.len() {
        for trigger in triggers {
            if goes_on_in_any_case(bytes, from, trigger.as_bytes()) {
                at(bytes, from..from + trigger.len(), &mut finds);
            }
        }
    }
    find(bytes, &mut finds);
    finds.sort_by_key(|find| (find.span.start, std::cmp::Reverse(find.span.end)));
    finds.dedup_by(|later, former| later.span.start < former.span.end);
    let mut masked = text.to_owned();
    for find in finds.iter().rev() {
        masked.replace_range(find.span.clone(), &format!("<{}>", find.kind.word()));
    }
    masked
}
