//! RFC 3339 as Go's `time.Parse` reads it.

/// Whether Go's `time.Parse(time.RFC3339, text)` takes it: a fraction of a second is optional.
pub(super) fn is_rfc3339(text: &str) -> bool {
    let Some((date, rest)) = text.split_once('T') else { return false };
    let zone_at = rest.find(['Z', '+', '-']).unwrap_or(rest.len());
    let (clock, zone) = rest.split_at(zone_at);
    is_date(date) && is_clock(clock) && is_zone(zone)
}

fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return false };
    let (Some(year), Some(month), Some(day)) = (digits(year, 4), digits(month, 2), digits(day, 2)) else {
        return false;
    };
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    (1..=days).contains(&day)
}

fn is_clock(text: &str) -> bool {
    let whole = match text.split_once(['.', ',']) {
        Some((_, fraction)) if fraction.is_empty() || !all_digits(fraction) => return false,
        Some((whole, _)) => whole,
        None => text,
    };
    let parts: Vec<&str> = whole.split(':').collect();
    let [hour, minute, second] = parts.as_slice() else { return false };
    let below = |text: &str, limit| digits(text, 2).is_some_and(|number| number < limit);
    below(hour, 24) && below(minute, 60) && below(second, 60)
}

fn is_zone(text: &str) -> bool {
    if text == "Z" {
        return true;
    }
    let parts = text.strip_prefix(['+', '-']).and_then(|offset| offset.split_once(':'));
    parts.is_some_and(|(hours, minutes)| {
        digits(hours, 2).is_some_and(|hours| hours <= 24) && digits(minutes, 2).is_some_and(|minutes| minutes < 60)
    })
}

fn digits(text: &str, length: usize) -> Option<u32> {
    if text.len() == length && all_digits(text) { text.parse().ok() } else { None }
}

fn all_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::is_rfc3339;

    #[test]
    fn times_are_read_as_go_reads_them() {
        for good in ["2026-02-28T23:59:59Z", "2024-02-29T00:00:00.123456+01:00", "2008-01-01T01:01:01-11:30"] {
            assert!(is_rfc3339(good), "{good}");
        }
        for bad in ["", "2026-02-29T00:00:00Z", "2026-01-01", "2026-01-01 00:00:00Z", "2026-01-01T24:00:00Z", "TZ"] {
            assert!(!is_rfc3339(bad), "{bad}");
        }
    }
}
