//! What the containers wrote, as far as it was given.

use super::inventory::RawLog;
use crate::evidence::{Place, Sources};
use crate::knowledge::{LogReading, Sign, read_log};
use crate::yaml::Span;

/// The output of a container, read once.
#[derive(Clone, Debug)]
pub struct Log {
    /// Whose it is, where that is known.
    pub pod: Option<String>,
    /// The Job it was asked for by.
    pub job: Option<String>,
    /// Whose it is, where that is known.
    pub container: Option<String>,
    /// Whether it is of the run before the present one.
    pub previous: bool,
    /// The lines.
    pub place: Place,
    /// Whether its last line has an end, as what programs print has.
    pub is_whole: bool,
    /// Words of the lines that carry a sign, to see whether a program is named in them.
    blamed: Vec<(Sign, Span, String)>,
    /// Where the log says last that what had failed works now, or that it is only tried again.
    healed: Option<u32>,
    /// What they say; spans count from the start of the source.
    pub reading: LogReading,
}

/// More of a line is not kept.
const LONGEST_LINE: usize = 300;

/// How far behind the last sign a log is searched for the news that all is well.
const NEWS: usize = 16 * 1024;

/// The last place after the first sign where the log says that something works again.
fn healed_at(text: &str, reading: &LogReading) -> Option<u32> {
    const WORDS: [&str; 9] = [
        "retry",
        "try again",
        "trying again",
        "connected",
        "succeeded",
        "successfully",
        "is up",
        "is ready",
        "recovered",
    ];
    let mut start = reading.hits.first()?.line.start as usize;
    start = start.max(text.len().saturating_sub(NEWS));
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let mut at = start;
    let mut healed = None;
    for line in text[start..].split_inclusive('\n') {
        let lower = line.chars().take(LONGEST_LINE).collect::<String>().to_ascii_lowercase();
        let denied = ["not connected", "disconnected", "could not", "unsuccessfully", "giving up", "no more retr"];
        if WORDS.iter().any(|word| lower.contains(word)) && !denied.iter().any(|word| lower.contains(word)) {
            healed = Some(Span::new(at, at).start);
        }
        at += line.len();
    }
    healed
}

impl Log {
    pub(super) fn read(raw: &RawLog, sources: &Sources) -> Self {
        let text = sources.get(raw.place.source).map(|source| source.slice(raw.place.span)).unwrap_or_default();
        let mut reading = read_log(text);
        let shift = |span: &mut Span| {
            span.start = span.start.saturating_add(raw.place.span.start);
            span.end = span.end.saturating_add(raw.place.span.start);
        };
        let words = |span: Span| {
            let line = text.get(span.start as usize..span.end as usize).unwrap_or_default();
            line.chars().take(LONGEST_LINE).collect::<String>()
        };
        let mut blamed: Vec<_> = reading.hits.iter().map(|hit| (hit.sign, hit.line, words(hit.line))).collect();
        blamed.iter_mut().for_each(|(_, line, _)| shift(line));
        let healed = healed_at(text, &reading).map(|at| raw.place.span.start.saturating_add(at));
        reading.hits.iter_mut().for_each(|hit| shift(&mut hit.line));
        reading.last_lines.iter_mut().for_each(shift);
        reading.error.iter_mut().for_each(shift);
        Self {
            pod: raw.of.pod.clone(),
            job: raw.of.job.clone(),
            container: raw.of.container.clone(),
            previous: raw.of.previous,
            place: raw.place,
            is_whole: text.ends_with('\n'),
            blamed,
            healed,
            reading,
        }
    }

    /// The place of a line of it.
    #[must_use]
    pub fn line(&self, span: Span) -> Place {
        Place { source: self.place.source, span }
    }

    /// Whether what this sign says was overcome: the log goes on to say that it works now, or only announces a retry.
    #[must_use]
    pub fn healed(&self, sign: Sign) -> bool {
        let last = self.reading.hits.iter().rev().find(|hit| hit.sign == sign);
        last.is_some_and(|hit| self.healed_after(hit.line.start))
    }

    /// Whether the log says at this place or later that all is well again.
    #[must_use]
    pub fn healed_after(&self, offset: u32) -> bool {
        self.healed.is_some_and(|healed| healed >= offset)
    }

    /// A line that carries a sign of failure and names this program.
    #[must_use]
    pub fn blames(&self, program: &str) -> Option<Place> {
        let name = program.rsplit('/').next().unwrap_or(program);
        let names = |line: &str| {
            line.split(|char: char| !(char.is_alphanumeric() || "-_.".contains(char))).any(|word| word == name)
        };
        let fault = |sign: &Sign| !matches!(sign, Sign::LockWait | Sign::Waiting);
        let found = self.blamed.iter().rev().find(|(sign, _, line)| fault(sign) && names(line))?;
        Some(self.line(found.1))
    }

    /// The last line that carries a sign.
    #[must_use]
    pub fn sign(&self, sign: Sign) -> Option<Place> {
        self.reading.hits.iter().rev().find(|hit| hit.sign == sign).map(|hit| self.line(hit.line))
    }
}
