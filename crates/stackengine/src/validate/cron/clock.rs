//! Time zones: their names, and which local times a change of their clocks skips or repeats.

/// Names of the IANA time zone database, sorted.
const ZONES: &str = include_str!("../../../data/time-zones.txt");
/// A line for each zone that changes its clocks.
const CHANGES: &str = include_str!("../../../data/daylight-saving.txt");

/// A change of the clocks that comes every year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ClockChange {
    /// Whether the clocks go forward, so that the times do not exist that day; otherwise they exist twice.
    pub(crate) skips: bool,
    /// The first minute of the day that it touches.
    pub(crate) start: u32,
    /// How many minutes it touches.
    pub(crate) length: u32,
    /// A bit for each weekday on which it falls, Sunday first.
    days: u8,
}

impl ClockChange {
    /// Whether it falls on that weekday; 0 is Sunday.
    pub(crate) fn falls_on(&self, weekday: u32) -> bool {
        weekday < 7 && self.days >> weekday & 1 == 1
    }

    /// `skips=120+60@0`: sixty minutes from the 120th on, on a Sunday.
    fn parse(word: &str) -> Option<Self> {
        let (kind, rest) = word.split_once('=')?;
        let (start, rest) = rest.split_once('+')?;
        let (length, days) = rest.split_once('@')?;
        let days = days.bytes().fold(0, |days, digit| days | 1 << (digit.wrapping_sub(b'0') & 7));
        Some(Self { skips: kind == "skips", start: start.parse().ok()?, length: length.parse().ok()?, days })
    }
}

/// Whether the database has a zone of this name.
pub(crate) fn is_zone(name: &str) -> bool {
    ZONES.lines().any(|zone| zone == name)
}

/// The time zone that is meant by a name in the wrong case.
pub(crate) fn zone_in_its_case(name: &str) -> Option<&'static str> {
    ZONES.lines().find(|zone| zone.eq_ignore_ascii_case(name))
}

/// What the clocks of a zone do every year; nothing where they never change.
pub(crate) fn clock_changes(zone: &str) -> impl Iterator<Item = ClockChange> {
    let line = CHANGES.lines().find_map(|line| line.split_once(' ').filter(|(name, _)| *name == zone));
    line.map_or("", |(_, words)| words).split_whitespace().filter_map(ClockChange::parse)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_read() {
        for line in CHANGES.lines() {
            let (zone, words) = line.split_once(' ').expect(line);
            assert!(is_zone(zone), "{zone}");
            assert_eq!(clock_changes(zone).count(), words.split(' ').count(), "{line}");
        }
    }

    #[test]
    fn berlin_skips_and_repeats_the_hour_from_two_on_sundays() {
        let changes: Vec<ClockChange> = clock_changes("Europe/Berlin").collect();
        let truth = [true, false].map(|skips| ClockChange { skips, start: 120, length: 60, days: 1 });
        assert_eq!(changes, truth);
        assert_eq!(clock_changes("Asia/Tokyo").count(), 0);
    }
}
