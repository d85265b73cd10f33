//! What follows the head: evidence, the other findings, the cost, the timeline, what is missing, what to run.

use super::TextOptions;
use crate::diagnosis::{Diagnosis, Finding, Role};
use crate::evidence::{NotAnalysed, Place, Sources};
use crate::render::paper::{Ink, Paper};
use crate::render::{Verdict, cite, cost, moments};

/// Places cited for the cause before the reader is sent to the JSON.
const CITED_FOR_CAUSE: usize = 8;
/// Places cited for any other finding.
const CITED_ELSEWHERE: usize = 2;

/// Everything below the head, part by part; a part that has nothing to say is left out.
pub(super) fn parts(
    paper: &mut Paper,
    diagnosis: &Diagnosis,
    sources: &Sources,
    verdict: Verdict,
    options: TextOptions,
) {
    if verdict == Verdict::Unknown {
        missing(paper, diagnosis, verdict);
    }
    if let Some(cause) = diagnosis.cause().filter(|cause| !cause.evidence.is_empty()) {
        paper.heading("Evidence");
        citations(paper, 2, &cause.evidence, sources, CITED_FOR_CAUSE, options);
    }
    for (role, title) in [
        (Role::Cause, "Would explain it too"),
        (Role::Contributing, "Made it worse, or will bring it back"),
        (Role::Symptom, "What it looks like from outside"),
        (Role::Lint, "Worth a look, not part of this failure"),
    ] {
        findings(paper, diagnosis, sources, (role, title), options);
    }
    costs(paper, diagnosis);
    timeline(paper, diagnosis, options);
    if verdict != Verdict::Unknown {
        missing(paper, diagnosis, verdict);
    }
    next(paper, diagnosis);
}

fn citations(paper: &mut Paper, indent: usize, places: &[Place], sources: &Sources, most: usize, options: TextOptions) {
    for mut cited in places.iter().take(most).filter_map(|place| cite(sources, place)) {
        let at = format!("{}:{}  ", cited.source, cited.line);
        if !options.unicode {
            cited.excerpt = cited.excerpt.replace('…', "...");
        }
        paper.line(indent, indent + 4, &[(Ink::Faint, &at), (Ink::Plain, &cited.excerpt)]);
    }
    if places.len() > most {
        let more = format!("and {} more places (--format json lists all)", places.len() - most);
        paper.line(indent, indent + 4, &[(Ink::Faint, &more)]);
    }
}

fn findings(
    paper: &mut Paper,
    diagnosis: &Diagnosis,
    sources: &Sources,
    (role, title): (Role, &str),
    options: TextOptions,
) {
    let of_role = |(at, finding): &(usize, &Finding)| finding.role == role && diagnosis.cause != Some(*at);
    let mut shown = diagnosis.findings.iter().enumerate().filter(of_role).peekable();
    if shown.peek().is_none() {
        return;
    }
    paper.heading(title);
    for (_, finding) in shown {
        let label = format!(" ({}, {})  ", finding.diagnostic.code, finding.confidence);
        let explained = finding.explained_by.map(|by| format!(" (explained by {by})")).unwrap_or_default();
        let ink = if role == Role::Lint { Ink::Name } else { Ink::Warning };
        let pieces = [
            (ink, finding.diagnostic.name),
            (Ink::Faint, &label),
            (Ink::Plain, &finding.message),
            (Ink::Faint, &explained),
        ];
        paper.line(2, 4, &pieces);
        // A symptom goes when its cause goes: there is nothing to do about it.
        if role != Role::Symptom && !finding.help.is_empty() {
            paper.line(4, 9, &[(Ink::Heading, "fix: "), (Ink::Plain, &finding.help)]);
        }
        citations(paper, 4, &finding.evidence, sources, CITED_ELSEWHERE, options);
    }
}

fn costs(paper: &mut Paper, diagnosis: &Diagnosis) {
    let lines = cost(diagnosis);
    if lines.is_empty() {
        return;
    }
    paper.heading("What it costs");
    for line in lines {
        paper.line(2, 4, &[(Ink::Plain, &line)]);
    }
}

fn timeline(paper: &mut Paper, diagnosis: &Diagnosis, options: TextOptions) {
    let lines = moments::moments(&diagnosis.timeline, options.unicode);
    if lines.is_empty() {
        return;
    }
    paper.heading("Timeline");
    let column = lines.iter().map(|line| line.when.len()).max().unwrap_or(0);
    for line in &lines {
        let when = format!("{:>column$}  ", line.when);
        paper.line(2, column + 4, &[(Ink::Faint, &when), (Ink::Plain, &line.what)]);
    }
}

fn missing(paper: &mut Paper, diagnosis: &Diagnosis, verdict: Verdict) {
    if diagnosis.needs.is_empty() {
        return;
    }
    let title = if verdict == Verdict::Unknown { "What would show it" } else { "What is missing" };
    paper.heading(title);
    for need in &diagnosis.needs {
        paper.line(2, 4, &[(Ink::Plain, &need.what)]);
        command(paper, &need.command);
    }
}

fn next(paper: &mut Paper, diagnosis: &Diagnosis) {
    for (read_only, title) in [(true, "Next, changing nothing"), (false, "Then, changing something")] {
        let mut shown = diagnosis.next.iter().filter(|next| next.read_only == read_only).peekable();
        if shown.peek().is_none() {
            continue;
        }
        paper.heading(title);
        for next in shown {
            paper.line(2, 4, &[(Ink::Plain, &next.why)]);
            command(paper, &next.command);
        }
    }
}

fn command(paper: &mut Paper, command: &str) {
    if !command.is_empty() {
        paper.verbatim(4, Ink::Name, command);
    }
}

/// What was not read, and why: never left out, whatever else there is to say.
pub(super) fn not_analysed(paper: &mut Paper, parts: &[NotAnalysed], sources: &Sources) {
    if parts.is_empty() {
        return;
    }
    paper.heading("Not read");
    for part in parts {
        let at = sources
            .get(part.place.source)
            .map(|source| format!("{}:{}  ", source.name, source.line(part.place.span.start)));
        paper.line(2, 4, &[(Ink::Faint, &at.unwrap_or_default()), (Ink::Plain, &part.why)]);
    }
}
