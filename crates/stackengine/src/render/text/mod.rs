//! Text for a terminal or a file.

mod head;
mod parts;

use super::paper::{Ink, Paper};

use super::{Verdict, WHAT_TO_PASTE};
use crate::diagnosis::Report;
use crate::evidence::Sources;

/// How the text looks.
#[derive(Clone, Copy, Debug)]
pub struct TextOptions {
    /// ANSI colours.
    pub color: bool,
    /// Columns of a line; 0 never breaks one.
    pub width: usize,
    /// Signs outside ASCII in the text's own words; the evidence is shown as it is.
    pub unicode: bool,
}

impl Default for TextOptions {
    fn default() -> Self {
        Self { color: false, width: 100, unicode: true }
    }
}

/// The report as text.
#[must_use]
pub fn text(report: &Report, sources: &Sources, options: TextOptions) -> String {
    let mut paper = Paper::new(options.width, options.color);
    if report.diagnoses.is_empty() {
        nothing_found(&mut paper);
    }
    if report.diagnoses.len() > 1 {
        overview(&mut paper, report);
    }
    for diagnosis in &report.diagnoses {
        let verdict = Verdict::of(diagnosis);
        // Healthy workloads stay together, a line each: the eye belongs to the others.
        if verdict != Verdict::Clean {
            paper.gap();
        }
        head::head(&mut paper, diagnosis, verdict, options);
        if verdict != Verdict::Clean || !diagnosis.findings.is_empty() {
            parts::parts(&mut paper, diagnosis, sources, verdict, options);
            paper.gap();
        }
    }
    parts::not_analysed(&mut paper, &report.not_analysed, sources);
    let mut text = paper.into_text();
    text.truncate(text.trim_end_matches('\n').len());
    text.push('\n');
    text
}

fn nothing_found(paper: &mut Paper) {
    paper.line(0, 0, &[(Ink::Warning, "no Job, CronJob or pod was found in the input")]);
    paper.gap();
    paper.line(0, 0, &[(Ink::Plain, "Give it what these print, as files or through a pipe, in any mixture:")]);
    for command in WHAT_TO_PASTE {
        paper.verbatim(4, Ink::Name, command);
    }
}

fn overview(paper: &mut Paper, report: &Report) {
    let count = |wanted: Verdict| report.diagnoses.iter().filter(|one| Verdict::of(one) == wanted).count();
    let said: Vec<String> = [
        (Verdict::Cause, "failing"),
        (Verdict::Unknown, "not known"),
        (Verdict::Attention, "to look at"),
        (Verdict::Clean, "fine"),
    ]
    .into_iter()
    .filter_map(|(verdict, words)| Some(count(verdict)).filter(|n| *n > 0).map(|n| format!("{n} {words}")))
    .collect();
    let line = format!("{} workloads: {}", report.diagnoses.len(), said.join(", "));
    paper.line(0, 2, &[(Ink::Heading, &line)]);
    paper.gap();
}
