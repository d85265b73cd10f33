//! Which lines are shown: the cited ones, what stands around them, the ends of logs, the manifest; best first, until the
//! budget is spent.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::super::case::Case;
use crate::evidence::{Place, Source, SourceId};
use crate::render::{cite, printable};
use crate::yaml::Span;

/// Characters of a line at most.
const LONGEST: usize = 300;
/// Lines before and behind a cited one.
const AROUND: usize = 6;
/// Lines of the end of each log.
const END: usize = 25;
/// Places of one finding that are shown.
const MAX_PLACES: usize = 12;
/// Bytes of a line that are looked at for its ends.
const WINDOW: usize = 4096;
/// What the frame of a line costs.
const FRAME: usize = 10;

/// A line that is shown, and where it is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The name of its text.
    pub source: String,
    /// Its number there, from 1.
    pub line: usize,
    /// What it says: printable, shortened.
    pub text: String,
    /// Whether it is a line of the manifest.
    pub of_manifest: bool,
}

/// What was chosen.
pub(super) struct Chosen {
    pub(super) lines: Vec<Line>,
    pub(super) shows_manifest: bool,
}

/// How good a line is to have, best first; and its text, where an excerpt says more than its beginning.
type Wanted = BTreeMap<(SourceId, usize), (u32, Option<String>, Span)>;

/// Chooses lines for about so many bytes.
pub(super) fn choose(case: &Case<'_>, budget: usize) -> Chosen {
    let mut left = budget;
    let manifest = manifest(case).filter(|lines| {
        // A manifest in part invites edits of what is not seen; and it must leave room for what happened.
        let cost: usize = lines.iter().map(|line| line.text.len() + FRAME).sum();
        let fits = cost <= budget / 3 * 2;
        left -= if fits { cost } else { 0 };
        fits
    });
    let mut ranked: Vec<_> = wanted(case).into_iter().collect();
    ranked.sort_by_key(|((source, line), (rank, ..))| (*rank, *source, *line));
    let mut kept = Vec::new();
    for ((id, number), (_, excerpt, span)) in ranked {
        let Some(source) = case.dossier.sources.get(id) else { continue };
        let text = excerpt.unwrap_or_else(|| shortened(source.slice(span)));
        let cost = text.len() + FRAME;
        if text.trim().is_empty() || cost > left {
            continue;
        }
        left -= cost;
        kept.push(((id, number), Line { source: one_word(&source.name), line: number, text, of_manifest: false }));
    }
    kept.sort_by_key(|(at, _)| *at);
    let mut lines: Vec<Line> = kept.into_iter().map(|(_, line)| line).collect();
    let shows_manifest = manifest.is_some();
    if let Some(manifest) = manifest {
        // What is shown as evidence need not be shown twice, but a manifest is read as a whole.
        lines.retain(|line| !manifest.iter().any(|other| other.source == line.source && other.line == line.line));
        lines.extend(manifest);
    }
    Chosen { lines, shows_manifest }
}

/// Writes lines with their numbers, under the names of their texts.
pub(super) fn write(lines: &[Line], out: &mut String) {
    let mut before: Option<&Line> = None;
    for (position, line) in lines.iter().enumerate() {
        match before {
            Some(last) if last.source == line.source && last.of_manifest == line.of_manifest => {
                if line.line > last.line + 1 {
                    out.push_str("...\n");
                }
            }
            _ => {
                let what = if line.of_manifest { "Data: the manifest, all of it" } else { "Data: lines" };
                let _ = writeln!(out, "\n# {what} of {}, from line {}\n", line.source, line.line);
            }
        }
        let _ = writeln!(out, "[{}] {}", position + 1, line.text);
        before = Some(line);
    }
}

fn one_word(name: &str) -> String {
    let name: String = printable(name).split_whitespace().collect::<Vec<_>>().join("_");
    if name.is_empty() { "-".to_owned() } else { name }
}

fn shortened(line: &str) -> String {
    let mut text: String = line.chars().take(LONGEST + 1).collect();
    if text.chars().count() > LONGEST {
        text = text.chars().take(LONGEST - 3).collect();
        text.push_str("...");
    }
    printable(text.trim_end()).into_owned()
}

fn wanted(case: &Case<'_>) -> Wanted {
    let mut wanted = Wanted::new();
    for (position, finding) in case.diagnosis.findings.iter().enumerate() {
        let is_cause = case.diagnosis.cause == Some(position);
        for (nth, place) in finding.evidence.iter().take(MAX_PLACES).enumerate() {
            let rank = if is_cause { 0 } else { 10 } + u32::try_from(nth).unwrap_or(10);
            want(case, place, rank, &mut wanted);
        }
    }
    for log in &case.facts.logs {
        let Some(source) = case.dossier.sources.get(log.place.source) else { continue };
        for hit in log.reading.hits.iter().take(MAX_PLACES) {
            want(case, &Place { source: log.place.source, span: hit.line }, 5, &mut wanted);
        }
        let mut end = log.place.span.end as usize;
        for nth in 0..END {
            let Some(span) = line_before(source, end) else { break };
            if span.end <= log.place.span.start {
                break;
            }
            end = span.start as usize;
            let rank = 4 + u32::try_from(nth).unwrap_or(0) / 2;
            add(log.place.source, source, span, rank, None, &mut wanted);
        }
    }
    wanted
}

/// A cited place with the lines around it.
fn want(case: &Case<'_>, place: &Place, rank: u32, wanted: &mut Wanted) {
    let Some(source) = case.dossier.sources.get(place.source) else { return };
    let at = place.span.start as usize;
    let span = line_at(source.text(), at);
    let is_long = (span.end - span.start) as usize > LONGEST;
    let excerpt =
        cite(&case.dossier.sources, place).filter(|_| is_long).map(|found| printable(&found.excerpt).into_owned());
    add(place.source, source, span, rank, excerpt, wanted);
    let (mut up, mut down) = (span.start as usize, span.end as usize);
    for distance in 1..=AROUND {
        let rank = rank + 20 + 3 * u32::try_from(distance).unwrap_or(0);
        if let Some(before) = line_before(source, up) {
            up = before.start as usize;
            add(place.source, source, before, rank, None, wanted);
        }
        if down + 1 < source.text().len() {
            let after = line_at(source.text(), down + 1);
            down = after.end as usize;
            add(place.source, source, after, rank, None, wanted);
        }
    }
}

fn add(id: SourceId, source: &Source, span: Span, rank: u32, excerpt: Option<String>, wanted: &mut Wanted) {
    let entry = wanted.entry((id, source.line(span.start))).or_insert((rank, None, span));
    if rank < entry.0 {
        entry.0 = rank;
    }
    if entry.1.is_none() {
        entry.1 = excerpt;
    }
}

/// The line that holds an offset; of a very long one the part around it.
fn line_at(text: &str, at: usize) -> Span {
    let bytes = text.as_bytes();
    let at = at.min(bytes.len());
    let left = at.saturating_sub(WINDOW);
    let right = at.saturating_add(WINDOW).min(bytes.len());
    let start = memchr::memrchr(b'\n', bytes.get(left..at).unwrap_or_default()).map_or(left, |found| left + found + 1);
    let end = memchr::memchr(b'\n', bytes.get(at..right).unwrap_or_default()).map_or(right, |found| at + found);
    let inside = |mut offset: usize| {
        while !text.is_char_boundary(offset) {
            offset += 1;
        }
        offset
    };
    Span::new(inside(start), inside(end))
}

/// The line that ends before an offset.
fn line_before(source: &Source, start: usize) -> Option<Span> {
    let end = start.checked_sub(1)?;
    Some(line_at(source.text(), end))
}

/// Every line of the object in the manifest.
fn manifest(case: &Case<'_>) -> Option<Vec<Line>> {
    let manifest = case.manifest.as_ref()?;
    let text = manifest.text.get(..manifest.span.end as usize)?;
    let from = text.get(..manifest.span.start as usize)?.rfind('\n').map_or(0, |found| found + 1);
    let first = text.get(..from)?.matches('\n').count() + 1;
    let source = one_word(manifest.name);
    let lines = text.get(from..)?.lines().enumerate().map(|(nth, line)| {
        let text = printable(line.trim_end()).into_owned();
        Line { source: source.clone(), line: first + nth, text, of_manifest: true }
    });
    let lines: Vec<Line> = lines.collect();
    // A line that would be cut would be edited as if it ended there.
    (!lines.is_empty()).then_some(lines)
}
