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
    /// What they say; spans count from the start of the source.
    pub reading: LogReading,
}

impl Log {
    pub(super) fn read(raw: &RawLog, sources: &Sources) -> Self {
        let text = sources.get(raw.place.source).map(|source| source.slice(raw.place.span)).unwrap_or_default();
        let mut reading = read_log(text);
        let shift = |span: &mut Span| {
            span.start = span.start.saturating_add(raw.place.span.start);
            span.end = span.end.saturating_add(raw.place.span.start);
        };
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
            reading,
        }
    }

    /// The place of a line of it.
    #[must_use]
    pub fn line(&self, span: Span) -> Place {
        Place { source: self.place.source, span }
    }

    /// The last line that carries a sign.
    #[must_use]
    pub fn sign(&self, sign: Sign) -> Option<Place> {
        self.reading.hits.iter().rev().find(|hit| hit.sign == sign).map(|hit| self.line(hit.line))
    }
}
