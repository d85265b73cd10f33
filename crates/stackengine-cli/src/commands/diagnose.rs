//! `stackengine diagnose`.

use std::io::{self, IsTerminal as _, Write as _};

use stackengine::diagnosis::Report;
use stackengine::evidence::{NotAnalysed, Place, Source};
use stackengine::render::{JsonOptions, MarkdownOptions, Verdict, json, markdown, text};

use super::print;
use crate::args::{ColorChoice, DiagnoseArgs, Format};
use crate::input::{self, Input, NotRead, Text, Texts};
use crate::outcome::{Failure, Outcome};
use crate::privacy::Session;
use crate::terminal;

const USAGE: &str = "\
nothing to diagnose: name files or folders, or pipe something in

  kubectl describe job NAME | PROGRAM diagnose
  PROGRAM diagnose objects.json pod.container.txt incident/
";

/// Evidence in, diagnosis out.
pub(crate) fn diagnose(args: &DiagnoseArgs, color: ColorChoice, called: &str) -> Result<Outcome, Failure> {
    if args.paths.is_empty() && io::stdin().is_terminal() {
        let _ = io::stderr().lock().write_all(USAGE.replace("PROGRAM", called).as_bytes());
        return Ok(Outcome::Unusable);
    }
    if !args.redact && !args.masking.is_default() {
        return Err(Failure::Unusable("options of masking are of use with --redact alone".to_owned()));
    }
    let mut session = if args.redact { Some(Session::open(&args.masking)?) } else { None };
    let mut texts = input::read_texts(&args.paths, args.max_bytes);
    if let Some(session) = &mut session {
        texts = masked(texts, session)?;
    }
    let Input { mut sources, not_read } = texts.into();
    if sources.iter().next().is_none() {
        let mut err = io::stderr().lock();
        for part in &not_read {
            let _ = writeln!(err, "error: failed to read {}: {}", part.name, part.why);
        }
        return Ok(Outcome::Unusable);
    }
    let mut report = stackengine::diagnose(&sources);
    for part in not_read {
        // A source without text gives what was not read a name to be called by.
        let id = sources.add(Source::new(part.name, Vec::new()));
        report.not_analysed.push(NotAnalysed { place: Place { source: id, ..Place::default() }, why: part.why });
    }
    let rendered = match args.format {
        Format::Text => text(&report, &sources, terminal::text_options(color, args.width)),
        Format::Json => json(&report, &sources, JsonOptions::default()),
        Format::Markdown => markdown(&report, &sources, MarkdownOptions::default()),
    };
    if let Some(session) = &mut session {
        session.check(rendered.as_bytes())?;
        session.keep()?;
    }
    print(rendered.as_bytes())?;
    Ok(outcome(&report))
}

/// The same texts without what is private in them and in their names.
fn masked(texts: Texts, session: &mut Session) -> Result<Texts, Failure> {
    let Texts { texts, not_read } = texts;
    let decoded: Vec<Vec<u8>> = texts.iter().map(|text| Source::new("", text.bytes.clone()).text().into()).collect();
    let names = texts.iter().map(|text| &text.name).chain(not_read.iter().map(|part| &part.name));
    let all: Vec<&[u8]> = decoded.iter().map(Vec::as_slice).chain(names.map(|name| name.as_bytes())).collect();
    let mut redacted = session.redact(&all)?.into_iter().map(|redacted| redacted.text);
    let bodies: Vec<Vec<u8>> = redacted.by_ref().take(texts.len()).collect();
    let mut names = redacted.map(|name| String::from_utf8_lossy(&name).into_owned());
    let texts = bodies.into_iter().zip(&mut names).map(|(bytes, name)| Text { name, bytes }).collect();
    let not_read = not_read.into_iter().zip(names).map(|(part, name)| NotRead { name, ..part }).collect();
    Ok(Texts { texts, not_read })
}

/// Findings outrank what was not read: whoever asks "is something wrong?" has the answer.
fn outcome(report: &Report) -> Outcome {
    let any = |test: fn(Verdict) -> bool| report.diagnoses.iter().map(Verdict::of).any(test);
    if report.diagnoses.iter().any(|diagnosis| !diagnosis.is_clean()) {
        Outcome::Findings
    } else if report.diagnoses.is_empty() {
        Outcome::Unusable
    } else if any(|verdict| verdict == Verdict::Unknown) || !report.not_analysed.is_empty() {
        Outcome::Incomplete
    } else {
        Outcome::Clean
    }
}
