//! Chooses for each hazard the edit that really ends it: every edit is tried, and the script read again.

use std::ops::Range;

use super::walk::MAX_HAZARDS;
use super::{Dialect, Hazard, HazardKind, Options, Remedy, Script};

/// More attempts than this are not made for one script.
const MAX_TRIES: usize = 24;

type Edits = Vec<(Range<usize>, String)>;

/// Keeps of all remedies in question those that end their hazard and bring no other.
pub(super) fn choose(script: &mut Script, manifest: &str, shell: Dialect, options: Options) {
    if script.hazards.len() >= MAX_HAZARDS {
        script.hazards.iter_mut().for_each(|hazard| hazard.remedy = None);
        return;
    }
    let mut tried: Vec<(Edits, Option<Vec<Hazard>>)> = Vec::new();
    let hazards = script.hazards.clone();
    for (hazard, known) in script.hazards.iter_mut().zip(&hazards) {
        let own = hazard.remedy.take();
        hazard.remedy =
            candidates(known, own, script.text.as_str(), manifest, shell, options).into_iter().find(|remedy| {
                let after = match tried.iter().find(|(edits, _)| *edits == remedy.edits) {
                    Some((_, after)) => after.clone(),
                    None if tried.len() >= MAX_TRIES => None,
                    None => {
                        let read = |text: String| Script::read_without_remedies(&text, shell, options);
                        let after = remedy.apply(manifest).and_then(read).map(|script| script.hazards);
                        tried.push((remedy.edits.clone(), after.clone()));
                        after
                    }
                };
                after.is_some_and(|after| mends(known, &hazards, &after, &remedy.edits))
            });
    }
}

/// In the order in which they are to be tried.
fn candidates(
    hazard: &Hazard,
    own: Option<Remedy>,
    text: &str,
    manifest: &str,
    shell: Dialect,
    options: Options,
) -> Vec<Remedy> {
    let strict = |flags: &str| Remedy {
        edits: vec![front(manifest, &format!("set {flags}"))],
        title: format!("begin the script with `set {flags}`"),
        keeps_meaning: false,
    };
    // A script that looks at statuses itself would end before it does; arithmetic that yields 0 is a failure, too.
    let asks = ["$?", "((", "let ", "set +e", "PIPESTATUS"].iter().any(|sign| text.contains(sign));
    // These stop reading before the pipe is done, and what writes to them dies of it.
    let breaks_pipes = ["head", "grep -q", "grep -m", "yes |"].iter().any(|sign| text.contains(sign));
    let pipefail = shell.has_pipefail() && !breaks_pipes;
    match hazard.kind {
        HazardKind::Sequence | HazardKind::LastIsEcho if !asks => vec![strict("-e")],
        HazardKind::Pipe if pipefail && options.errexit => vec![strict("-o pipefail")],
        HazardKind::Pipe if pipefail && !asks => vec![strict("-eo pipefail")],
        HazardKind::OrTrue if own.is_none() && !asks => vec![strict("-e")],
        HazardKind::OrTrue => {
            let with_strict = own.as_ref().filter(|_| !asks).map(|own| {
                let strict = strict("-e");
                let mut edits = strict.edits;
                edits.extend(own.edits.iter().cloned());
                Remedy { edits, title: format!("{}, and {}", strict.title, own.title), keeps_meaning: false }
            });
            own.into_iter().chain(with_strict).collect()
        }
        _ => own.into_iter().collect(),
    }
}

/// Where a first command goes: before a script of one line, on a line of its own after leading comments of a longer one.
fn front(manifest: &str, command: &str) -> (Range<usize>, String) {
    let lead = manifest.len() - manifest.trim_start().len();
    if !manifest.trim().contains('\n') {
        return (lead..lead, format!("{command}; "));
    }
    let mut at = 0;
    for line in manifest.split_inclusive('\n') {
        let code = line.trim_start();
        if code.is_empty() || code.starts_with('#') {
            at += line.len();
            continue;
        }
        let indent = line.get(..line.len() - code.len()).unwrap_or_default();
        let end = if line.ends_with("\r\n") { "\r\n" } else { "\n" };
        return (at..at, format!("{indent}{command}{end}"));
    }
    (at..at, format!("{command}\n"))
}

/// Whether the hazard is gone and nothing is new.
fn mends(hazard: &Hazard, before: &[Hazard], after: &[Hazard], edits: &Edits) -> bool {
    let moved = |at: usize| {
        let shift: isize = edits
            .iter()
            .filter(|(range, _)| range.end <= at)
            .map(|(range, text)| text.len() as isize - (range.end - range.start) as isize)
            .sum();
        at.saturating_add_signed(shift)
    };
    let same = |one: &Hazard, two: &Hazard| {
        let kind = one.kind == two.kind || one.kind.loses() && two.kind.loses();
        kind && moved(one.span.start) == two.span.start
    };
    let gone = !after.iter().any(|new| same(hazard, new));
    gone && after.iter().all(|new| before.iter().any(|old| same(old, new)))
}
