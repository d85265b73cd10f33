//! Durations as people write them; everything inside counts in whole milliseconds.

/// Milliseconds, mostly since the Job's start.
pub type Millis = i64;

/// One second.
pub const SECOND: Millis = 1000;

/// Longer than anything that can be played: a hundred years.
pub const FOREVER: Millis = 100 * 365 * 86_400 * SECOND;

/// Reads `15s`, `1m30s`, `500ms`, `2h`, `1.5s`; a bare number is seconds.
#[must_use]
pub fn parse_duration(text: &str) -> Option<Millis> {
    let mut rest = text.trim();
    if rest.is_empty() {
        return None;
    }
    if let Some(seconds) = scaled(rest, SECOND) {
        return Some(seconds);
    }
    let mut total: Millis = 0;
    while !rest.is_empty() {
        let unit_at = rest.find(|char: char| !char.is_ascii_digit() && char != '.')?;
        let (number, after) = rest.split_at(unit_at);
        let next = after.find(|char: char| char.is_ascii_digit()).unwrap_or(after.len());
        let (unit, next) = after.split_at(next);
        let factor = match unit {
            "ms" => 1,
            "s" => SECOND,
            "m" | "min" => 60 * SECOND,
            "h" => 3600 * SECOND,
            "d" => 86_400 * SECOND,
            _ => return None,
        };
        total = total.checked_add(scaled(number, factor)?)?;
        rest = next;
    }
    (total <= FOREVER).then_some(total)
}

/// A number with at most three decimals, times a factor.
fn scaled(number: &str, factor: Millis) -> Option<Millis> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 12 || fraction.len() > 3 || !digits(whole) || !digits(fraction) {
        return None;
    }
    let thousandths: Millis = format!("{fraction:0<3}").parse().ok()?;
    let whole: Millis = whole.parse().ok()?;
    let total = whole.checked_mul(factor)?.checked_add(thousandths.checked_mul(factor)? / 1000)?;
    (total <= FOREVER).then_some(total)
}

/// Reads `2026-03-28T22:00:00Z` as seconds of Unix time.
#[must_use]
pub fn parse_moment(text: &str) -> Option<i64> {
    text.parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_second)
}

/// `15s`, `1m30s`, `250ms`: what [`parse_duration`] reads.
#[must_use]
pub fn show_duration(duration: Millis) -> String {
    if duration < SECOND || duration % SECOND != 0 {
        return format!("{duration}ms");
    }
    let seconds = duration / SECOND;
    let parts = [(seconds / 3600, "h"), (seconds / 60 % 60, "m"), (seconds % 60, "s")];
    parts.iter().filter(|(number, _)| *number > 0).map(|(number, unit)| format!("{number}{unit}")).collect()
}

#[cfg(test)]
mod tests {
    use super::{parse_duration, show_duration};

    #[test]
    fn durations_are_read_as_they_are_written() {
        let truth = [
            ("15s", Some(15_000)),
            ("1m30s", Some(90_000)),
            ("250ms", Some(250)),
            ("2h", Some(7_200_000)),
            ("1.5s", Some(1500)),
            ("7", Some(7000)),
            ("0", Some(0)),
            ("", None),
            ("s", None),
            ("1x", None),
            ("-1s", None),
            ("99999999999999s", None),
        ];
        for (text, duration) in truth {
            assert_eq!(parse_duration(text), duration, "{text}");
        }
        for duration in [250, 15_000, 90_000, 7_200_000, 3_661_000] {
            assert_eq!(parse_duration(&show_duration(duration)), Some(duration));
        }
    }
}
