//! Numbers as people say them.

/// `10 min 30 s`; negative spans keep their sign.
pub(super) fn seconds(seconds: i64) -> String {
    let sign = if seconds < 0 { "-" } else { "" };
    let total = seconds.unsigned_abs();
    let (days, hours, minutes, rest) = (total / 86_400, total / 3600 % 24, total / 60 % 60, total % 60);
    let parts = [(days, "d"), (hours, "h"), (minutes, "min"), (rest, "s")];
    let Some(first) = parts.iter().position(|(n, _)| *n > 0) else { return "0 s".to_owned() };
    // Two units are enough for anybody: 2 h 5 min, not 2 h 5 min 7 s.
    let said: Vec<String> =
        parts[first..].iter().take(2).filter(|(n, _)| *n > 0).map(|(n, unit)| format!("{n} {unit}")).collect();
    format!("{sign}{}", said.join(" "))
}

/// `6.4 GiB-minutes` from mebibyte seconds.
pub(super) fn memory_time(mib_seconds: f64) -> String {
    const GIB: f64 = 1024.0;
    let mib_minutes = mib_seconds / 60.0;
    if mib_minutes < GIB {
        return format!("{} MiB-minutes", short(mib_minutes));
    }
    let gib_minutes = mib_minutes / GIB;
    if gib_minutes < 600.0 {
        return format!("{} GiB-minutes", short(gib_minutes));
    }
    format!("{} GiB-hours", short(gib_minutes / 60.0))
}

/// `12 core-minutes` from core seconds.
pub(super) fn core_time(core_seconds: f64) -> String {
    if core_seconds < 60.0 {
        return format!("{} core-seconds", short(core_seconds));
    }
    if core_seconds < 36_000.0 {
        return format!("{} core-minutes", short(core_seconds / 60.0));
    }
    format!("{} core-hours", short(core_seconds / 3600.0))
}

/// `1 attempt`, `2 attempts`.
pub(super) fn count(n: i64, thing: &str) -> String {
    let plural = if n == 1 { "" } else { "s" };
    format!("{n} {thing}{plural}")
}

/// Three digits that mean something, no zeros that do not.
fn short(number: f64) -> String {
    let text = match number.abs() {
        large if large >= 100.0 => return format!("{number:.0}"),
        middle if middle >= 1.0 => format!("{number:.1}"),
        _ => format!("{number:.2}"),
    };
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::{core_time, count, memory_time, seconds};

    #[test]
    fn numbers_read_as_people_say_them() {
        let said = [seconds(0), seconds(59), seconds(630), seconds(7507), seconds(90_000), seconds(-3)];
        assert_eq!(said, ["0 s", "59 s", "10 min 30 s", "2 h 5 min", "1 d 1 h", "-3 s"]);
        let said = [memory_time(64.0 * 30.0), memory_time(6.4 * 1024.0 * 60.0), memory_time(1024.0 * 3600.0 * 20.0)];
        assert_eq!(said, ["32 MiB-minutes", "6.4 GiB-minutes", "20 GiB-hours"]);
        assert_eq!(
            [core_time(4.5), core_time(720.0), core_time(72_000.0)],
            ["4.5 core-seconds", "12 core-minutes", "20 core-hours"]
        );
        assert_eq!([count(1, "attempt"), count(2, "attempt")], ["1 attempt", "2 attempts"]);
    }
}
