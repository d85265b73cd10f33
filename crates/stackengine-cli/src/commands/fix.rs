//! `stackengine fix`.

use std::collections::BTreeSet;
use std::io::{self, Write as _};

use stackengine::check::{FileReport, Lint};
use stackengine::manifest::Workload;
use stackengine::render::{fix_json, fix_text};
use stackengine::repair::{FileState, FixReport, FixedFile, Level, RepairOptions, Repaired, Safety, repair};
use stackengine::replay::{prove, prove_each};
use stackengine::yaml::Change;

use super::check::{choice, inspect_all, outcome, say_what_evidence_shows};
use super::print;
use crate::args::{ColorChoice, FixArgs, FixFormat};
use crate::manifests::{Baseline, Choice, Inspected, diff, in_parallel, judge, replace};
use crate::outcome::{Failure, Outcome};
use crate::terminal;

/// What identifies a finding while the text around it changes: object, diagnostic, path.
type Key = (String, &'static str, String);

/// Repairs manifests.
pub(crate) fn fix(args: &FixArgs, color: ColorChoice) -> Result<Outcome, Failure> {
    if args.write && args.common.paths.iter().any(|path| path.as_os_str() == "-") {
        return Err(Failure::Unusable("standard input cannot be written to: leave out --write".to_owned()));
    }
    let choice = choice(&args.common, Level::Basic, None)?;
    let Some(mut inspected) = inspect_all(&args.common, &choice, |one| one)? else { return Ok(Outcome::Unusable) };
    say_what_evidence_shows(&choice, inspected.iter());
    let prints = !(args.diff || args.write || args.format == FixFormat::Json);
    if prints && inspected.len() > 1 {
        let message = "several files cannot be printed as one: say --diff to see the changes, or --write to make them";
        return Err(Failure::Unusable(message.to_owned()));
    }
    let baseline = args.common.baseline.as_deref().map(Baseline::read).transpose()?;
    if let Some(mut baseline) = baseline.clone() {
        inspected.iter_mut().for_each(|one| baseline.apply(&mut one.report));
    }
    let repaired =
        in_parallel(&inspected, |one| repair_one(one, &choice, args)).map_err(|error| Failure::threads(&error))?;
    let mut after = baseline;
    let mut out = String::new();
    let mut report = FixReport::default();
    let mut n_left = 0;
    for (one, repaired) in inspected.into_iter().zip(repaired) {
        let n_before = n_open(&one.report);
        let (text, mut left, steps) = match repaired {
            Some(Attempt { repaired, report }) => {
                let Repaired { text, applied, dropped, deliveries } = repaired;
                (text, report, Some((applied, dropped, deliveries)))
            }
            None => (one.text.clone().unwrap_or_default(), one.report, None),
        };
        if let (Some(baseline), Some(_)) = (&mut after, &steps) {
            baseline.apply(&mut left);
        }
        let n_remaining = n_open(&left);
        let (applied, dropped, deliveries) = steps.unwrap_or_default();
        let mut fixed = FixedFile {
            file: left.file,
            remaining: n_remaining,
            left_out: left.left_out,
            applied,
            deliveries,
            ..FixedFile::default()
        };
        for dropped in dropped {
            let is_question = dropped.fix.safety == Safety::DisplayOnly
                || (dropped.fix.safety == Safety::Unsafe && !args.apply_unsafe);
            if is_question { fixed.proposed.push(dropped) } else { fixed.dropped.push(dropped) }
        }
        let before = one.text.unwrap_or_default();
        if args.prove {
            prove_file(&mut fixed, &before, &text, &choice);
        }
        fixed.diff = diff(&fixed.file, &before, &text);
        fixed.state = state(args, one.path.as_deref(), &before, &text);
        n_left += match (&fixed.state, args.diff) {
            (FileState::Written | FileState::Unchanged, _) | (FileState::Changed, false) => n_remaining,
            (FileState::Changed, true) | (FileState::NotWritten(_), _) => n_before,
        };
        if args.diff {
            out.push_str(&fixed.diff);
        } else if prints {
            out.push_str(&text);
        }
        report.files.push(fixed);
    }
    match args.format {
        FixFormat::Json => print(fix_json(&report).as_bytes())?,
        FixFormat::Text => {
            print(out.as_bytes())?;
            let text = fix_text(&report, terminal::error_options(color));
            let _ = io::stderr().lock().write_all(text.as_bytes());
        }
    }
    let failed = report.files.iter().any(|file| matches!(file.state, FileState::NotWritten(_)));
    Ok(match failed {
        true => Outcome::Unusable,
        false => outcome(n_left > 0, report.files.iter().any(|file| !file.left_out.is_empty())),
    })
}

/// Plays out what the repair does as a whole, and lets each fix say what it makes worse.
fn prove_file(fixed: &mut FixedFile, before: &str, after: &str, choice: &Choice) {
    let incident = |workload: &Workload<'_>| choice.evidence.about(workload).behaviour.clone();
    fixed.proofs = prove(before, after, &incident);
    let changes: Vec<(&str, &[Change])> =
        fixed.applied.iter().map(|applied| (applied.number.as_str(), applied.fix.changes.as_slice())).collect();
    let worse = prove_each(before, &changes, &incident);
    for (applied, worse) in fixed.applied.iter_mut().zip(worse).filter(|(_, worse)| !worse.is_empty()) {
        let note = &mut applied.fix.note;
        let gap = if note.is_empty() { "" } else { "; " };
        note.push_str(&format!("{gap}played out, it makes worse: {}", worse.join("; ")));
    }
}

/// A repaired text, and what is still found in it.
struct Attempt {
    repaired: Repaired,
    report: FileReport,
}

/// `None` where there is nothing to repair.
fn repair_one(one: &Inspected, choice: &Choice, args: &FixArgs) -> Option<Attempt> {
    let text = one.text.as_deref()?;
    let config = one.config.as_ref();
    let mut refused: BTreeSet<Key> = BTreeSet::new();
    for found in one.report.findings.iter().filter(|found| !found.is_open()) {
        refused.insert(key(&found.document, &found.lint));
    }
    if !one.report.findings.iter().any(|found| found.is_open() && found.lint.fix.is_some()) {
        return None;
    }
    let selects = |lint: &Lint| choice.selects(lint.diagnostic, config.map(|(config, _)| config.as_ref()));
    let wanted = |number: &str, lint: &Lint| selects(lint) && !refused.contains(&key(number, lint));
    let options = RepairOptions {
        level: choice.level(config.map(|(config, _)| config.as_ref())),
        apply_unsafe: args.apply_unsafe,
        evidence: &choice.evidence,
        wanted: &wanted,
    };
    let repaired = repair(text, &options);
    let report = judge(&one.report.file, &repaired.text, choice, config);
    Some(Attempt { repaired, report })
}

fn key(number: &str, lint: &Lint) -> Key {
    (number.to_owned(), lint.diagnostic.name, lint.path.to_string())
}

fn n_open(report: &FileReport) -> usize {
    report.findings.iter().filter(|found| found.is_open()).count()
}

/// What becomes of the repaired text.
fn state(args: &FixArgs, path: Option<&std::path::Path>, before: &str, after: &str) -> FileState {
    match path {
        _ if before == after => FileState::Unchanged,
        Some(path) if args.write => match replace(path, before, after) {
            Ok(()) => FileState::Written,
            Err(error) => FileState::NotWritten(error.to_string()),
        },
        _ => FileState::Changed,
    }
}
