//! `stackengine diagnose`.

use std::io::{self, IsTerminal as _, Write as _};

use stackengine::diagnosis::Report;
use stackengine::evidence::{NotAnalysed, Place, Source};
use stackengine::render::{JsonOptions, MarkdownOptions, Verdict, json, markdown, text};

use super::print;
use crate::args::{ColorChoice, DiagnoseArgs, Format};
use crate::input::{self, Input};
use crate::outcome::{Failure, Outcome};
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
    let Input { mut sources, not_read } = input::read(&args.paths, args.max_bytes);
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
    print(rendered.as_bytes())?;
    Ok(outcome(&report))
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
