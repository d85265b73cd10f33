//! An explanation as text: the page of a diagnostic, or what an exit code can mean.

use super::TextOptions;
use super::paper::{Ink, Paper};
use crate::catalogue::{Diagnostic, Page};
use crate::explain::Explanation;
use crate::knowledge::{Reading, Retry};

/// The explanation as text.
#[must_use]
pub fn explanation(explanation: &Explanation, options: TextOptions) -> String {
    let mut paper = Paper::new(options.width, options.color);
    match explanation {
        Explanation::Page(diagnostic) => page(&mut paper, diagnostic),
        Explanation::ExitCode { code, signal, readings } => exit_code(&mut paper, *code, *signal, readings),
        Explanation::Line(diagnostics) => line(&mut paper, diagnostics),
        Explanation::Unknown { close } => unknown(&mut paper, close),
    }
    paper.into_text()
}

fn page(paper: &mut Paper, diagnostic: &Diagnostic) {
    let code = format!(" ({}, {})", diagnostic.code, diagnostic.severity);
    paper.line(0, 4, &[(Ink::Bad, diagnostic.name), (Ink::Faint, &code)]);
    let Some(page) = Page::parse(diagnostic.page) else {
        return markdown_lines(paper, diagnostic.page);
    };
    let [least, most] = page.minutes_to_fix;
    let urgency = format!("impact {}, downtime risk {}, {least} to {most} min to fix", page.impact, page.downtime_risk);
    paper.line(0, 0, &[(Ink::Faint, &urgency)]);
    paper.gap();
    markdown_lines(paper, page.body);
}

/// Markdown is readable as it is; only headings, fenced blocks and paragraphs are treated as what they are.
fn markdown_lines(paper: &mut Paper, text: &str) {
    let mut fenced = false;
    let mut paragraph = String::new();
    for line in text.lines() {
        let body = line.trim();
        let fence = body.starts_with("```");
        let title = line.strip_prefix("## ").filter(|_| !fenced);
        if fence || fenced || title.is_some() || body.is_empty() || starts_item(body) {
            finish(paper, &mut paragraph);
        }
        if fence {
            fenced = !fenced;
        } else if fenced {
            paper.verbatim(4, Ink::Name, if line.is_empty() { " " } else { line });
        } else if let Some(title) = title {
            paper.heading(title);
        } else if body.is_empty() {
            paper.gap();
        } else {
            paragraph.push_str(if paragraph.is_empty() { "" } else { " " });
            paragraph.push_str(body);
        }
    }
    finish(paper, &mut paragraph);
}

/// `- an item` or `2. an item`.
fn starts_item(line: &str) -> bool {
    let numbered = line.trim_start_matches(|char: char| char.is_ascii_digit());
    line.starts_with("- ") || (numbered.len() < line.len() && numbered.starts_with(". "))
}

/// The lines of a paragraph were broken for the source; they are broken anew for the reader's width.
fn finish(paper: &mut Paper, paragraph: &mut String) {
    if !paragraph.is_empty() {
        let hanging = if starts_item(paragraph) { 3 } else { 0 };
        paper.line(0, hanging, &[(Ink::Plain, paragraph)]);
        paragraph.clear();
    }
}

fn exit_code(paper: &mut Paper, code: i64, signal: Option<&str>, readings: &[&Reading]) {
    let title = format!("exit code {code}");
    let signal = signal.map(|signal| format!("  128 + the number of {signal}, if a signal it was")).unwrap_or_default();
    paper.line(0, 4, &[(Ink::Heading, &title), (Ink::Faint, &signal)]);
    if (256..=65_535).contains(&code) {
        paper.gap();
        let kept = format!("a Linux process keeps only the lowest 8 bits: `exit {code}` ends with {}", code % 256);
        paper.line(2, 4, &[(Ink::Warning, &kept)]);
    }
    for reading in readings {
        paper.gap();
        let who = format!("{}: ", reading.who);
        paper.line(2, 4, &[(Ink::Name, &who), (Ink::Plain, reading.meaning)]);
        if let Some(fact) = reading.second_fact {
            paper.line(4, 6, &[(Ink::Warning, "only together with: "), (Ink::Plain, fact)]);
        }
        let retry = match reading.retry {
            Retry::Helps => "running it again can help",
            Retry::DoesNotHelp => "running it again does not help",
            Retry::Depends => "the code alone does not tell whether running it again can help",
        };
        paper.line(4, 6, &[(Ink::Plain, retry)]);
        if let Some(name) = reading.diagnostic {
            paper.verbatim(4, Ink::Name, &format!("stackengine explain {name}"));
        }
        let source = format!("source: {}", reading.source);
        paper.line(4, 6, &[(Ink::Faint, &source)]);
    }
}

fn line(paper: &mut Paper, diagnostics: &[&Diagnostic]) {
    paper.line(0, 2, &[(Ink::Plain, "A line like this speaks for:")]);
    for diagnostic in diagnostics {
        let code = format!(" ({})  ", diagnostic.code);
        let sentence = Page::parse(diagnostic.page).map_or("", |page| page.sentence);
        paper.line(2, 4, &[(Ink::Name, diagnostic.name), (Ink::Faint, &code), (Ink::Plain, sentence)]);
    }
    paper.gap();
    paper.line(
        0,
        2,
        &[(Ink::Plain, "It is the cause only if the container failed after it; `stackengine diagnose` decides.")],
    );
}

fn unknown(paper: &mut Paper, close: &[&str]) {
    paper.line(0, 0, &[(Ink::Plain, "nothing is known by these words")]);
    if close.is_empty() {
        paper.line(
            0,
            2,
            &[(
                Ink::Plain,
                "Ask for a name or a code of `stackengine catalogue`, for `exit 137`, or paste an error line.",
            )],
        );
    } else {
        paper.line(0, 2, &[(Ink::Plain, "Close by: "), (Ink::Name, &close.join(", "))]);
    }
}
