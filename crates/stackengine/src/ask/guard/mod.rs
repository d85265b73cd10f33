//! The guard: the model is taken for an attacker, and what it wrote is let through only as far as rules of ours allow.
//!
//! It may choose among the causes that were offered, cite lines that were shown, and propose edits of a few fields. Every edit is
//! made with the engine's own editing, read again, checked by the API server's rules and by every lint, diagnosed again and
//! played out. What fails is dropped, and said to be dropped.

mod judge;
mod rights;
mod values;

use super::answer::{Answer, Edit};
use super::case::Case;
use super::prompt::{Line, Prompt};
use super::schema::OTHER;
use crate::catalogue::{CATALOGUE, Diagnostic};
use crate::redact::{LeftBecause, Vault, restore};
use crate::render::printable;
use judge::Bench;
pub(super) use rights::rights;

/// Characters of an explanation that are shown.
pub(super) const MAX_TEXT: usize = 2000;
/// Characters of a reason that are shown.
const MAX_WHY: usize = 300;

/// What is left of an answer.
#[derive(Clone, Debug, Default)]
pub struct Opinion {
    /// The cause that it chose; `None` for "none of these" and for what was not offered.
    pub cause: Option<&'static Diagnostic>,
    /// Whether that is the rules' own cause.
    pub agrees: bool,
    /// What it says: printable, of several lines, without anything that a terminal would make a link of. Masks stay masks.
    pub explanation: String,
    /// The lines that it cites, each with its number in the prompt.
    pub cited: Vec<(usize, Line)>,
    /// Edits that hold.
    pub kept: Vec<Kept>,
    /// What the edits make worse when they are played out, each as a sentence fragment.
    pub worse: Vec<String>,
    /// What was dropped.
    pub dropped: Vec<Dropped>,
    /// The whole masked text of the manifest with the edits made; `None` where none holds.
    pub manifest: Option<String>,
    /// The same before the edits.
    before: String,
}

/// An edit that holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// Where, from the root of the object.
    pub path: String,
    /// What is done, printable: `set to "512Mi"`.
    pub what: String,
    /// Why, in the model's words, printable.
    pub why: String,
    /// Whether it is what a container runs: no rule can judge that, a person must.
    pub written_by_a_model: bool,
    /// Whether it is in the text already.
    is_made: bool,
}

/// Something that was not let through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dropped {
    /// What, printable.
    pub what: String,
    /// Why.
    pub why: String,
}

/// Lets through what may be believed of an answer.
#[must_use]
pub fn guard(case: &Case<'_>, prompt: &Prompt, answer: &Answer) -> Opinion {
    let mut opinion = Opinion { explanation: shown(&answer.explanation, MAX_TEXT), ..Opinion::default() };
    opinion
        .dropped
        .extend(answer.unread.iter().map(|what| Dropped { what: what.clone(), why: "it cannot be read".to_owned() }));
    choose(case, answer, &mut opinion);
    for number in &answer.lines {
        let at = usize::try_from(*number).ok().and_then(|number| number.checked_sub(1));
        match at.and_then(|at| Some((at + 1, prompt.lines.get(at)?.clone()))) {
            Some(cited) if opinion.cited.contains(&cited) => {}
            Some(cited) => opinion.cited.push(cited),
            None => opinion.drop(format!("line {number}"), "no such line was shown"),
        }
    }
    edit(case, prompt, answer, &mut opinion);
    opinion
}

impl Opinion {
    fn drop(&mut self, what: impl Into<String>, why: impl Into<String>) {
        self.dropped.push(Dropped { what: what.into(), why: why.into() });
    }

    /// The manifest with everything put back that was masked, on demand alone.
    ///
    /// # Errors
    ///
    /// Where a value would go to a place where it was not, or where the result is no longer accepted; why, as a sentence.
    pub fn restored(&self, vault: &Vault) -> Result<String, String> {
        let text = self.manifest.as_ref().ok_or("no edit holds, so there is no manifest to write")?;
        let restored = restore(text.as_bytes(), vault);
        if let Some(left) = restored
            .left
            .iter()
            .find(|left| left.why != LeftBecause::Unknown && left.why != LeftBecause::MissingBracket)
        {
            return Err(format!("the manifest is not written: {} in line {}: {}", left.written, left.line, left.why));
        }
        let text = String::from_utf8(restored.text).map_err(|_| "the manifest is not written: it is not UTF-8")?;
        let before = String::from_utf8_lossy(&restore(self.before.as_bytes(), vault).text).into_owned();
        match judge::refusal(&before, &text) {
            Some(why) => Err(format!("the manifest is not written, for with its values put back it {why}")),
            None => Ok(text),
        }
    }
}

/// Only what was offered may be chosen.
fn choose(case: &Case<'_>, answer: &Answer, opinion: &mut Opinion) {
    let by_rule = case.diagnosis.cause().map(|cause| cause.diagnostic.name);
    opinion.cause = case.causes.iter().copied().find(|cause| cause.name == answer.cause);
    opinion.agrees = opinion.cause.is_some() && opinion.cause.map(|cause| cause.name) == by_rule;
    if opinion.cause.is_none() && answer.cause != OTHER {
        let known = CATALOGUE.iter().any(|diagnostic| diagnostic.name == answer.cause);
        let why = if known { "that cause was not offered" } else { "there is no such cause" };
        opinion.drop(format!("the cause {}", shown(&answer.cause, 60)), why);
    }
}

fn edit(case: &Case<'_>, prompt: &Prompt, answer: &Answer, opinion: &mut Opinion) {
    if answer.edits.is_empty() {
        return;
    }
    let Some(manifest) = case.manifest.as_ref().filter(|_| prompt.shows_manifest) else {
        for edit in &answer.edits {
            opinion.drop(named(edit), "no manifest was shown, so nothing can be meant by it");
        }
        return;
    };
    let family = rights::judged_family(case, opinion.cause);
    let mut bench = Bench::new(case, manifest);
    for (edit, result) in answer.edits.iter().zip(bench.attempt(&answer.edits, family)) {
        match result {
            Ok(kept) => opinion.kept.push(kept),
            Err(why) => opinion.drop(named(edit), why),
        }
    }
    if !opinion.kept.is_empty() {
        opinion.worse = bench.worse(manifest.text);
        manifest.text.clone_into(&mut opinion.before);
        opinion.manifest = Some(bench.text);
    }
}

fn named(edit: &Edit) -> String {
    format!("{} {}", shown(&edit.op, 12), shown(&edit.path, 120))
}

/// A model's text for people: nothing in it steers, nothing in it is a link, no line is endless.
pub(super) fn shown(text: &str, most: usize) -> String {
    let short: String = text.chars().take(most).collect();
    let lines: Vec<String> = short.lines().map(|line| plain(line.trim_end())).collect();
    lines.join("\n").trim().to_owned()
}

/// A line or a word of it, made harmless.
pub(super) fn plain(text: &str) -> String {
    let mut text = printable(text).replace("://", "[:]//");
    for scheme in ["javascript:", "data:", "mailto:", "www."] {
        text = defused(&text, scheme);
    }
    text
}

/// The same text with a bracket in each word that programs make a link of.
fn defused(text: &str, scheme: &str) -> String {
    let lower = text.to_ascii_lowercase();
    let mut out = String::with_capacity(text.len());
    let mut after = 0;
    for (at, found) in lower.match_indices(scheme) {
        let end = at + found.len() - 1;
        out.push_str(text.get(after..end).unwrap_or_default());
        out.push('[');
        out.push_str(text.get(end..=end).unwrap_or_default());
        out.push(']');
        after = end + 1;
    }
    out.push_str(text.get(after..).unwrap_or_default());
    out
}
