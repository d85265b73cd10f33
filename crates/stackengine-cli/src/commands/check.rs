//! `stackengine check`.

use std::fs;
use std::io::{self, Write as _};
use std::path::PathBuf;

use stackengine::catalogue;
use stackengine::check::{CheckReport, FileReport, LeftOut};
use stackengine::diagnosis::Severity;
use stackengine::render::{
    CheckTextOptions, check_github, check_json, check_junit, check_markdown, check_sarif, check_text, printable,
};
use stackengine::repair::{Evidence, Level};

use super::print;
use crate::args::{CheckArgs, CheckFormat, ColorChoice, MAX_BYTES, ManifestArgs};
use crate::input;
use crate::manifests::{
    Baseline, Choice, Configs, Extras, Inspected, Target, drop_below, in_parallel, inspect, targets,
};
use crate::outcome::{Failure, Outcome};
use crate::terminal;

/// Manifests in, findings out.
pub(crate) fn check(args: &CheckArgs, color: ColorChoice) -> Result<Outcome, Failure> {
    let mut choice = choice(&args.common, Level::Hardened)?;
    if args.format == CheckFormat::Sarif {
        choice.extras = Extras::Replacements;
    }
    // A finding takes its line along: texts need not be kept.
    let Some(inspected) = inspect_all(&args.common, &choice, |_| None)? else { return Ok(Outcome::Unusable) };
    say_what_evidence_shows(&choice, &inspected);
    if args.write_baseline {
        return write_baseline(args, inspected);
    }
    let mut baseline = args.common.baseline.as_deref().map(Baseline::read).transpose()?;
    let mut report = CheckReport::default();
    let names: Vec<String> = inspected.iter().map(|one| one.report.file.clone()).collect();
    for one in inspected {
        let mut file = one.report;
        if let Some(baseline) = &mut baseline {
            baseline.apply(&mut file);
        }
        let configured = one.config.and_then(|(config, _)| config.severity);
        let least = args.severity.map(Severity::from).or(configured).unwrap_or(Severity::Info);
        report.n_below += drop_below(&mut file, least);
        match one.was_read {
            true => report.push(file),
            false => report.files.push(file),
        }
    }
    if let Some(baseline) = baseline {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let selects = |name: &str| catalogue::find(name).is_none_or(|found| choice.selects(found, None));
        report.gone = baseline.gone(&names, selects);
    }
    print(rendered(&report, args, color).as_bytes())?;
    Ok(outcome(report.open().next().is_some(), report.left_out().next().is_some()))
}

/// What the command line asks for, in one value.
pub(super) fn choice(args: &ManifestArgs, default_level: Level) -> Result<Choice, Failure> {
    let choice = Choice {
        level: args.level.map(Level::from),
        default_level,
        only: args.only.clone(),
        skip: args.skip.clone(),
        suppressions: !args.no_suppressions,
        extras: Extras::None,
        evidence: evidence(args)?,
    };
    choice.validate()?;
    Ok(choice)
}

/// What incidents show; without a workload in it, it can say nothing about any.
fn evidence(args: &ManifestArgs) -> Result<Evidence, Failure> {
    if args.evidence.is_empty() {
        return Ok(Evidence::default());
    }
    let stdin = |paths: &[PathBuf]| paths.iter().any(|path| path.as_os_str() == "-");
    if stdin(&args.evidence) && stdin(&args.paths) {
        return Err(Failure::Unusable("standard input cannot be both the manifests and the evidence".to_owned()));
    }
    let input = input::read(&args.evidence, MAX_BYTES);
    let mut err = io::stderr().lock();
    for part in &input.not_read {
        let _ =
            writeln!(err, "warning: of the evidence, {} was not read: {}", printable(&part.name), printable(&part.why));
    }
    let evidence = Evidence::read(&input.sources);
    if evidence.names().next().is_none() {
        return Err(Failure::Unusable("the evidence shows no Job and no CronJob".to_owned()));
    }
    Ok(evidence)
}

/// Says which workloads the evidence shows, where none of the manifests is one of them.
pub(super) fn say_what_evidence_shows(choice: &Choice, inspected: &[Inspected]) {
    let shown: Vec<String> = choice.evidence.names().collect();
    let objects = inspected.iter().flat_map(|one| &one.report.objects);
    if shown.is_empty() || objects.into_iter().any(|(kind, name)| choice.evidence.shows(kind, name)) {
        return;
    }
    let shown = printable(&shown.join(", ")).into_owned();
    let _ = writeln!(io::stderr().lock(), "warning: the evidence is about {shown}, and no manifest is called that");
}

/// Reads and checks everything, and keeps of each text what `keep` does; `None` where nothing could be read, which
/// standard error is told.
pub(super) fn inspect_all(
    args: &ManifestArgs,
    choice: &Choice,
    keep: fn(Option<String>) -> Option<String>,
) -> Result<Option<Vec<Inspected>>, Failure> {
    let found = targets(&args.paths, args.no_ignore);
    let mut configs = Configs::new(args.config.as_deref())?;
    let mut work: Vec<(Target, _)> = Vec::with_capacity(found.files.len());
    for target in found.files {
        let config = configs.of(target.path.as_deref())?;
        work.push((target, config));
    }
    let mut all = in_parallel(&work, |(target, config)| {
        let mut inspected = inspect(target, config.clone(), choice);
        inspected.text = keep(inspected.text);
        inspected
    })
    .map_err(|error| Failure::threads(&error))?;
    all.extend(found.unreadable.into_iter().map(|(file, why)| {
        let left_out = vec![LeftOut { document: None, position: None, why }];
        let report = FileReport { file, left_out, ..FileReport::default() };
        Inspected { report, text: None, path: None, was_read: false, config: None }
    }));
    all.sort_by(|left, right| left.report.file.cmp(&right.report.file));
    if all.iter().any(|one| one.was_read) {
        return Ok(Some(all));
    }
    let mut err = io::stderr().lock();
    for (file, left) in all.iter().flat_map(|one| one.report.left_out.iter().map(|left| (&one.report.file, left))) {
        let _ = writeln!(err, "error: failed to read {}: {}", printable(file), left.why);
    }
    if all.is_empty() {
        let paths: Vec<String> = args.paths.iter().map(|path: &PathBuf| path.display().to_string()).collect();
        let _ = writeln!(err, "error: there is no *.yaml, *.yml or *.json file below {}", paths.join(", "));
    }
    Ok(None)
}

/// Findings outrank what was not analysed: whoever asks "is something wrong?" has the answer.
pub(super) fn outcome(found: bool, left_out: bool) -> Outcome {
    match (found, left_out) {
        (true, _) => Outcome::Findings,
        (false, true) => Outcome::Incomplete,
        (false, false) => Outcome::Clean,
    }
}

fn rendered(report: &CheckReport, args: &CheckArgs, color: ColorChoice) -> String {
    match args.format {
        CheckFormat::Text => {
            let text = terminal::text_options(color, args.width);
            check_text(report, CheckTextOptions { text, show_suppressed: args.show_suppressed })
        }
        CheckFormat::Json => check_json(report),
        CheckFormat::Sarif => check_sarif(report),
        CheckFormat::Junit => check_junit(report),
        CheckFormat::Github => check_github(report),
        CheckFormat::Markdown => check_markdown(report),
    }
}

fn write_baseline(args: &CheckArgs, inspected: Vec<Inspected>) -> Result<Outcome, Failure> {
    let Some(path) = args.common.baseline.as_deref() else { return Ok(Outcome::Unusable) };
    let files: Vec<FileReport> = inspected.into_iter().map(|one| one.report).collect();
    let text = Baseline::empty(path).text(&files)?;
    fs::write(path, text)
        .map_err(|error| Failure::Unusable(format!("failed to write the baseline {}: {error}", path.display())))?;
    let n = files.iter().flat_map(|file| &file.findings).filter(|found| found.is_open()).count();
    let _ = writeln!(io::stderr().lock(), "wrote {n} findings to {}", path.display());
    Ok(Outcome::Clean)
}
