//! The text of `check`: every finding with its line, then what was left out, then the sum.

use super::summary::summary;
use super::{called, three_levels, whose};
use crate::check::{CheckReport, Excerpt, FileReport, Found, Position, Standing, Tally};
use crate::render::TextOptions;
use crate::render::paper::{Ink, Paper};
use crate::repair::{Fix, Level};

/// How the text looks, and what it shows.
#[derive(Clone, Copy, Debug, Default)]
pub struct CheckTextOptions {
    /// Colours and width.
    pub text: TextOptions,
    /// Whether suppressed findings are shown too.
    pub show_suppressed: bool,
}

/// What is written about one file: files can be rendered on all cores, and their texts joined.
#[must_use]
pub fn check_text_part(file: &FileReport, options: CheckTextOptions) -> String {
    let mut paper = Paper::new(options.text.width, options.text.color);
    write_file(&mut paper, file, options);
    paper.into_text()
}

/// The whole report; `gone` is what the baseline holds and nobody finds any more.
#[must_use]
pub fn check_text_of_parts<'p>(
    tally: &Tally,
    gone: &[String],
    parts: impl Iterator<Item = &'p str>,
    options: CheckTextOptions,
) -> String {
    let mut paper = Paper::new(options.text.width, options.text.color);
    for part in parts.filter(|part| !part.is_empty()) {
        paper.gap();
        paper.paste(part);
    }
    for entry in gone {
        paper.line(0, 2, &[(Ink::Faint, "baseline: no longer found: "), (Ink::Plain, entry)]);
    }
    paper.gap();
    for line in summary(tally) {
        paper.line(0, 2, &[(Ink::Plain, &line)]);
    }
    paper.into_text()
}

/// Writes what was found for people.
#[must_use]
pub fn check_text(report: &CheckReport, options: CheckTextOptions) -> String {
    let parts: Vec<String> = report.files.iter().map(|file| check_text_part(file, options)).collect();
    check_text_of_parts(&report.tally, &report.gone, parts.iter().map(String::as_str), options)
}

fn write_file(paper: &mut Paper, file: &FileReport, options: CheckTextOptions) {
    let shown = |found: &&Found| match found.standing {
        Standing::Open => true,
        Standing::Suppressed { .. } => options.show_suppressed,
        Standing::Known => false,
    };
    let hardening = |found: &&Found| found.lint.diagnostic.level == Level::Hardened;
    for found in file.findings.iter().filter(shown).filter(|found| !hardening(found)) {
        paper.gap();
        write_found(paper, &file.file, found);
    }
    paper.gap();
    for found in file.findings.iter().filter(shown).filter(hardening) {
        write_compact(paper, &file.file, found);
    }
    for remark in &file.remarks {
        let place = at(&file.file, Some(remark.position));
        paper.line(0, 2, &[(Ink::Plain, &place), (Ink::Faint, "  note  "), (Ink::Plain, &remark.text)]);
    }
    for left in &file.left_out {
        let place = at(&file.file, left.position);
        paper.line(0, 2, &[(Ink::Plain, &place), (Ink::Warning, "  not analysed  "), (Ink::Plain, &left.why)]);
    }
}

/// `path:line:column`, which terminals and editors follow.
fn at(file: &str, position: Option<Position>) -> String {
    match position {
        Some(Position { line, column }) => format!("{file}:{line}:{column}"),
        None => file.to_owned(),
    }
}

fn write_found(paper: &mut Paper, file: &str, found: &Found) {
    let ink = three_levels(found.lint.severity, Ink::Bad, Ink::Warning, Ink::Name);
    let (place, severity) = (at(file, Some(found.start)), format!("  {}  ", found.lint.severity));
    let owner = format!("  {}", whose(found));
    paper.row(&[(Ink::Plain, &place), (ink, &severity), (Ink::Heading, &called(found)), (Ink::Plain, &owner)]);
    write_excerpt(paper, found.start.line, &found.excerpt, ink);
    let message = match found.lint.api_refuses() {
        true => format!("the API server refuses it: {}", found.lint.message),
        false => found.lint.message.clone(),
    };
    paper.line(2, 4, &[(Ink::Plain, &message)]);
    if !found.lint.help.is_empty() {
        paper.line(2, 8, &[(Ink::Faint, "help: "), (Ink::Plain, &found.lint.help)]);
    }
    if let Some(fix) = &found.lint.fix {
        paper.line(2, 8, &[(Ink::Faint, "fix:  "), (Ink::Plain, &offered(fix))]);
    }
    if let Standing::Suppressed { by, reason } = &found.standing {
        let reason = reason.as_deref().unwrap_or("no reason given");
        paper.line(2, 8, &[(Ink::Faint, "suppressed by "), (Ink::Plain, by), (Ink::Plain, ": "), (Ink::Plain, reason)]);
    }
}

fn offered(fix: &Fix) -> String {
    let note = if fix.note.is_empty() { String::new() } else { format!(": {}", fix.note) };
    format!("{} ({}){note}", fix.title, fix.safety)
}

/// The line with the place marked below it, as wide as it is on the screen.
fn write_excerpt(paper: &mut Paper, line: usize, excerpt: &Excerpt, ink: Ink) {
    let number = line.to_string();
    let gutter = format!("  {number} | ");
    paper.row(&[
        (Ink::Faint, &gutter),
        (Ink::Plain, &excerpt.before),
        (ink, &excerpt.marked),
        (Ink::Plain, &excerpt.after),
    ]);
    let blank = " ".repeat(Paper::width_of(&excerpt.before));
    let marks = "^".repeat(Paper::width_of(&excerpt.marked).max(1));
    let gutter = format!("  {} | ", " ".repeat(number.len()));
    paper.row(&[(Ink::Faint, &gutter), (Ink::Plain, &blank), (ink, &marks)]);
}

fn write_compact(paper: &mut Paper, file: &str, found: &Found) {
    let ink = three_levels(found.lint.severity, Ink::Bad, Ink::Warning, Ink::Name);
    let (place, severity) = (at(file, Some(found.start)), format!("  {}  ", found.lint.severity));
    let said = match &found.lint.fix {
        Some(fix) => format!("  {} [fix: {}, {}]", found.lint.message, fix.title, fix.safety),
        None => format!("  {}", found.lint.message),
    };
    let mut pieces = vec![
        (Ink::Plain, place.as_str()),
        (ink, &severity),
        (Ink::Heading, found.lint.diagnostic.name),
        (Ink::Plain, &said),
    ];
    if matches!(found.standing, Standing::Suppressed { .. }) {
        pieces.push((Ink::Faint, " (suppressed)"));
    }
    paper.line(0, 4, &pieces);
}
