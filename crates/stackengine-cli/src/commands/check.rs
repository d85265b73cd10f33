//! `stackengine check`.

use std::fs;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::time::Duration;

use stackengine::catalogue;
use stackengine::check::{CheckReport, FileReport, LeftOut, Tally};
use stackengine::diagnosis::Severity;
use stackengine::render::{
    CheckJsonPart, CheckTextOptions, check_github, check_json_of_parts, check_json_part, check_junit, check_markdown,
    check_sarif, check_text_of_parts, check_text_part, printable,
};
use stackengine::repair::{Evidence, Level};

use super::print;
use crate::args::{CheckArgs, CheckFormat, ColorChoice, MAX_BYTES, ManifestArgs};
use crate::input;
use crate::manifests::{
    Baseline, Choice, Configs, Extras, Inspected, Policies, Target, drop_below, in_parallel, inspect, targets,
};
use crate::outcome::{Failure, Outcome};
use crate::terminal;

/// Manifests in, findings out.
pub(crate) fn check(args: &CheckArgs, color: ColorChoice) -> Result<Outcome, Failure> {
    let limit = Duration::from_millis(args.policy_time);
    let policies = match args.policy.is_empty() {
        true => None,
        false => Some(Policies::read(&args.policy, limit)?),
    };
    let mut choice = choice(&args.common, Level::Hardened, policies)?;
    if args.format == CheckFormat::Sarif {
        choice.extras = Extras::Replacements;
    }
    // One that is to be written need not be there.
    let known = args.common.baseline.as_deref().filter(|_| !args.write_baseline);
    let mut baseline = known.map(Baseline::read).transpose()?;
    let writer = Writer::new(args, color);
    // A baseline is used up finding by finding, in the order of the files. Without one each file is written where it
    // was checked, and its findings need not be kept.
    let at_once = baseline.is_none() && !args.write_baseline;
    let work = |mut one: Inspected| {
        one.text = None;
        if at_once { writer.sheet(one) } else { Sheet { inspected: one, part: Part::Whole, n_below: 0 } }
    };
    let Some(mut sheets) = inspect_all(&args.common, &choice, work)? else { return Ok(Outcome::Unusable) };
    say_what_evidence_shows(&choice, sheets.iter().map(|sheet| &sheet.inspected));
    if args.write_baseline {
        return write_baseline(args, sheets);
    }
    let mut gone = Vec::new();
    if let Some(baseline) = &mut baseline {
        let names: Vec<String> = sheets.iter().map(|sheet| sheet.inspected.report.file.clone()).collect();
        sheets.iter_mut().for_each(|sheet| baseline.apply(&mut sheet.inspected.report));
        sheets = sheets.into_iter().map(|sheet| writer.sheet(sheet.inspected)).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let selects = |name: &str| catalogue::find(name).is_none_or(|found| choice.selects(found, None));
        gone = baseline.gone(&names, selects);
    }
    let (text, tally) = writer.whole(sheets, gone);
    print(text.as_bytes())?;
    Ok(outcome(tally.n_open() > 0, tally.n_left_out > 0))
}

/// Writes files one by one, and then the whole of them.
struct Writer<'a> {
    args: &'a CheckArgs,
    text: CheckTextOptions,
}

/// A file that was checked, and what is written about it.
struct Sheet {
    inspected: Inspected,
    part: Part,
    n_below: usize,
}

/// What is written about one file, where the format allows to write files one by one.
enum Part {
    Json(CheckJsonPart, Tally),
    Text(String, Tally),
    /// The findings are still there, to be written with all others.
    Whole,
}

impl<'a> Writer<'a> {
    fn new(args: &'a CheckArgs, color: ColorChoice) -> Self {
        let text = terminal::text_options(color, args.width);
        Self { args, text: CheckTextOptions { text, show_suppressed: args.show_suppressed } }
    }

    fn sheet(&self, mut inspected: Inspected) -> Sheet {
        let configured = inspected.config.as_ref().and_then(|(config, _)| config.severity);
        let least = self.args.severity.map(Severity::from).or(configured).unwrap_or(Severity::Info);
        let n_below = drop_below(&mut inspected.report, least);
        let report = &mut inspected.report;
        let tally = || {
            let mut tally = Tally::of(report);
            tally.n_files = usize::from(inspected.was_read);
            tally
        };
        let part = match self.args.format {
            CheckFormat::Json => Part::Json(check_json_part(report), tally()),
            CheckFormat::Text => Part::Text(check_text_part(report, self.text), tally()),
            _ => Part::Whole,
        };
        if !matches!(part, Part::Whole) {
            report.findings = Vec::new();
        }
        Sheet { inspected, part, n_below }
    }

    fn whole(&self, sheets: Vec<Sheet>, gone: Vec<String>) -> (String, Tally) {
        let mut report = CheckReport { gone, ..CheckReport::default() };
        let (mut json, mut text) = (Vec::new(), Vec::new());
        for sheet in sheets {
            report.tally.n_below += sheet.n_below;
            match sheet.part {
                Part::Json(part, tally) => {
                    report.tally.add(&tally);
                    json.push(part);
                }
                Part::Text(part, tally) => {
                    report.tally.add(&tally);
                    text.push(part);
                }
                Part::Whole if sheet.inspected.was_read => report.push(sheet.inspected.report),
                Part::Whole => report.push_unread(sheet.inspected.report),
            }
        }
        let written = match self.args.format {
            CheckFormat::Json => check_json_of_parts(&report.tally, json.iter()),
            CheckFormat::Text => {
                check_text_of_parts(&report.tally, &report.gone, text.iter().map(String::as_str), self.text)
            }
            CheckFormat::Sarif => check_sarif(&report),
            CheckFormat::Junit => check_junit(&report),
            CheckFormat::Github => check_github(&report),
            CheckFormat::Markdown => check_markdown(&report),
        };
        (written, report.tally)
    }
}

/// What the command line asks for, in one value.
pub(super) fn choice(args: &ManifestArgs, default_level: Level, policies: Option<Policies>) -> Result<Choice, Failure> {
    let choice = Choice {
        level: args.level.map(Level::from),
        default_level,
        only: args.only.clone(),
        skip: args.skip.clone(),
        suppressions: !args.no_suppressions,
        extras: Extras::None,
        evidence: evidence(args)?,
        policies,
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
pub(super) fn say_what_evidence_shows<'i>(choice: &Choice, inspected: impl Iterator<Item = &'i Inspected>) {
    let shown: Vec<String> = choice.evidence.names().collect();
    let mut objects = inspected.flat_map(|one| &one.report.objects);
    if shown.is_empty() || objects.any(|(kind, name)| choice.evidence.shows(kind, name)) {
        return;
    }
    let shown = printable(&shown.join(", ")).into_owned();
    let _ = writeln!(io::stderr().lock(), "warning: the evidence is about {shown}, and no manifest is called that");
}

/// Reads and checks everything, and makes of each file what `then` does, in the order of their names; `None` where
/// nothing could be read, which standard error is told.
pub(super) fn inspect_all<T: Send>(
    args: &ManifestArgs,
    choice: &Choice,
    then: impl Fn(Inspected) -> T + Sync,
) -> Result<Option<Vec<T>>, Failure> {
    let found = targets(&args.paths, args.no_ignore);
    let mut configs = Configs::new(args.config.as_deref())?;
    let mut work: Vec<(Target, _)> = Vec::with_capacity(found.files.len());
    for target in found.files {
        let config = configs.of(target.path.as_deref())?;
        work.push((target, config));
    }
    let mut all = in_parallel(&work, |(target, config)| {
        let inspected = inspect(target, config.clone(), choice);
        let unread = (!inspected.was_read).then(|| inspected.report.left_out.clone());
        (inspected.report.file.clone(), unread, then(inspected))
    })
    .map_err(|error| Failure::threads(&error))?;
    all.extend(found.unreadable.into_iter().map(|(file, why)| {
        let left_out = vec![LeftOut { document: None, position: None, why }];
        let report = FileReport { file: file.clone(), left_out: left_out.clone(), ..FileReport::default() };
        (file, Some(left_out), then(Inspected { report, text: None, path: None, was_read: false, config: None }))
    }));
    all.sort_by(|(left, ..), (right, ..)| left.cmp(right));
    if all.iter().any(|(_, unread, _)| unread.is_none()) {
        return Ok(Some(all.into_iter().map(|(_, _, one)| one).collect()));
    }
    let mut err = io::stderr().lock();
    for (file, left_out, _) in &all {
        for left in left_out.iter().flatten() {
            let _ = writeln!(err, "error: failed to read {}: {}", printable(file), left.why);
        }
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

fn write_baseline(args: &CheckArgs, sheets: Vec<Sheet>) -> Result<Outcome, Failure> {
    let Some(path) = args.common.baseline.as_deref() else { return Ok(Outcome::Unusable) };
    let files: Vec<FileReport> = sheets.into_iter().map(|sheet| sheet.inspected.report).collect();
    let text = Baseline::empty(path).text(&files)?;
    fs::write(path, text)
        .map_err(|error| Failure::Unusable(format!("failed to write the baseline {}: {error}", path.display())))?;
    let n = files.iter().flat_map(|file| &file.findings).filter(|found| found.is_open()).count();
    let _ = writeln!(io::stderr().lock(), "wrote {n} findings to {}", path.display());
    Ok(Outcome::Clean)
}
