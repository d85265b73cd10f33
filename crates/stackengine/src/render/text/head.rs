//! The head: what a tired colleague reads first, and often all they read.

use super::TextOptions;
use crate::diagnosis::{Diagnosis, Finding};
use crate::render::Verdict;
use crate::render::paper::{Ink, Paper};

/// One line that says it, one that says how bad it is, and the two sentences.
pub(super) fn head(paper: &mut Paper, diagnosis: &Diagnosis, verdict: Verdict, options: TextOptions) {
    let state = diagnosis.state.to_string();
    let subject = format!("  {}", diagnosis.subject);
    let dot = if options.unicode { " · " } else { ", " };
    let start = [(ink(verdict), state.as_str()), (Ink::Heading, subject.as_str())];
    let rest = match (diagnosis.cause(), verdict) {
        (Some(cause), _) => cause_words(cause),
        (None, Verdict::Unknown) => vec![(Ink::Warning, "  why cannot be known from this".to_owned())],
        (None, Verdict::Attention) => vec![(Ink::Warning, "  works, but look at what was found".to_owned())],
        (None, _) => vec![(Ink::Good, "  nothing is wrong".to_owned())],
    };
    let pieces: Vec<_> = start.into_iter().chain(rest.iter().map(|(ink, words)| (*ink, words.as_str()))).collect();
    paper.line(0, 8, &pieces);
    if let Some(urgency) = urgency(diagnosis, dot) {
        paper.line(2, 2, &[(Ink::Plain, &urgency)]);
    }
    sentences(paper, diagnosis, verdict);
}

fn ink(verdict: Verdict) -> Ink {
    match verdict {
        Verdict::Cause => Ink::Bad,
        Verdict::Unknown | Verdict::Attention => Ink::Warning,
        Verdict::Clean => Ink::Good,
    }
}

fn cause_words(cause: &Finding) -> Vec<(Ink, String)> {
    let mut words =
        vec![(Ink::Bad, format!("  {}", cause.diagnostic.name)), (Ink::Plain, format!(" ({})", cause.diagnostic.code))];
    let r#where = match (&cause.container, &cause.pod) {
        (Some(container), Some(pod)) => format!(" in {container} (pod {pod})"),
        (Some(container), None) => format!(" in {container}"),
        (None, Some(pod)) => format!(" in pod {pod}"),
        (None, None) => String::new(),
    };
    match cause.exit_code {
        Some(code) => words.push((Ink::Heading, format!("  exit code {code}{}", r#where))),
        None if !r#where.is_empty() => words.push((Ink::Plain, format!(" {}", r#where))),
        None => {}
    }
    words
}

fn urgency(diagnosis: &Diagnosis, dot: &str) -> Option<String> {
    let confidence = diagnosis.cause().map(|cause| cause.confidence.to_string());
    let impact = diagnosis.impact.as_ref().map(|impact| {
        let [least, most] = impact.minutes_to_fix;
        let minutes =
            if least == most { format!("{least} min to fix") } else { format!("{least} to {most} min to fix") };
        format!("impact {}{dot}downtime risk {}{dot}{minutes}", impact.severity, impact.downtime_risk)
    });
    match (impact, confidence) {
        (Some(impact), Some(confidence)) => Some(format!("{impact}{dot}{confidence}")),
        (impact, confidence) => impact.or(confidence),
    }
}

fn sentences(paper: &mut Paper, diagnosis: &Diagnosis, verdict: Verdict) {
    let cause = diagnosis.cause();
    let said = |summary: &str, finding: Option<&String>| {
        if summary.is_empty() { finding.cloned().unwrap_or_default() } else { summary.to_owned() }
    };
    let broke = said(&diagnosis.summary.broke, cause.map(|cause| &cause.message));
    let fix = said(&diagnosis.summary.fix, cause.map(|cause| &cause.help));
    if verdict == Verdict::Clean || (broke.is_empty() && fix.is_empty()) {
        return;
    }
    paper.gap();
    for (label, sentence) in [("broke: ", broke), ("fix:   ", fix)] {
        if !sentence.is_empty() {
            paper.line(2, 9, &[(Ink::Heading, label), (Ink::Plain, &sentence)]);
        }
    }
}
