//! When a schedule fires, by counting through eight years: every rule of the calendar occurs in them.

use super::{Calendar, Schedule};

/// A leap year that begins on a Monday.
const FIRST_YEAR: u32 = 2024;
const FIRST_WEEKDAY: u32 = 1;
const N_YEARS: u32 = 8;
const MINUTES_OF_A_DAY: u32 = 24 * 60;

impl Schedule {
    /// Seconds between the two starts that lie closest together; `None` where there are no two.
    pub(crate) fn shortest_period(&self) -> Option<u64> {
        match self {
            Self::Every(seconds) => Some(*seconds),
            Self::Calendar(calendar) => calendar.shortest_period(),
        }
    }

    /// Whether it ever starts anything.
    pub(crate) fn ever_fires(&self) -> bool {
        match self {
            Self::Every(_) => true,
            Self::Calendar(calendar) => calendar.ever_fires(),
        }
    }
}

impl Calendar {
    /// Whether there is any day and time at which it fires.
    pub(crate) fn ever_fires(&self) -> bool {
        self.minute.n_values() > 0 && self.hour.n_values() > 0 && self.days().next().is_some()
    }

    /// Whether it takes that day: both fields count where one of them is open, otherwise either is enough.
    pub(crate) fn takes(&self, day: u32, month: u32, weekday: u32) -> bool {
        let (by_day, by_weekday) = (self.day.has(day), self.weekday.has(weekday));
        let either = !self.day.is_open && !self.weekday.is_open;
        self.month.has(month) && if either { by_day || by_weekday } else { by_day && by_weekday }
    }

    /// The days on which it fires, counted from the first of the eight years.
    fn days(&self) -> impl Iterator<Item = u32> {
        let calendar = (FIRST_YEAR..FIRST_YEAR + N_YEARS)
            .flat_map(|year| (1..=12).flat_map(move |month| (1..=length(year, month)).map(move |day| (month, day))));
        calendar
            .zip(0..)
            .filter_map(|((month, day), number)| self.takes(day, month, (FIRST_WEEKDAY + number) % 7).then_some(number))
    }

    fn shortest_period(&self) -> Option<u64> {
        let mut times = self.hour.values().flat_map(|hour| self.minute.values().map(move |minute| hour * 60 + minute));
        let first = times.next()?;
        let (mut last, mut shortest) = (first, u32::MAX);
        for time in times {
            shortest = shortest.min(time - last);
            last = time;
        }
        let mut days = self.days();
        let mut before = days.next()?;
        let mut apart = None;
        for day in days {
            apart = Some((day - before).min(apart.unwrap_or(u32::MAX)));
            before = day;
        }
        if let Some(apart) = apart {
            shortest = shortest.min((apart * MINUTES_OF_A_DAY + first).saturating_sub(last));
        }
        (shortest < u32::MAX).then(|| u64::from(shortest) * 60)
    }
}

fn length(year: u32, month: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(4) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shortest_time_between_two_starts() {
        let truth = [
            ("* * * * *", Some(60)),
            ("*/45 * * * *", Some(15 * 60)),
            ("0 3 * * *", Some(86_400)),
            ("30 1,23 * * *", Some(2 * 3600)),
            ("0 0 * * 1", Some(7 * 86_400)),
            ("0 0 1 * *", Some(28 * 86_400)),
            ("0 0 1,31 * *", Some(86_400)),
            ("0 0 1 1 *", Some(365 * 86_400)),
            ("0 0 29 2 *", Some(1461 * 86_400)),
            ("0 0 30 2 *", None),
            (", * * * *", None),
            ("@every 10m", Some(600)),
        ];
        for (text, seconds) in truth {
            let schedule = Schedule::parse(text).expect(text);
            assert_eq!(schedule.shortest_period(), seconds, "{text}");
        }
    }

    #[test]
    fn days_that_never_come() {
        let truth = [
            ("0 0 30 2 *", false),
            ("0 0 31 4,6,9,11 *", false),
            ("0 0 31 4,5 *", true),
            ("0 0 29 2 *", true),
            ("0 0 30 2 1", true),
            ("0 0 30 2 */2", true),
            ("0 0 30 2 ?", false),
            ("0 , * * *", false),
        ];
        for (text, fires) in truth {
            let Ok(Schedule::Calendar(calendar)) = Schedule::parse(text) else { panic!("{text}") };
            assert_eq!(calendar.ever_fires(), fires, "{text}");
        }
    }
}
