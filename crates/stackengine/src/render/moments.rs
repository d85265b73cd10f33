//! The timeline made short: equal runs folded, the middle of a long story left out.

use super::units::seconds;
use crate::diagnosis::Moment;

/// Lines a timeline has at most.
const LONGEST: usize = 20;
/// Lines kept from the beginning of a longer one; the end tells more.
const FIRST: usize = 7;

/// A line of the timeline.
pub(super) struct Line {
    /// `+1 min 4 s`; empty for the line that says how much was left out.
    pub(super) when: String,
    /// What happened.
    pub(super) what: String,
}

/// The moments as lines, at most twenty.
pub(super) fn moments(timeline: &[Moment], unicode: bool) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for run in timeline.chunk_by(|one, next| one.what == next.what && one.pod == next.pod) {
        let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
        let mut what = match &first.pod {
            Some(pod) if !first.what.contains(pod.as_str()) => format!("{pod}: {}", first.what),
            _ => first.what.clone(),
        };
        if run.len() > 1 {
            let times = if unicode { "×" } else { "x" };
            what.push_str(&format!(" ({times}{}, until {})", run.len(), clock(last.seconds)));
        }
        lines.push(Line { when: clock(first.seconds), what });
    }
    if lines.len() > LONGEST {
        let kept_last = LONGEST - FIRST - 1;
        let left_out = lines.len() - FIRST - kept_last;
        let note = Line { when: String::new(), what: format!("({left_out} more in between)") };
        lines.splice(FIRST..FIRST + left_out, [note]);
    }
    lines
}

fn clock(at: i64) -> String {
    if at < 0 { seconds(at) } else { format!("+{}", seconds(at)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(seconds: i64, what: &str) -> Moment {
        Moment { seconds, what: what.to_owned(), pod: Some("pod-1".to_owned()), place: None }
    }

    #[test]
    fn equal_runs_are_one_line() {
        let lines = moments(&[moment(0, "pulled"), moment(5, "failed"), moment(65, "failed")], true);
        let said: Vec<_> = lines.iter().map(|line| format!("{} {}", line.when, line.what)).collect();
        assert_eq!(said, ["+0 s pod-1: pulled", "+5 s pod-1: failed (×2, until +1 min 5 s)"]);
    }

    #[test]
    fn a_long_story_keeps_its_beginning_and_its_end() {
        let timeline: Vec<_> = (0..50).map(|n| moment(n, &format!("event {n}"))).collect();
        let lines = moments(&timeline, true);
        assert_eq!(lines.len(), LONGEST);
        assert_eq!(
            (lines[FIRST].what.as_str(), lines[LONGEST - 1].what.as_str()),
            ("(31 more in between)", "pod-1: event 49")
        );
    }
}
