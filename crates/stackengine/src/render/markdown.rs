//! Markdown for an issue or a chat: short, with its evidence in fenced blocks that nothing in it can close.

use std::fmt::Write;

use super::{Citation, Verdict, WHAT_TO_PASTE, cite, cost, printable};
use crate::diagnosis::{Diagnosis, Finding, Report, Role};
use crate::evidence::Sources;

/// How the Markdown is laid out.
#[derive(Clone, Copy, Debug)]
pub struct MarkdownOptions {
    /// Level of the headings of a diagnosis, so that it fits below others: 2 writes `##`.
    pub heading: usize,
}

impl Default for MarkdownOptions {
    fn default() -> Self {
        Self { heading: 2 }
    }
}

/// Places cited for the cause.
const CITED: usize = 6;

/// The report as Markdown.
#[must_use]
pub fn markdown(report: &Report, sources: &Sources, options: MarkdownOptions) -> String {
    let mut page = Page { text: String::new(), marks: "#".repeat(options.heading.clamp(1, 5)) };
    if report.diagnoses.is_empty() {
        page.paragraph("No Job, CronJob or pod was found in the input. Give it what these print:");
        page.fence("sh", &WHAT_TO_PASTE.join("\n"));
    }
    for diagnosis in &report.diagnoses {
        head(&mut page, diagnosis);
        evidence(&mut page, diagnosis, sources);
        others(&mut page, diagnosis);
        list(&mut page, "What it costs", &cost(diagnosis));
        commands(&mut page, diagnosis);
    }
    let not_read: Vec<String> = report
        .not_analysed
        .iter()
        .map(|part| match sources.get(part.place.source) {
            Some(source) => format!("{}, line {}: {}", source.name, source.line(part.place.span.start), part.why),
            None => part.why.clone(),
        })
        .collect();
    list(&mut page, "Not read", &not_read);
    page.text.truncate(page.text.trim_end_matches('\n').len());
    page.text.push('\n');
    page.text
}

struct Page {
    text: String,
    marks: String,
}

impl Page {
    fn title(&mut self, text: &str) {
        let marks = &self.marks;
        writeln!(self.text, "{marks} {text}\n").unwrap_or_default();
    }

    fn heading(&mut self, text: &str) {
        let marks = &self.marks;
        writeln!(self.text, "{marks}# {text}\n").unwrap_or_default();
    }

    fn paragraph(&mut self, text: &str) {
        writeln!(self.text, "{text}\n").unwrap_or_default();
    }

    fn fence(&mut self, language: &str, content: &str) {
        let fence = fence_for(content);
        writeln!(self.text, "{fence}{language}\n{content}\n{fence}\n").unwrap_or_default();
    }
}

fn head(page: &mut Page, diagnosis: &Diagnosis) {
    let subject = format!("{} {}", plain(&diagnosis.subject.kind), code(&full_name(diagnosis)));
    let state = diagnosis.state;
    let cause = diagnosis.cause();
    match (cause, Verdict::of(diagnosis)) {
        (Some(cause), _) => {
            page.title(&format!("{subject} ({state}): {} ({})", cause.diagnostic.name, cause.diagnostic.code));
            page.paragraph(&facts(cause, diagnosis));
        }
        (None, Verdict::Unknown) => page.title(&format!("{subject} ({state}): why cannot be known from this")),
        (None, Verdict::Attention) => page.title(&format!("{subject} ({state}): works, but look at what was found")),
        (None, _) => page.title(&format!("{subject} ({state}): nothing is wrong")),
    }
    let said = |summary: &str, finding: Option<&String>| {
        plain(if summary.is_empty() { finding.map_or("", String::as_str) } else { summary })
    };
    let broke = said(&diagnosis.summary.broke, cause.map(|cause| &cause.message));
    let fix = said(&diagnosis.summary.fix, cause.map(|cause| &cause.help));
    for (label, sentence) in [("Broke", broke), ("Fix", fix)] {
        if !sentence.is_empty() {
            page.paragraph(&format!("**{label}:** {sentence}"));
        }
    }
}

fn full_name(diagnosis: &Diagnosis) -> String {
    let subject = &diagnosis.subject;
    subject.namespace.as_ref().map_or(subject.name.clone(), |namespace| format!("{namespace}/{}", subject.name))
}

fn facts(cause: &Finding, diagnosis: &Diagnosis) -> String {
    let mut said = Vec::new();
    if let Some(exit_code) = cause.exit_code {
        said.push(format!("**exit code {exit_code}**"));
    }
    for (what, name) in [("container", &cause.container), ("pod", &cause.pod)] {
        if let Some(name) = name {
            said.push(format!("{what} {}", code(name)));
        }
    }
    if let Some(impact) = &diagnosis.impact {
        let [least, most] = impact.minutes_to_fix;
        said.push(format!("impact {}", impact.severity));
        said.push(format!("downtime risk {}", impact.downtime_risk));
        said.push(format!("{least} to {most} min to fix"));
    }
    said.push(cause.confidence.to_string());
    said.join(", ")
}

fn evidence(page: &mut Page, diagnosis: &Diagnosis, sources: &Sources) {
    let Some(cause) = diagnosis.cause().filter(|cause| !cause.evidence.is_empty()) else { return };
    let cited: Vec<Citation<'_>> = cause.evidence.iter().take(CITED).filter_map(|place| cite(sources, place)).collect();
    page.heading("Evidence");
    for run in cited.chunk_by(|one, next| one.source == next.source) {
        let Some(first) = run.first() else { continue };
        page.paragraph(&code(first.source));
        let lines: Vec<String> =
            run.iter().map(|one| format!("{:>5}  {}", one.line, printable(&one.excerpt))).collect();
        page.fence("text", &lines.join("\n"));
    }
}

fn others(page: &mut Page, diagnosis: &Diagnosis) {
    let of_interest = |(at, finding): &(usize, &Finding)| diagnosis.cause != Some(*at) && finding.role != Role::Lint;
    let lines: Vec<String> = diagnosis
        .findings
        .iter()
        .enumerate()
        .filter(of_interest)
        .map(|(_, finding)| {
            let explained = finding.explained_by.map(|by| format!(", explained by {by}")).unwrap_or_default();
            let name = finding.diagnostic.name;
            format!("{name} ({}, {}{explained}): {}", finding.diagnostic.code, finding.role, finding.message)
        })
        .collect();
    list(page, "Also found", &lines);
}

fn list(page: &mut Page, title: &str, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    page.heading(title);
    for line in lines {
        writeln!(page.text, "- {}", plain(line)).unwrap_or_default();
    }
    page.text.push('\n');
}

fn commands(page: &mut Page, diagnosis: &Diagnosis) {
    let needs = diagnosis.needs.iter().map(|need| (need.what.as_str(), need.command.as_str()));
    let next = |read_only: bool| {
        let wanted = diagnosis.next.iter().filter(move |next| next.read_only == read_only);
        wanted.map(|next| (next.why.as_str(), next.command.as_str()))
    };
    let blocks: [(&str, Vec<(&str, &str)>); 3] = [
        ("What is missing", needs.collect()),
        ("Next, changing nothing", next(true).collect()),
        ("Then, changing something", next(false).collect()),
    ];
    for (title, commands) in blocks {
        if commands.is_empty() {
            continue;
        }
        let lines: Vec<String> =
            commands.iter().map(|(why, command)| format!("# {}\n{}", one_line(why), one_line(command))).collect();
        page.heading(title);
        page.fence("sh", &lines.join("\n"));
    }
}

fn one_line(text: &str) -> String {
    printable(text).into_owned()
}

/// A fence longer than any run of backticks in the content.
fn fence_for(content: &str) -> String {
    "`".repeat(longest_run(content).max(2) + 1)
}

fn longest_run(text: &str) -> usize {
    text.split(|char| char != '`').map(str::len).max().unwrap_or(0)
}

/// A code span that its content cannot close.
fn code(text: &str) -> String {
    let text = printable(text);
    let marks = "`".repeat(longest_run(&text) + 1);
    if text.starts_with('`') || text.ends_with('`') {
        format!("{marks} {text} {marks}")
    } else {
        format!("{marks}{text}{marks}")
    }
}

/// Words from outside as words: nothing in them becomes a link, an image, emphasis or HTML.
fn plain(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + 8);
    for char in printable(text).chars() {
        match char {
            '<' => safe.push_str("&lt;"),
            '&' => safe.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' => safe.extend(['\\', char]),
            char => safe.push(char),
        }
    }
    safe
}
