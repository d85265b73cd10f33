//! The report of `fix`: what was applied, what was not and why, what only the owner can decide.

use crate::check::Lint;
use crate::render::TextOptions;
use crate::render::paper::{Ink, Paper};
use crate::render::replay::write_proof;
use crate::repair::{FileState, Fix, FixReport, FixedFile, Safety};

/// Writes for people what became of the files.
#[must_use]
pub fn fix_text(report: &FixReport, options: TextOptions) -> String {
    let mut paper = Paper::new(options.width, options.color);
    for file in &report.files {
        let FixedFile { applied, proposed, dropped, left_out, state, .. } = file;
        let silent = applied.is_empty() && proposed.is_empty() && dropped.is_empty() && left_out.is_empty();
        if !silent || file.remaining > 0 || matches!(state, FileState::NotWritten(_)) {
            write_file(&mut paper, file);
        }
    }
    sum(&mut paper, report);
    paper.into_text()
}

fn write_file(paper: &mut Paper, file: &FixedFile) {
    let left = match file.remaining {
        0 => "nothing is left".to_owned(),
        1 => "1 finding is left".to_owned(),
        n => format!("{n} findings are left"),
    };
    let head = match &file.state {
        FileState::NotWritten(_) => ": not repaired".to_owned(),
        _ => format!(": {} applied, {left}", file.applied.len()),
    };
    paper.line(0, 2, &[(Ink::Heading, &file.file), (Ink::Plain, &head)]);
    if let FileState::NotWritten(why) = &file.state {
        paper.line(2, 4, &[(Ink::Bad, "not written: "), (Ink::Plain, why)]);
    }
    let word = if matches!(file.state, FileState::NotWritten(_)) { "would be applied" } else { "applied" };
    for applied in &file.applied {
        step(paper, (Ink::Good, word), &applied.lint, &applied.fix, &applied.fix.note);
    }
    for proposed in &file.proposed {
        let word = match proposed.fix.safety {
            Safety::DisplayOnly => "only you can",
            _ => "with --unsafe",
        };
        step(paper, (Ink::Name, word), &proposed.lint, &proposed.fix, &proposed.fix.note);
    }
    for dropped in &file.dropped {
        step(paper, (Ink::Warning, "not applied"), &dropped.lint, &dropped.fix, &dropped.why);
    }
    for delivered in &file.deliveries {
        let what = format!("{} {}: {}", delivered.kind, delivered.name, delivered.delivery.why);
        paper.line(2, 4, &[(Ink::Heading, "to apply "), (Ink::Plain, &what)]);
        for command in delivered.delivery.commands_for(&file.file) {
            paper.line(4, 6, &[(Ink::Plain, &command)]);
        }
    }
    for proof in &file.proofs {
        write_proof(paper, proof);
    }
    for left in &file.left_out {
        paper.line(2, 4, &[(Ink::Warning, "not analysed: "), (Ink::Plain, &left.why)]);
    }
}

fn step(paper: &mut Paper, (ink, word): (Ink, &str), lint: &Lint, fix: &Fix, said: &str) {
    let container = lint.container.as_ref().map_or_else(String::new, |name| format!(" in {name}"));
    let what = format!(": {} ({}{container}, {})", fix.title, lint.diagnostic.name, fix.safety);
    let said = if said.is_empty() { String::new() } else { format!(": {said}") };
    paper.line(2, 4, &[(ink, word), (Ink::Plain, &what), (Ink::Plain, &said)]);
}

fn sum(paper: &mut Paper, report: &FixReport) {
    let kept = || report.files.iter().filter(|file| !matches!(file.state, FileState::NotWritten(_)));
    let n_applied: usize = kept().map(|file| file.applied.len()).sum();
    let n_changed = kept().filter(|file| !file.applied.is_empty()).count();
    let n_left: usize = report.files.iter().map(|file| file.remaining).sum();
    let line = format!("{n_applied} fixed in {n_changed} of {} files, {n_left} left.", report.files.len());
    paper.line(0, 2, &[(Ink::Plain, &line)]);
}
