//! What is said about many files: every finding with its line and column, and what keeps it from counting.
//!
//! Texts are not kept: a finding takes its own line along.

use super::{Checked, Judgement, Lint, Tally};
use crate::repair::{Evidence, Level, RepairOptions, Safety, repair};
use crate::yaml::{self, Span, TextEdit};

/// Characters of a line that an excerpt shows at most.
const LONGEST: usize = 160;

/// Everything that is said about all files.
#[derive(Debug, Default)]
pub struct CheckReport {
    /// The files about which there is something to say, in their order.
    pub files: Vec<FileReport>,
    /// Their figures, those of the other files included.
    pub tally: Tally,
    /// Entries of the baseline that no longer occur.
    pub gone: Vec<String>,
}

/// Everything that is said about one file.
#[derive(Debug, Default)]
pub struct FileReport {
    /// Its name.
    pub file: String,
    /// What was found, in the order of the text.
    pub findings: Vec<Found>,
    /// What is to be said about its suppressions.
    pub remarks: Vec<Remark>,
    /// What was not analysed.
    pub left_out: Vec<LeftOut>,
    /// How many documents it has.
    pub n_documents: usize,
    /// Kind and name of each Job and CronJob in it.
    pub objects: Vec<(&'static str, String)>,
}

/// One finding in its place.
#[derive(Clone, Debug)]
pub struct Found {
    /// What was found.
    pub lint: Lint,
    /// The document: `0`, or `0.2` inside a List.
    pub document: String,
    /// Kind and name of the object; `None` where the document cannot be read.
    pub object: Option<(&'static str, String)>,
    /// Where it begins.
    pub start: Position,
    /// Where it ends.
    pub end: Position,
    /// The line it is in.
    pub excerpt: Excerpt,
    /// What its fix would do to the text, where that was asked for: see [`add_replacements`].
    pub replacement: Option<Replacement>,
    /// Whether it counts.
    pub standing: Standing,
}

/// Whether a finding counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// It does.
    #[default]
    Open,
    /// Its owner says that it is meant.
    Suppressed {
        /// Where that is said: `comment`, `annotation …`, `configuration`.
        by: String,
        /// Why.
        reason: Option<String>,
    },
    /// It was there before, says the baseline.
    Known,
}

/// A line and a column, both from 1; columns are Unicode characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The character of the line.
    pub column: usize,
}

/// A line of a text, cut around the place that matters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Excerpt {
    /// What stands before the place.
    pub before: String,
    /// The place itself.
    pub marked: String,
    /// What stands behind it.
    pub after: String,
}

/// A part of a text, and what comes in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// Where the part begins.
    pub start: Position,
    /// Where it ends.
    pub end: Position,
    /// What comes.
    pub text: String,
}

/// A remark about a suppression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// Where the suppression stands.
    pub position: Position,
    /// A sentence fragment.
    pub text: String,
}

/// Something that was not analysed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The document; `None` for a whole file.
    pub document: Option<String>,
    /// Where; `None` for a whole file.
    pub position: Option<Position>,
    /// Why, as a sentence fragment.
    pub why: String,
}

impl Found {
    /// Whether it counts.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.standing == Standing::Open
    }

    /// How safe its fix is, where it has one.
    #[must_use]
    pub fn safety(&self) -> Option<Safety> {
        self.lint.fix.as_ref().map(|fix| fix.safety)
    }
}

impl CheckReport {
    /// Adds what is said about a file; one about which there is nothing to say is only counted.
    pub fn push(&mut self, file: FileReport) {
        self.tally.add(&Tally::of(&file));
        if !(file.findings.is_empty() && file.remarks.is_empty() && file.left_out.is_empty()) {
            self.files.push(file);
        }
    }

    /// Adds what is said about a file that could not be read.
    pub fn push_unread(&mut self, file: FileReport) {
        self.tally.n_left_out += file.left_out.len();
        self.files.push(file);
    }

    /// The findings that count, each with the name of its file.
    pub fn open(&self) -> impl Iterator<Item = (&str, &Found)> {
        self.all().filter(|(_, found)| found.is_open())
    }

    /// Every finding with the name of its file.
    pub fn all(&self) -> impl Iterator<Item = (&str, &Found)> {
        self.files.iter().flat_map(|file| file.findings.iter().map(|found| (file.file.as_str(), found)))
    }

    /// What was not analysed, each with the name of its file.
    pub fn left_out(&self) -> impl Iterator<Item = (&str, &LeftOut)> {
        self.files.iter().flat_map(|file| file.left_out.iter().map(|left| (file.file.as_str(), left)))
    }
}

/// Puts what was found in one file in its place. `judgement` is `None` where suppressions do not count.
#[must_use]
pub fn report(file: &str, text: &str, checked: Checked, judgement: Option<&Judgement>) -> FileReport {
    let mut report = FileReport { file: file.to_owned(), n_documents: checked.n_documents, ..FileReport::default() };
    let lines = Lines::new(text);
    for (number, lint) in checked.broken {
        report.findings.push(lines.found(lint, number, None, Standing::Open));
    }
    for (index, object) in checked.objects.into_iter().enumerate() {
        report.objects.push((object.kind, object.name.clone()));
        for (nth, lint) in object.lints.into_iter().enumerate() {
            let suppression = judgement.and_then(|judgement| {
                let covered_by = judgement.covered_by.get(index)?.get(nth).copied()??;
                judgement.suppressions.get(covered_by)
            });
            let standing = suppression.map_or(Standing::Open, |suppression| Standing::Suppressed {
                by: suppression.by.clone(),
                reason: suppression.reason.clone(),
            });
            let named = Some((object.kind, object.name.clone()));
            report.findings.push(lines.found(lint, object.number.clone(), named, standing));
        }
    }
    report.findings.sort_by(|left, right| {
        (left.lint.span.start, left.lint.diagnostic.code).cmp(&(right.lint.span.start, right.lint.diagnostic.code))
    });
    let notes = judgement.map(|judgement| judgement.notes.as_slice()).unwrap_or_default();
    report.remarks = notes
        .iter()
        .map(|note| Remark { position: lines.position(note.span.start), text: note.text.clone() })
        .collect();
    report.remarks.dedup();
    report.left_out = checked
        .not_analysed
        .into_iter()
        .map(|left| LeftOut {
            document: Some(left.number),
            position: Some(lines.position(left.span.start)),
            why: left.why,
        })
        .collect();
    report
}

/// Adds to every finding that counts and can be mended safely what its fix would do to the text: tried, and checked again
/// as every repair is.
pub fn add_replacements(report: &mut FileReport, text: &str, evidence: &Evidence) {
    let documents = yaml::documents(text);
    let lines = Lines::new(text);
    for found in report.findings.iter_mut().filter(|found| found.is_open() && found.safety() == Some(Safety::Safe)) {
        let (index, item) = match found.document.split_once('.') {
            Some((index, item)) => (index, format!("0.{item}")),
            None => (found.document.as_str(), "0".to_owned()),
        };
        let document = index.parse().ok().and_then(|index: usize| documents.get(index));
        let edit = document.and_then(|document| tried(text, document.span, &item, &found.lint, evidence));
        found.replacement = edit.map(|edit| Replacement {
            start: lines.position(edit.span.start),
            end: lines.position(edit.span.end),
            text: edit.text,
        });
    }
}

/// The one edit that the fix of a lint comes to, where it keeps its promise.
fn tried(text: &str, document: Span, number: &str, lint: &Lint, evidence: &Evidence) -> Option<TextEdit> {
    let start = document.start as usize;
    let before = text.get(start..document.end as usize)?;
    let this = |other_number: &str, other: &Lint| {
        other_number == number && other.diagnostic.name == lint.diagnostic.name && other.path == lint.path
    };
    let options = RepairOptions { level: Level::Hardened, apply_unsafe: false, evidence, wanted: &this };
    let after = repair(before, &options);
    if after.applied.len() != 1 {
        return None;
    }
    let after = after.text;
    let same = |(left, right): &(char, char)| left == right;
    let head: usize = before.chars().zip(after.chars()).take_while(same).map(|(char, _)| char.len_utf8()).sum();
    let (old, new) = (before.get(head..)?, after.get(head..)?);
    let tail: usize = old.chars().rev().zip(new.chars().rev()).take_while(same).map(|(char, _)| char.len_utf8()).sum();
    let span = Span::new(start + head, start + before.len() - tail);
    Some(TextEdit { span, text: new.get(..new.len() - tail)?.to_owned() })
}

/// The lines of a text.
struct Lines<'t> {
    text: &'t str,
    starts: std::cell::OnceCell<Vec<usize>>,
}

impl<'t> Lines<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, starts: std::cell::OnceCell::new() }
    }

    /// The line that holds a byte, from 0, and where it starts. A byte-order mark is no character of the first.
    fn line(&self, offset: usize) -> (usize, usize) {
        let starts = self.starts.get_or_init(|| {
            let first = if self.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
            let others = memchr::memchr_iter(b'\n', self.text.as_bytes()).map(|at| at + 1);
            std::iter::once(first).chain(others).collect()
        });
        let line = starts.partition_point(|start| *start <= offset).saturating_sub(1);
        (line, starts.get(line).copied().unwrap_or(0))
    }

    fn position(&self, offset: u32) -> Position {
        let offset = floor(self.text, offset as usize);
        let (line, start) = self.line(offset);
        let column = self.text.get(start..offset).map_or(0, |before| before.chars().count());
        Position { line: line + 1, column: column + 1 }
    }

    fn found(&self, lint: Lint, document: String, object: Option<(&'static str, String)>, standing: Standing) -> Found {
        let (start, end) = (self.position(lint.span.start), self.position(lint.span.end.max(lint.span.start)));
        let excerpt = self.excerpt(lint.span);
        Found { lint, document, object, start, end, excerpt, replacement: None, standing }
    }

    /// The line in which a span begins; of a span of several lines the first.
    fn excerpt(&self, span: Span) -> Excerpt {
        let from = floor(self.text, span.start as usize);
        let (_, start) = self.line(from);
        let rest = self.text.get(from..).unwrap_or_default();
        let line_end = memchr::memchr(b'\n', rest.as_bytes()).map_or(self.text.len(), |at| from + at);
        let to = floor(self.text, (span.end as usize).max(from)).min(line_end);
        let part = |from: usize, to: usize| self.text.get(from..to).unwrap_or_default();
        let (marked, marked_cut) = head(part(from, to).trim_end_matches('\r'), LONGEST / 2);
        let before = tail(part(start, from), LONGEST / 2);
        let room = LONGEST.saturating_sub(before.chars().count() + marked.chars().count());
        let after = match marked_cut {
            true => String::new(),
            false => head(part(to, line_end).trim_end_matches('\r'), room).0,
        };
        Excerpt { before, marked, after }
    }
}

/// At most `most` characters of the beginning, and whether anything was cut.
fn head(text: &str, most: usize) -> (String, bool) {
    match text.char_indices().nth(most) {
        Some((at, _)) => (text.get(..at).unwrap_or_default().to_owned() + "…", true),
        None => (text.to_owned(), false),
    }
}

/// At most `most` characters of the end.
fn tail(text: &str, most: usize) -> String {
    let most_bytes = text.len().saturating_sub(most * 4);
    let near = text.get(floor(text, most_bytes)..).unwrap_or_default();
    let n_chars = near.chars().count();
    match n_chars > most {
        true => "…".to_owned() + &near.chars().skip(n_chars - most).collect::<String>(),
        false => near.to_owned(),
    }
}

fn floor(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excerpt(text: &str, needle: &str) -> (Position, Excerpt) {
        let at = text.find(needle).expect("the needle is there");
        let lines = Lines::new(text);
        let span = Span::new(at, at + needle.len());
        (lines.position(span.start), lines.excerpt(span))
    }

    #[test]
    fn columns_count_characters_and_a_byte_order_mark_is_none() {
        let table = [
            ("\u{feff}kind: x\n", "kind", 1, 1),
            ("ü: [é, x]\r\nb: y\r\n", "x", 1, 8),
            ("ü: [é, x]\r\nb: y\r\n", "y", 2, 4),
        ];
        for (text, needle, line, column) in table {
            assert_eq!(excerpt(text, needle).0, Position { line, column }, "{text:?}");
        }
    }

    #[test]
    fn an_excerpt_is_one_line_and_never_long() {
        let (_, cut) = excerpt("a: 1\r\nb: two\r\nc: 3\r\n", "two");
        assert_eq!(cut, Excerpt { before: "b: ".into(), marked: "two".into(), after: String::new() });
        let (_, cut) = excerpt("a: 1\nb: |\n  x\nc: 3\n", "b: |\n  x");
        assert_eq!(cut.marked, "b: |");
        let long = format!("{}needle{}", "ü".repeat(1000), "é".repeat(1000));
        let (position, cut) = excerpt(&long, "needle");
        assert_eq!(position.column, 1001);
        assert!(cut.before.starts_with('…') && cut.before.ends_with('ü') && cut.after.ends_with('…'));
        assert!(cut.before.chars().count() + cut.after.chars().count() < LONGEST + 3);
    }
}
