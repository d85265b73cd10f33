//! Schedules as the CronJob controller reads them: five fields, when they fire, and what the clocks of a zone do to them.

mod clock;
mod field;
mod fires;

pub(crate) use clock::{ClockChange, clock_changes, is_zone, zone_in_its_case};
pub(crate) use field::Field;

use super::report::quoted;

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DAYS: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/// When a CronJob fires.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Schedule {
    /// At moments of the calendar.
    Calendar(Calendar),
    /// Again and again after this many seconds: `@every 1h30m`.
    Every(u64),
}

/// The five fields of a schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Calendar {
    /// 0 to 59.
    pub(crate) minute: Field,
    /// 0 to 23.
    pub(crate) hour: Field,
    /// 1 to 31.
    pub(crate) day: Field,
    /// 1 to 12.
    pub(crate) month: Field,
    /// 0, Sunday, to 6.
    pub(crate) weekday: Field,
}

impl Schedule {
    /// Reads what `robfig/cron` v3 reads with `ParseStandard`; the error is its own sentence.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let mut text = text;
        if text.starts_with("TZ=") || text.starts_with("CRON_TZ=") {
            let (zone, rest) = text.split_once(' ').ok_or("parser panicked on a time zone without a schedule")?;
            let zone = zone.split_once('=').map_or("", |(_, zone)| zone);
            if !zone.is_empty() && zone != "Local" && !is_zone(zone) {
                return Err(format!("provided bad location {zone}: unknown time zone {zone}"));
            }
            text = rest.trim();
        }
        match text.starts_with('@') {
            true => descriptor(text),
            false => Calendar::parse(text).map(Self::Calendar),
        }
    }
}

impl Calendar {
    fn parse(text: &str) -> Result<Self, String> {
        let fields: Vec<&str> = text.split_whitespace().collect();
        let [minute, hour, day, month, weekday] = fields.as_slice() else {
            return Err(format!("expected exactly 5 fields, found {}: [{}]", fields.len(), fields.join(" ")));
        };
        Ok(Self {
            minute: Field::parse(minute, 0, 59, &[])?,
            hour: Field::parse(hour, 0, 23, &[])?,
            day: Field::parse(day, 1, 31, &[])?,
            month: Field::parse(month, 1, 12, &MONTHS)?,
            weekday: Field::parse(weekday, 0, 6, &DAYS)?,
        })
    }
}

fn descriptor(text: &str) -> Result<Schedule, String> {
    let calendar = match text {
        "@yearly" | "@annually" => "0 0 1 1 *",
        "@monthly" => "0 0 1 * *",
        "@weekly" => "0 0 * * 0",
        "@daily" | "@midnight" => "0 0 * * *",
        "@hourly" => "0 * * * *",
        _ => {
            let duration = text.strip_prefix("@every ").ok_or_else(|| format!("unrecognized descriptor: {text}"))?;
            return match duration_seconds(duration) {
                Some(seconds) => Ok(Schedule::Every(seconds)),
                None => {
                    let problem = format!("time: invalid duration {}", quoted(duration));
                    Err(format!("failed to parse duration {text}: {problem}"))
                }
            };
        }
    };
    Calendar::parse(calendar).map(Schedule::Calendar)
}

/// What Go's `time.ParseDuration` takes: `1h30m`, `-1.5s`, `0`. The schedule counts whole seconds, and at least one.
fn duration_seconds(text: &str) -> Option<u64> {
    let mut rest = text.strip_prefix(['-', '+']).unwrap_or(text);
    if rest == "0" {
        return Some(1);
    }
    let mut seconds = None;
    while !rest.is_empty() {
        let unit_at = rest.find(|char: char| !char.is_ascii_digit() && char != '.').unwrap_or(rest.len());
        let (number, after) = rest.split_at(unit_at);
        let number_is_right = number.matches('.').count() <= 1 && number.bytes().any(|byte| byte.is_ascii_digit());
        let next = after.find(|char: char| char.is_ascii_digit() || char == '.').unwrap_or(after.len());
        let (unit, next) = after.split_at(next);
        let one = match unit {
            "ns" => 1e-9,
            "us" | "µs" | "μs" => 1e-6,
            "ms" => 1e-3,
            "s" => 1.0,
            "m" => 60.0,
            "h" => 3600.0,
            _ => return None,
        };
        if !number_is_right {
            return None;
        }
        seconds = Some(seconds.unwrap_or(0.0) + number.parse::<f64>().unwrap_or_default() * one);
        rest = next;
    }
    let seconds: f64 = seconds?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates, which is meant")]
    let whole = if text.starts_with('-') { 1 } else { (seconds as u64).max(1) };
    Some(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schedules_that_the_parser_takes() {
        for text in [
            "* * * * *",
            "*/5 0-23/2 1,15 jan-DEC sun,Fri",
            "0 0 ? * 6",
            "@daily",
            "@every 1h30m",
            "5/15 * * * *",
            "0 0 29 2 *",
            "  0 0 * * *  ",
            "59 23 31 2 *",
        ] {
            assert!(Schedule::parse(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn durations_are_whole_seconds() {
        let truth =
            [("@every 1h30m", 5400), ("@every 1.5s", 1), ("@every 0", 1), ("@every -5m", 1), ("@every 90s", 90)];
        for (text, seconds) in truth {
            assert_eq!(Schedule::parse(text), Ok(Schedule::Every(seconds)), "{text}");
        }
    }

    #[test]
    fn schedules_that_it_refuses_and_why() {
        let truth = [
            ("* * * *", "expected exactly 5 fields, found 4: [* * * *]"),
            ("0 * * * * *", "expected exactly 5 fields, found 6: [0 * * * * *]"),
            ("60 * * * *", "end of range (60) above maximum (59): 60"),
            ("0 0 * * 7", "end of range (7) above maximum (6): 7"),
            ("0 0 0 * *", "beginning of range (0) below minimum (1): 0"),
            ("5-1 * * * *", "beginning of range (5) beyond end of range (1): 5-1"),
            ("*/0 * * * *", "step of range should be a positive number: */0"),
            ("1-2-3 * * * *", "too many hyphens: 1-2-3"),
            ("1/2/3 * * * *", "too many slashes: 1/2/3"),
            ("x * * * *", "failed to parse int from x: strconv.Atoi: parsing \"x\": invalid syntax"),
            ("@reboot", "unrecognized descriptor: @reboot"),
            ("@every soon", "failed to parse duration @every soon: time: invalid duration \"soon\""),
        ];
        for (text, problem) in truth {
            assert_eq!(Schedule::parse(text), Err(problem.to_owned()), "{text}");
        }
    }
}
