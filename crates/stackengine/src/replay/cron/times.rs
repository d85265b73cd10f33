//! The moments at which a schedule fires on the clocks of a zone.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use crate::replay::time::{Millis, SECOND};
use crate::validate::cron::{Calendar, Schedule};

const MINUTE: i64 = 60;
const DAY: i64 = 86_400;

/// The moments, ascending, in seconds of Unix time. A local time that the clocks skip does not come, and one that they
/// repeat comes twice: so the controller's parser counts.
pub(super) struct Times<'s> {
    schedule: &'s Schedule,
    zone: TimeZone,
    next: i64,
    end: i64,
}

impl<'s> Times<'s> {
    pub(super) fn new(schedule: &'s Schedule, zone: TimeZone, start: i64, length: Millis) -> Self {
        let end = start.saturating_add(length / SECOND);
        let next = match schedule {
            // It counts from the creation.
            Schedule::Every(seconds) => start.saturating_add(i64::try_from(*seconds).unwrap_or(i64::MAX)),
            Schedule::Calendar(_) => start.div_euclid(MINUTE).saturating_mul(MINUTE),
        };
        let mut times = Self { schedule, zone, next, end };
        if matches!(schedule, Schedule::Calendar(_)) && times.next < start {
            times.next += MINUTE;
        }
        times
    }

    fn local(&self, second: i64) -> Option<DateTime> {
        let moment = Timestamp::from_second(second).ok()?;
        Some(self.zone.to_offset(moment).to_datetime(moment))
    }
}

impl Iterator for Times<'_> {
    type Item = i64;

    fn next(&mut self) -> Option<i64> {
        let calendar = match self.schedule {
            Schedule::Every(seconds) => {
                let now = Some(self.next).filter(|next| *next < self.end)?;
                self.next = now.saturating_add(i64::try_from(*seconds).unwrap_or(i64::MAX).max(1));
                return Some(now);
            }
            Schedule::Calendar(calendar) => calendar,
        };
        while self.next < self.end {
            let now = self.next;
            let local = self.local(now)?;
            if !takes_day(calendar, &local) {
                // To the last quarter of an hour before the next day begins, whatever the clocks do meanwhile.
                let left = DAY - i64::from(local.hour()) * 3600 - i64::from(local.minute()) * MINUTE;
                self.next = now + (left - 3 * 3600).max(MINUTE);
                continue;
            }
            self.next = now + MINUTE;
            let [hour, minute] = [local.hour(), local.minute()].map(|part| u32::try_from(part).unwrap_or(99));
            if calendar.hour.has(hour) && calendar.minute.has(minute) {
                return Some(now);
            }
        }
        None
    }
}

fn takes_day(calendar: &Calendar, local: &DateTime) -> bool {
    let [month, day] = [local.month(), local.day()].map(|part| u32::try_from(part).unwrap_or(99));
    let weekday = u32::try_from(local.weekday().to_sunday_zero_offset()).unwrap_or(99);
    calendar.takes(day, month, weekday)
}
