//! From what a script does to exit codes to lints and fixes: one lint a script and diagnostic, at the first place.

use std::ops::Range;

use super::{never_ends, plural, variables};
use crate::catalogue::Diagnostic;
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::facts::ContainerKind;
use crate::manifest::{Container, Workload};
use crate::repair::{Fix, Safety};
use crate::shell::{Hazard, HazardKind};
use crate::yaml::Change;

/// What a diagnostic says about a hazard of its own.
pub(in crate::catalogue) struct Wording {
    /// Which hazards.
    pub(in crate::catalogue) kinds: &'static [HazardKind],
    /// Which of these matter.
    pub(in crate::catalogue) counts: fn(&Hazard) -> bool,
    /// States what is wrong with this one.
    pub(in crate::catalogue) states: fn(&Container<'_>, &Hazard) -> String,
    /// Commands what to do.
    pub(in crate::catalogue) commands: &'static str,
    /// How bad it is.
    pub(in crate::catalogue) severity: fn(&Hazard) -> Severity,
    /// What the fix may break.
    pub(in crate::catalogue) note: &'static str,
}

/// Adds a lint for each script that has such a hazard.
pub(in crate::catalogue) fn scripts(
    diagnostic: &'static Diagnostic,
    wording: &Wording,
    workload: &Workload<'_>,
    found: &mut Vec<Lint>,
) {
    for container in &workload.containers {
        let Some(hazards) = hazards(container, wording) else { continue };
        let Some((first, others)) = hazards.split_first() else { continue };
        let mut message = (wording.states)(container, first);
        if !others.is_empty() {
            let n = others.len();
            let goes = if n == 1 { "goes" } else { "go" };
            message.push_str(&format!("; so {goes} {n} more command{} of the script", plural(n as i64)));
        }
        let severity = hazards.iter().map(|hazard| (wording.severity)(hazard)).max().unwrap_or(diagnostic.severity);
        let Some(lint) = at_script(diagnostic, workload, container, first.span.clone(), message) else { continue };
        found.push(lint.help(wording.commands).severity(severity));
    }
}

/// A lint about a part of a container's script.
pub(in crate::catalogue) fn at_script(
    diagnostic: &'static Diagnostic,
    workload: &Workload<'_>,
    container: &Container<'_>,
    part: Range<usize>,
    message: String,
) -> Option<Lint> {
    let path = container.script_path()?;
    let node = container.node.resolve(&path)?;
    let before = container.invocation()?.script_offset;
    let lint = Lint::in_container(diagnostic, workload, container, &path.to_string(), message);
    Some(lint.pointing_at(workload.part_span(node, before + part.start..before + part.end)))
}

/// The edits that end every such hazard of the script, if all of them have one.
pub(in crate::catalogue) fn mend(wording: &Wording, workload: &Workload<'_>, lint: &Lint) -> Option<Fix> {
    let container = workload.container_at(&lint.path)?;
    let hazards = hazards(container, wording)?;
    let mut edits: Vec<&(Range<usize>, String)> = Vec::new();
    let (mut titles, mut keeps_meaning): (Vec<&str>, bool) = (Vec::new(), true);
    for hazard in hazards {
        let remedy = hazard.remedy.as_ref()?;
        edits.extend(&remedy.edits);
        keeps_meaning &= remedy.keeps_meaning;
        if !titles.contains(&remedy.title.as_str()) {
            titles.push(&remedy.title);
        }
    }
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    edits.dedup();
    let apart = |pair: &[&(Range<usize>, String)]| match pair {
        [(one, _), (two, _)] => one.end <= two.start && one != two,
        _ => true,
    };
    if !edits.windows(2).all(apart) {
        return None;
    }
    let title = match titles.as_slice() {
        [] => return None,
        [title] => (*title).to_owned(),
        [first, others @ ..] => format!("{first}, and {} more", others.len()),
    };
    let before = container.invocation()?.script_offset;
    let safety = if keeps_meaning { Safety::Safe } else { Safety::Unsafe };
    let note = if keeps_meaning { "" } else { wording.note };
    // From the end, so that no edit moves another.
    Some(edits.into_iter().rev().fold(Fix::new(safety, title).note(note), |fix, (range, text)| {
        fix.change(Change::Splice {
            path: lint.path.clone(),
            start: before + range.start,
            end: before + range.end,
            text: text.clone(),
        })
    }))
}

/// The hazards of these kinds in the script of a container whose exit code counts.
fn hazards<'c>(container: &'c Container<'_>, wording: &Wording) -> Option<Vec<&'c Hazard>> {
    if container.kind == ContainerKind::Sidecar {
        return None;
    }
    let script = container.script()?;
    // `$(NAME)` of a variable is a value before the shell sees it, and no command.
    let is_replaced = |hazard: &Hazard| {
        script.expansions.iter().any(|(name, part)| {
            let is_variable = !name.contains(|char: char| char.is_ascii_lowercase())
                || variables(container).any(|variable| variable.name == name);
            is_variable && part.start <= hazard.span.start && hazard.span.end <= part.end
        })
    };
    let own: Vec<&Hazard> = script
        .hazards
        .iter()
        .filter(|hazard| wording.kinds.contains(&hazard.kind) && (wording.counts)(hazard) && !is_replaced(hazard))
        .collect();
    // What never ends has no exit code to hide.
    (!own.is_empty() && never_ends(container).is_none()).then_some(own)
}

/// What fails, in one word where there is one.
pub(in crate::catalogue) fn failing(hazard: &Hazard) -> &str {
    if hazard.program.is_empty() { &hazard.command } else { &hazard.program }
}
