//! What the lines of a log say, found in one pass over texts of any size.
//!
//! One automaton finds literal needles; what it finds is then held against the line around it, because the same
//! words mean different things in different places.

#[cfg(test)]
mod cases;
mod level;
mod needles;
mod place;
mod quote;
mod sign;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;

pub use sign::Sign;

use self::needles::{Needles, needles};
use self::place::Place;
use crate::yaml::Span;

/// How many lines of each sign are kept from the beginning of a log, and how many from its end.
const FIRST_KEPT: usize = 3;
const LAST_KEPT: usize = 5;
/// How many non-blank lines at the end are kept.
const TAIL: usize = 8;
/// How far around a needle its line is looked at: some logs are one line of a hundred megabytes.
const REACH: usize = 4096;
/// How many needles of one kind are looked at in one line.
const TRIES_A_GROUP: u8 = 4;
/// How many needles of all kinds are looked at in one line, and one more for so many bytes: what is looked at stays
/// in proportion to the text, whatever somebody pastes.
const TRIES_A_LINE: usize = 16;
const BYTES_A_TRY: usize = 128;

/// A line that carries a sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Hit {
    /// What it says.
    pub sign: Sign,
    /// The whole line without its line end.
    pub line: Span,
}

/// What a log says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogReading {
    /// How many lines it has.
    pub lines: usize,
    /// Lines with signs in the order of the text: of each sign the first three and the last five.
    pub hits: Vec<Hit>,
    /// The last eight lines that are not blank.
    pub last_lines: Vec<Span>,
    /// The one line a colleague would quote.
    pub error: Option<Span>,
}

/// Reads a log of any size.
///
/// A sign is what a line says, not what ended the program: a connection refused three times may have come up the
/// fourth time. The order of the hits and the exit code decide that.
///
/// ```
/// use stackengine::knowledge::{Sign, read_log};
///
/// let log = "loading 1200 rows\nTraceback (most recent call last):\n  File \"etl.py\", line 3\nKeyError: 'customer_id'\n";
/// let reading = read_log(log);
/// let error = reading.error.expect("a traceback ends in one");
/// assert_eq!(&log[error.start as usize..error.end as usize], "KeyError: 'customer_id'");
/// assert_eq!(reading.hits[0].sign, Sign::Traceback);
/// ```
#[must_use]
pub fn read_log(text: &str) -> LogReading {
    let bytes = text.as_bytes();
    let mut kept = Kept::new();
    scan(bytes, &mut |line| kept.add(bytes, line));
    let n_line_ends = memchr::memchr_iter(b'\n', bytes).count();
    LogReading {
        lines: n_line_ends + usize::from(!bytes.is_empty() && !bytes.ends_with(b"\n")),
        error: kept.error(bytes),
        hits: kept.into_hits(),
        last_lines: last_lines(bytes),
    }
}

/// The signs of one line, in the order in which it shows them.
///
/// ```
/// use stackengine::knowledge::{Sign, signs_of_line};
///
/// assert_eq!(signs_of_line("/bin/sh: pg_dumpp: not found"), [Sign::CommandNotFound]);
/// ```
#[must_use]
pub fn signs_of_line(line: &str) -> Vec<Sign> {
    let mut signs = Vec::new();
    scan(line.as_bytes(), &mut |found| {
        for sign in found.signs {
            if !signs.contains(sign) {
                signs.push(*sign);
            }
        }
    });
    signs
}

/// A line with at least one sign.
struct SignedLine<'s> {
    start: usize,
    end: usize,
    signs: &'s [Sign],
}

/// Calls `report` once for every line that has a sign. Lines without a needle cost one step a byte.
fn scan(text: &[u8], report: &mut dyn FnMut(&SignedLine)) {
    let Some(Needles { automaton, owners, n_groups }) = needles() else { return };
    let Ok(matches) = automaton.try_find_overlapping_iter(text) else { return };
    let (mut start, mut end) = (0, 0);
    let mut signs: Vec<Sign> = Vec::new();
    let mut tries = vec![0_u8; *n_groups];
    let mut tries_left = 0;
    let mut began = false;
    for found in matches {
        if !began || found.start() >= end {
            if !signs.is_empty() {
                report(&SignedLine { start, end, signs: &signs });
            }
            began = true;
            signs.clear();
            tries.fill(0);
            start = memchr::memrchr(b'\n', &text[..found.start()]).map_or(0, |at| at + 1);
            end = memchr::memchr(b'\n', &text[found.start()..]).map_or(text.len(), |at| found.start() + at);
            tries_left = TRIES_A_LINE + (end - start) / BYTES_A_TRY;
        }
        let Some(owner) = owners.get(found.pattern().as_usize()) else { continue };
        let Some(tried) = tries.get_mut(owner.group) else { continue };
        if found.end() > end || *tried >= TRIES_A_GROUP || tries_left == 0 || signs.contains(&owner.sign) {
            continue;
        }
        *tried += 1;
        tries_left -= 1;
        if (owner.check)(&Place::new(text, start, end, found.start(), found.end())) {
            signs.push(owner.sign);
        }
    }
    if !signs.is_empty() {
        report(&SignedLine { start, end, signs: &signs });
    }
}

/// What is remembered of the hits of one sign.
#[derive(Default)]
struct Ends {
    first: Vec<Span>,
    last: VecDeque<Span>,
}

/// What is remembered while a log is read: bounded, however long it is.
struct Kept {
    by_sign: Vec<Ends>,
    last_traceback: Option<Span>,
    last_strong: Option<Span>,
    last_weak: Option<Span>,
}

impl Kept {
    fn new() -> Self {
        let by_sign = Sign::ALL.iter().map(|_| Ends::default()).collect();
        Self { by_sign, last_traceback: None, last_strong: None, last_weak: None }
    }

    fn add(&mut self, text: &[u8], line: &SignedLine) {
        let line_end = line.end - usize::from(text[line.start..line.end].ends_with(b"\r"));
        let span = Span::new(line.start, line_end);
        for sign in line.signs {
            let Some(ends) = self.by_sign.get_mut(*sign as usize) else { continue };
            if ends.first.len() < FIRST_KEPT {
                ends.first.push(span);
            } else {
                if ends.last.len() == LAST_KEPT {
                    ends.last.pop_front();
                }
                ends.last.push_back(span);
            }
        }
        if line.signs.contains(&Sign::Traceback) {
            self.last_traceback = Some(span);
        }
        match quote::weight(&text[line.start..line_end], line.signs) {
            quote::Weight::Strong => self.last_strong = Some(span),
            quote::Weight::Weak => self.last_weak = Some(span),
            quote::Weight::None => {}
        }
    }

    fn error(&self, text: &[u8]) -> Option<Span> {
        let exception = self.last_traceback.and_then(|line| quote::exception(text, line));
        exception.or(self.last_strong).or(self.last_weak)
    }

    fn into_hits(self) -> Vec<Hit> {
        let mut hits = Vec::new();
        for (sign, ends) in Sign::ALL.into_iter().zip(self.by_sign) {
            hits.extend(ends.first.into_iter().chain(ends.last).map(|line| Hit { sign, line }));
        }
        hits.sort_by_key(|hit| (hit.line, hit.sign));
        hits
    }
}

fn last_lines(text: &[u8]) -> Vec<Span> {
    let mut lines = Vec::new();
    let mut end = text.len();
    while lines.len() < TAIL {
        let start = memchr::memrchr(b'\n', &text[..end]).map_or(0, |at| at + 1);
        let trimmed = text[start..end].trim_ascii_end().len();
        if text[start..start + trimmed].iter().any(|byte| !byte.is_ascii_whitespace()) {
            lines.push(Span::new(start, start + trimmed));
        }
        if start == 0 {
            break;
        }
        end = start - 1;
    }
    lines.reverse();
    lines
}
