//! Schedules that other programs read, written so that Kubernetes reads the same.

use crate::catalogue::support::{ask_owner, text_at};
use crate::check::Lint;
use crate::manifest::Workload;
use crate::repair::{Fix, Safety};
use crate::validate::zone_in_its_case;

/// The schedule in the words of Kubernetes, where it says the same.
pub(super) fn repair(workload: &Workload<'_>, lint: &Lint) -> Option<Fix> {
    let text = text_at(workload, &lint.path)?.trim();
    if text.starts_with("TZ=") || text.starts_with("CRON_TZ=") {
        return zone_moved(workload, lint, text);
    }
    if text.starts_with('@') {
        let lower = text.to_lowercase();
        let other =
            (lower != text).then(|| Fix::new(Safety::Safe, format!("write {lower}")).set(lint.path.clone(), lower));
        return other.or_else(|| ask_owner("choose a time", "only you know when it should run"));
    }
    let fields: Vec<&str> = text.split_whitespace().collect();
    match fields.as_slice() {
        [_, _, _, _, weekday] => {
            with_sunday_as_zero(weekday)?;
            Some(Fix::new(Safety::Safe, "write Sunday as 0").set(lint.path.clone(), as_kubernetes_reads_it(&fields)))
        }
        ["0", rest @ ..] if rest.len() == 5 => {
            let fix =
                Fix::new(Safety::Unsafe, "take the seconds out").note("the first of six fields is taken for seconds");
            Some(fix.set(lint.path.clone(), as_kubernetes_reads_it(rest)))
        }
        _ => ask_owner("write the five fields", "only you know when it should run"),
    }
}

/// The time zone in its own field.
fn zone_moved(workload: &Workload<'_>, lint: &Lint, text: &str) -> Option<Fix> {
    let (zone, schedule) = text.split_once(' ')?;
    let (_, zone) = zone.split_once('=')?;
    let field = lint.path.parent()?.key("timeZone");
    if workload.at("spec.timeZone").is_some() {
        return ask_owner("decide between the two time zones", "timeZone is set too");
    }
    let zone = zone_in_its_case(zone).filter(|zone| *zone != "Local")?;
    let fix = Fix::new(Safety::Safe, "move the time zone to the field timeZone");
    let schedule: Vec<&str> = schedule.split_whitespace().collect();
    Some(fix.set(lint.path.clone(), as_kubernetes_reads_it(&schedule)).set(field, zone))
}

/// The fields with Sunday as 0.
fn as_kubernetes_reads_it(fields: &[&str]) -> String {
    match fields {
        [first @ .., weekday] if first.len() == 4 => {
            let weekday = with_sunday_as_zero(weekday).unwrap_or_else(|| (*weekday).to_owned());
            format!("{} {weekday}", first.join(" "))
        }
        _ => fields.join(" "),
    }
}

/// The days of the week with Sunday as 0; nothing where no 7 is among them.
fn with_sunday_as_zero(weekday: &str) -> Option<String> {
    let mut changed = false;
    let parts = weekday.split(',').map(|part| match part.strip_suffix("-7") {
        _ if part == "7" => {
            changed = true;
            "0".to_owned()
        }
        Some("0" | "1") => {
            changed = true;
            "0-6".to_owned()
        }
        Some("6") => {
            changed = true;
            "6,0".to_owned()
        }
        Some(first) if first.len() == 1 && first.bytes().all(|byte| (b'2'..=b'5').contains(&byte)) => {
            changed = true;
            format!("{first}-6,0")
        }
        _ => part.to_owned(),
    });
    let parts: Vec<String> = parts.collect();
    changed.then(|| parts.join(","))
}

#[cfg(test)]
mod tests {
    use super::with_sunday_as_zero;

    #[test]
    fn sunday_is_zero_wherever_it_was_seven() {
        let truth = [
            ("7", Some("0")),
            ("1,7", Some("1,0")),
            ("5-7", Some("5-6,0")),
            ("6-7", Some("6,0")),
            ("1-7", Some("0-6")),
            ("1-5", None),
            ("17", None),
            ("*/7", None),
        ];
        for (given, right) in truth {
            assert_eq!(with_sunday_as_zero(given).as_deref(), right, "{given}");
        }
    }
}
