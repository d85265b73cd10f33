//! Applies the fixes of one file, one after the other, and keeps each only if it did what it promised.

use std::collections::BTreeMap;

use super::parts::{Part, parts};
use super::{Delivery, Evidence, Fix, Level, Safety, delivery};
use crate::check::{self, Lint};
use crate::manifest::{self, File, FileDocument, Mask, Workload};
use crate::yaml::{self, Change, Document, Path, Span, TextEdit};

/// More fixes than this are not tried on one object in one round: a limit that only a fault of ours could reach.
const MAX_FIXES: usize = 500;

/// More rounds than this are not made over one object.
const MAX_ROUNDS: usize = 8;

/// Which fixes are wanted.
#[derive(Clone, Copy)]
pub struct RepairOptions<'o> {
    /// How far the manifest is to go.
    pub level: Level,
    /// Whether fixes that change the behaviour are applied too.
    pub apply_unsafe: bool,
    /// What incidents say about the numbers.
    pub evidence: &'o Evidence,
    /// Says of a lint whether it is to be fixed at all: suppressions and configuration.
    pub wanted: &'o dyn Fn(&str, &Lint) -> bool,
}

impl std::fmt::Debug for RepairOptions<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { level, apply_unsafe, evidence, wanted: _ } = self;
        write!(f, "RepairOptions {{ level: {level}, apply_unsafe: {apply_unsafe}, evidence: {evidence:?} }}")
    }
}

/// A file after its repair.
#[derive(Debug, Default)]
pub struct Repaired {
    /// The text, unchanged where nothing was applied.
    pub text: String,
    /// What was applied, in this order.
    pub applied: Vec<Applied>,
    /// Fixes that were tried and taken back, or that nobody may apply but the owner.
    pub dropped: Vec<Dropped>,
    /// How each object that was changed reaches the cluster.
    pub deliveries: Vec<Delivered>,
}

/// An object that was changed, and its way to the cluster.
#[derive(Clone, Debug)]
pub struct Delivered {
    /// The object: `0`, or `0.2` inside a List.
    pub number: String,
    /// `Job` or `CronJob`.
    pub kind: &'static str,
    /// Its name.
    pub name: String,
    /// The way.
    pub delivery: Delivery,
}

/// A fix that was applied.
#[derive(Clone, Debug)]
pub struct Applied {
    /// The object: `0`, or `0.2` inside a List.
    pub number: String,
    /// The lint it ended.
    pub lint: Lint,
    /// The fix.
    pub fix: Fix,
}

/// A fix that was not applied.
#[derive(Clone, Debug)]
pub struct Dropped {
    /// The object: `0`, or `0.2` inside a List.
    pub number: String,
    /// The lint that stays.
    pub lint: Lint,
    /// The fix.
    pub fix: Fix,
    /// Why it was not applied.
    pub why: String,
}

/// Repairs the text of one file.
///
/// Every fix is applied for itself. Then the object is read and checked again: the fix stays only if its lint is gone,
/// no other came, and the text changed where it was meant to and nowhere else.
#[must_use]
pub fn repair(text: &str, options: &RepairOptions<'_>) -> Repaired {
    let (masked, masks) = manifest::mask(text);
    let mut repaired = Repaired::default();
    let mut copied = 0;
    for part in parts(&masked, &masks) {
        let (start, end) = (part.span.start as usize, part.span.end as usize);
        repaired.text.push_str(text.get(copied..start).unwrap_or_default());
        let mut bench = Bench::new(text, &part, &masks);
        bench.repair(options, &mut repaired);
        repaired.text.push_str(&bench.text);
        copied = end;
    }
    repaired.text.push_str(text.get(copied..).unwrap_or_default());
    repaired
}

/// One part of a file on the bench: as it stands, and masked.
#[derive(Clone)]
struct Bench {
    text: String,
    masked: String,
    masks: Vec<Mask>,
    /// The number of the object, where the part is one object and not a document.
    number: Option<String>,
    index: usize,
}

/// An object before or after a change.
struct Look {
    number: String,
    prefix: Path,
    lints: Vec<Lint>,
}

impl Bench {
    fn new(text: &str, part: &Part<'_>, masks: &[Mask]) -> Self {
        let (start, end) = (part.span.start, part.span.end);
        let own = masks.iter().filter(|mask| start <= mask.span.start && mask.span.end <= end);
        Self {
            text: text.get(start as usize..end as usize).unwrap_or_default().to_owned(),
            masked: part.masked.clone().into_owned(),
            masks: own.map(|mask| Mask { span: shifted(mask.span, -i64::from(start)), ..*mask }).collect(),
            number: part.number.clone(),
            index: part.index,
        }
    }

    fn repair(&mut self, options: &RepairOptions<'_>, repaired: &mut Repaired) {
        let mut object = 0;
        while let Some(look) = self.look(object, options.evidence) {
            let (before, n_applied, number) = (self.clone(), repaired.applied.len(), look.number.clone());
            self.repair_object(object, look, options, repaired);
            let applied = repaired.applied.get(n_applied..).unwrap_or_default();
            let delivered = before.delivered(object, number, applied, options.evidence);
            repaired.deliveries.extend(delivered);
            object += 1;
        }
    }

    /// How the object that stood here reaches the cluster with what was applied to it; `None` where nothing was.
    fn delivered(&self, object: usize, number: String, applied: &[Applied], evidence: &Evidence) -> Option<Delivered> {
        if applied.is_empty() {
            return None;
        }
        let file = File::read_one(&self.masked, self.document(), &self.masks);
        let workload = file.documents.iter().filter_map(Workload::of).nth(object)?;
        let changes = applied.iter().flat_map(|applied| &applied.fix.changes);
        let changed: Vec<Path> = changes.map(|change| change.path().clone()).collect();
        let delivery = delivery(&workload, &changed, evidence.about(&workload));
        Some(Delivered { number, kind: workload.kind_name(), name: workload.name().to_owned(), delivery })
    }

    /// The Job or CronJob at this position of the document.
    fn look(&self, object: usize, evidence: &Evidence) -> Option<Look> {
        let file = File::read_one(&self.masked, self.document(), &self.masks);
        let judged = |document: &FileDocument<'_>| {
            let checked = check::object(document, evidence)?;
            let number = self.number.clone().unwrap_or(checked.number);
            Some(Look { number, prefix: document.prefix.clone(), lints: checked.lints })
        };
        file.documents.iter().filter_map(judged).nth(object)
    }

    fn document(&self) -> Document {
        Document { span: Span::new(0, self.masked.len()), index: self.index }
    }

    /// Round after round, until one applies nothing: a fix that had to wait for another gets its turn.
    fn repair_object(&mut self, object: usize, mut look: Look, options: &RepairOptions<'_>, repaired: &mut Repaired) {
        for round in 0..MAX_ROUNDS {
            let n_applied = repaired.applied.len();
            let dropped = self.round(object, &mut look, options, repaired);
            let last = round + 1 == MAX_ROUNDS || repaired.applied.len() == n_applied || dropped.is_empty();
            if last {
                repaired.dropped.extend(dropped);
                return;
            }
        }
    }

    /// Tries every fix once, and gives those that were not applied.
    fn round(
        &mut self,
        object: usize,
        look: &mut Look,
        options: &RepairOptions<'_>,
        repaired: &mut Repaired,
    ) -> Vec<Dropped> {
        let mut tried: Vec<(&'static str, Path)> = Vec::new();
        let mut dropped = Vec::new();
        while tried.len() < MAX_FIXES {
            let open = |lint: &&Lint| {
                let known = tried.iter().any(|(name, path)| *name == lint.diagnostic.name && *path == lint.path);
                !known && lint.fix.is_some() && (options.wanted)(&look.number, lint)
            };
            // What the API server refuses comes first: only then is it certain what the rest means.
            let refused = look.lints.iter().filter(|lint| lint.api_refuses()).find(open);
            let Some(lint) = refused.or_else(|| look.lints.iter().find(open)).cloned() else { break };
            let Some(fix) = lint.fix.clone() else { break };
            tried.push((lint.diagnostic.name, lint.path.clone()));
            let number = look.number.clone();
            let why = not_asked_for(&lint, &fix, options).or_else(|| too_early(&lint, &look.lints));
            if let Some(why) = why {
                if !why.is_empty() {
                    dropped.push(Dropped { number, lint, fix, why });
                }
                continue;
            }
            match self.attempt(object, look, &lint, &fix, options.evidence) {
                Ok((bench, after)) => {
                    (*self, *look) = (bench, after);
                    repaired.applied.push(Applied { number, lint, fix });
                }
                Err(why) => dropped.push(Dropped { number, lint, fix, why }),
            }
        }
        dropped
    }

    /// The bench and the object after the fix, if the fix keeps its promise.
    fn attempt(
        &self,
        object: usize,
        before: &Look,
        lint: &Lint,
        fix: &Fix,
        evidence: &Evidence,
    ) -> Result<(Self, Look), String> {
        let mut bench = self.clone();
        for change in &fix.changes {
            bench.change(&change.below(&before.prefix))?;
        }
        let after = bench.look(object, evidence).ok_or("the object could not be read afterwards")?;
        keeps_its_promise(before, &after, lint)?;
        Ok((bench, after))
    }

    fn change(&mut self, change: &Change) -> Result<(), String> {
        let changed = yaml::change(&self.masked, self.document().span, change).map_err(|error| error.to_string())?;
        let touches = |edit: &TextEdit, mask: &Mask| edit.span.start < mask.span.end && mask.span.start < edit.span.end;
        if changed.edits.iter().any(|edit| self.masks.iter().any(|mask| touches(edit, mask))) {
            return Err("it would change what a template fills in".to_owned());
        }
        self.text = yaml::apply_edits(&self.text, &changed.edits);
        self.masked = changed.text;
        for mask in &mut self.masks {
            let before = changed.edits.iter().filter(|edit| edit.span.end <= mask.span.start);
            let by: i64 = before.map(|edit| edit.text.len() as i64 - i64::from(edit.span.end - edit.span.start)).sum();
            mask.span = shifted(mask.span, by);
        }
        Ok(())
    }
}

/// Why this fix is not to be applied: empty where the level does not ask for it, `None` where it is to be applied.
fn not_asked_for(lint: &Lint, fix: &Fix, options: &RepairOptions<'_>) -> Option<String> {
    match fix.safety {
        _ if lint.diagnostic.level > options.level => Some(String::new()),
        Safety::DisplayOnly => Some("the value must come from you".to_owned()),
        Safety::Unsafe if !options.apply_unsafe => {
            Some("it changes the behaviour: ask for it with --unsafe".to_owned())
        }
        _ => None,
    }
}

/// Why a fix must wait: of an object that cannot be decoded, nobody knows what its owner meant.
fn too_early(lint: &Lint, lints: &[Lint]) -> Option<String> {
    let undecodable = lints.iter().any(|lint| lint.refusal.as_ref().is_some_and(|refusal| refusal.kind.hides_others()));
    (undecodable && !lint.api_refuses())
        .then(|| "the API server does not understand the object yet: mend what it refuses first".to_owned())
}

/// The lint is gone and no other came.
fn keeps_its_promise(before: &Look, after: &Look, lint: &Lint) -> Result<(), String> {
    let same = |other: &&Lint| other.diagnostic.name == lint.diagnostic.name;
    let (was, is) = (count(&before.lints), count(&after.lints));
    let gone = after.lints.iter().filter(same).count() < before.lints.iter().filter(same).count();
    if !gone {
        return Err(format!("{} would still be found", lint.diagnostic.name));
    }
    // While an object cannot be decoded, the API server says nothing about its rules: what it says once it can is no new
    // fault. And of a value that no server takes nobody said what it would do.
    let stage = |lint: &Lint| lint.refusal.as_ref().map(|refusal| refusal.kind.stage());
    let stopped_at = before.lints.iter().filter_map(stage).min();
    let new = after.lints.iter().find(|new| {
        let name = new.diagnostic.name;
        let was_hidden = stage(new).zip(stopped_at).is_some_and(|(new, stopped)| new > stopped);
        let shown_only_now = lint.refusal.is_some() && !new.api_refuses();
        is.get(name) > was.get(name) && !was_hidden && !shown_only_now
    });
    match new {
        Some(new) => Err(format!("it would raise {}: {}", new.diagnostic.name, new.message)),
        None => Ok(()),
    }
}

fn count(lints: &[Lint]) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for lint in lints {
        *counts.entry(lint.diagnostic.name).or_default() += 1;
    }
    counts
}

fn shifted(span: Span, by: i64) -> Span {
    let moved = |offset: u32| usize::try_from(i64::from(offset) + by).unwrap_or(0);
    Span::new(moved(span.start), moved(span.end))
}
