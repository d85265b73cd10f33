//! Cron schedules as `robfig/cron` v3 `ParseStandard` reads them, and time zones.

use super::place::At;
use super::report::{Report, quoted};

/// Names of the IANA time zone database, sorted.
const ZONES: &str = include_str!("../../data/time-zones.txt");

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DAYS: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/// `spec.schedule`: five fields, names, ranges, steps, or a descriptor; never a time zone.
pub(super) fn schedule(at: &At<'_>, report: &mut Report) {
    let text = at.text();
    if text.is_empty() {
        report.required(at, "schedule-required", "");
        return;
    }
    if let Err(problem) = parse(text) {
        report.invalid(at, "schedule-invalid", text, &problem);
    }
    if text.contains("TZ") {
        let message = "cannot use TZ or CRON_TZ in schedule, use timeZone field instead";
        report.invalid(at, "schedule-with-time-zone", text, message);
    }
}

/// `spec.timeZone`: a name of the IANA database, in its case.
pub(super) fn time_zone(at: &At<'_>, report: &mut Report) {
    const RULE: &str = "time-zone-unknown";
    let Some(name) = at.optional_text() else { return };
    if name.is_empty() {
        report.invalid(at, RULE, name, "timeZone must be nil or non-empty string");
    } else if name.eq_ignore_ascii_case("Local") {
        let message = "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones";
        report.invalid(at, RULE, name, message);
    } else if !is_zone(name) {
        report.invalid(at, RULE, name, &format!("unknown time zone {name}"));
    }
}

/// The time zone that is meant by a name in the wrong case.
pub(crate) fn zone_in_its_case(name: &str) -> Option<&'static str> {
    ZONES.lines().find(|zone| zone.eq_ignore_ascii_case(name))
}

fn is_zone(name: &str) -> bool {
    ZONES.lines().any(|zone| zone == name)
}

/// What `cron.ParseStandard` says to it.
fn parse(text: &str) -> Result<(), String> {
    let mut text = text;
    if text.starts_with("TZ=") || text.starts_with("CRON_TZ=") {
        let (zone, rest) = text.split_once(' ').ok_or("parser panicked on a time zone without a schedule")?;
        let zone = zone.split_once('=').map_or("", |(_, zone)| zone);
        if !zone.is_empty() && zone != "Local" && !is_zone(zone) {
            return Err(format!("provided bad location {zone}: unknown time zone {zone}"));
        }
        text = rest.trim();
    }
    if text.starts_with('@') {
        return descriptor(text);
    }
    let fields: Vec<&str> = text.split_whitespace().collect();
    let [minute, hour, day, month, weekday] = fields.as_slice() else {
        return Err(format!("expected exactly 5 fields, found {}: [{}]", fields.len(), fields.join(" ")));
    };
    field(minute, 0, 59, &[])?;
    field(hour, 0, 23, &[])?;
    field(day, 1, 31, &[])?;
    field(month, 1, 12, &MONTHS)?;
    field(weekday, 0, 6, &DAYS)
}

fn descriptor(text: &str) -> Result<(), String> {
    match text {
        "@yearly" | "@annually" | "@monthly" | "@weekly" | "@daily" | "@midnight" | "@hourly" => Ok(()),
        _ => match text.strip_prefix("@every ") {
            Some(duration) if is_duration(duration) => Ok(()),
            Some(duration) => {
                let problem = format!("time: invalid duration {}", quoted(duration));
                Err(format!("failed to parse duration {text}: {problem}"))
            }
            None => Err(format!("unrecognized descriptor: {text}")),
        },
    }
}

fn field(text: &str, min: u32, max: u32, names: &[&str]) -> Result<(), String> {
    text.split(',').filter(|part| !part.is_empty()).try_for_each(|part| range(part, min, max, names))
}

/// `*`, `?`, `5`, `1-5`, each perhaps with `/step`.
fn range(text: &str, min: u32, max: u32, names: &[&str]) -> Result<(), String> {
    let parts: Vec<&str> = text.split('/').collect();
    let bounds: Vec<&str> = parts.first().map(|range| range.split('-').collect()).unwrap_or_default();
    let (start, mut end) = match bounds.as_slice() {
        ["*" | "?", ..] => (min, max),
        [single] => {
            let number = number(single, min, names)?;
            (number, number)
        }
        [low, high] => (number(low, min, names)?, number(high, min, names)?),
        _ => {
            number(bounds.first().copied().unwrap_or_default(), min, names)?;
            return Err(format!("too many hyphens: {text}"));
        }
    };
    let step = match parts.as_slice() {
        [_] => 1,
        [_, step] => {
            if bounds.len() == 1 {
                end = max;
            }
            number(step, 0, &[])?
        }
        _ => return Err(format!("too many slashes: {text}")),
    };
    if start < min {
        Err(format!("beginning of range ({start}) below minimum ({min}): {text}"))
    } else if end > max {
        Err(format!("end of range ({end}) above maximum ({max}): {text}"))
    } else if start > end {
        Err(format!("beginning of range ({start}) beyond end of range ({end}): {text}"))
    } else if step == 0 {
        Err(format!("step of range should be a positive number: {text}"))
    } else {
        Ok(())
    }
}

/// A number, or a name whose first one stands for `first`.
fn number(text: &str, first: u32, names: &[&str]) -> Result<u32, String> {
    if let Some(position) = names.iter().position(|name| name.eq_ignore_ascii_case(text)) {
        return Ok(first + u32::try_from(position).unwrap_or_default());
    }
    match text.parse::<i64>() {
        Ok(number) if number < 0 => Err(format!("negative number ({number}) not allowed: {text}")),
        Ok(number) => Ok(u32::try_from(number).unwrap_or(u32::MAX)),
        Err(_) => {
            let shown = quoted(text);
            Err(format!("failed to parse int from {text}: strconv.Atoi: parsing {shown}: invalid syntax"))
        }
    }
}

/// What Go's `time.ParseDuration` takes: `1h30m`, `-1.5s`, `0`.
fn is_duration(text: &str) -> bool {
    let mut rest = text.strip_prefix(['-', '+']).unwrap_or(text);
    if rest == "0" {
        return true;
    }
    let mut any = false;
    while !rest.is_empty() {
        let unit_at = rest.find(|char: char| !char.is_ascii_digit() && char != '.').unwrap_or(rest.len());
        let (number, after) = rest.split_at(unit_at);
        let number_is_right = number.matches('.').count() <= 1 && number.bytes().any(|byte| byte.is_ascii_digit());
        let next = after.find(|char: char| char.is_ascii_digit() || char == '.').unwrap_or(after.len());
        let (unit, next) = after.split_at(next);
        if !number_is_right || !["ns", "us", "µs", "μs", "ms", "s", "m", "h"].contains(&unit) {
            return false;
        }
        any = true;
        rest = next;
    }
    any
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
            assert_eq!(parse(text), Ok(()), "{text}");
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
            assert_eq!(parse(text), Err(problem.to_owned()), "{text}");
        }
    }
}
