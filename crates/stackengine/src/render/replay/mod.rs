//! How a replay is shown: as text, as JSON, as a drawing.

mod json;
mod proof;
mod svg;
mod text;

pub use json::replay_json;
pub(super) use json::{end_word, seconds};
pub use proof::measure;
pub(super) use proof::write_proof;
pub use svg::replay_svg;
pub use text::replay_text;

use crate::replay::{End, Millis, Played, SECOND};

/// `1 min 30 s`; below ten seconds with a tenth where there is one.
fn time(time: Millis) -> String {
    if time % SECOND != 0 && time.abs() < 10 * SECOND {
        return format!("{}.{} s", time / SECOND, time.abs() % SECOND / 100);
    }
    super::units::seconds(time.div_euclid(SECOND))
}

/// How it ended, in a word and in a sentence.
fn verdict(played: &Played) -> (&'static str, String) {
    let story = &played.story;
    let reason = |when: Option<Millis>| {
        let condition = story.verdict();
        let reason = condition.map(|condition| condition.reason).filter(|reason| !reason.is_empty());
        let reason = reason.map_or_else(String::new, |reason| format!(": {reason}"));
        format!("after {}{reason}", time(when.unwrap_or(story.until)))
    };
    match story.end {
        End::Complete => ("complete", reason(story.finished())),
        End::Failed => ("failed", reason(story.finished())),
        End::Suspended => ("suspended", "nothing runs until it is resumed".to_owned()),
        End::NotManaged => ("not played", "spec.managedBy names another controller".to_owned()),
        End::TooMany => ("unfinished", "it makes so many runs that the replay was ended".to_owned()),
        End::Stuck => match story.verdict() {
            Some(condition) => ("stuck", format!("{} since {}, and never more", condition.reason, time(condition.at))),
            None => ("stuck", format!("since {} nothing happens, and nothing ever will", time(story.until))),
        },
        End::Unfinished => {
            let next =
                story.next_attempt.map_or_else(String::new, |at| format!("; looked at again after {}", time(at)));
            ("unfinished", format!("after {}{next}", time(story.until)))
        }
    }
}
