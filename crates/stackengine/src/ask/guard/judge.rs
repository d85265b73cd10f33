//! The bench on which every edit is tried: made, read again, checked, diagnosed again and played out.

use std::collections::BTreeMap;

use super::super::answer::Edit;
use super::super::case::{Case, Manifest};
use super::rights::{Right, right};
use super::{Kept, MAX_WHY, shown, values};
use crate::check;
use crate::diagnosis;
use crate::evidence::Sources;
use crate::facts;
use crate::manifest::{File, FileDocument, Workload};
use crate::repair::Evidence;
use crate::replay::{self, Behaviour, Minor, Spec};
use crate::yaml::{self, Change, Data, Node, Path, Step};

/// Longer paths are none.
const MAX_PATH: usize = 256;

/// Edits that had to wait for others are tried this often.
const ROUNDS: usize = 2;

/// A manifest with the edits made so far.
pub(super) struct Bench {
    /// The whole masked text.
    pub(super) text: String,
    number: String,
    evidence: Evidence,
    behaviour: Option<Behaviour>,
    look: Look,
}

/// What is wrong with a text: findings by name, how often.
#[derive(Clone, Debug, Default, PartialEq)]
struct Look {
    lints: BTreeMap<&'static str, usize>,
    findings: BTreeMap<&'static str, usize>,
    refused: usize,
}

impl Bench {
    pub(super) fn new(case: &Case<'_>, manifest: &Manifest<'_>) -> Self {
        let evidence = Evidence::read(&case.dossier.sources);
        let text = manifest.text.to_owned();
        let look = look(&text, &evidence).unwrap_or_default();
        Self { text, number: manifest.number.clone(), evidence, behaviour: replay::infer(case.facts), look }
    }

    /// Makes every edit that holds; says of each, in their order, what was made or why not.
    ///
    /// All together first, for two edits may need each other: a limit and its request. Where that does not hold, one by one,
    /// and those that had to wait for another once more.
    pub(super) fn attempt(&mut self, edits: &[Edit], family: Option<u32>) -> Vec<Result<Kept, String>> {
        let mut all = self.text.clone();
        let mut results: Vec<Result<Kept, String>> = Vec::with_capacity(edits.len());
        for edit in edits {
            let made = self.make(&all, edit, family);
            results.push(made.map(|(text, kept)| {
                all = text;
                kept
            }));
        }
        if results.iter().filter(|result| result.is_ok()).count() > 1
            && let Ok(look) = self.judged(&all)
        {
            (self.text, self.look) = (all, look);
            return results;
        }
        for _ in 0..ROUNDS {
            for (edit, result) in edits.iter().zip(&mut results) {
                if !matches!(result, Ok(kept) if kept.is_made) {
                    *result = self.attempt_one(edit, family);
                }
            }
        }
        results
    }

    fn attempt_one(&mut self, edit: &Edit, family: Option<u32>) -> Result<Kept, String> {
        let (text, mut kept) = self.make(&self.text, edit, family)?;
        self.look = self.judged(&text)?;
        self.text = text;
        kept.is_made = true;
        Ok(kept)
    }

    /// The text with the edit made in it; nothing is judged but the edit itself.
    fn make(&self, text: &str, edit: &Edit, family: Option<u32>) -> Result<(String, Kept), String> {
        let file = File::read(text, &[]);
        let document = file.documents.iter().find(|document| document.number == self.number);
        let document = document.ok_or("the manifest cannot be read any more")?;
        let workload = Workload::of(document).ok_or("the manifest is no Job any more")?;
        made(text, document, &workload, edit, family)
    }

    /// Reads a text again, checks and diagnoses it, and sees whether it can be played.
    fn judged(&self, text: &str) -> Result<Look, String> {
        let after = look(text, &self.evidence).ok_or("the manifest could not be read afterwards")?;
        self.look.bears(&after)?;
        match (unplayable(&self.text, &self.number), unplayable(text, &self.number)) {
            (None, Some(why)) => Err(format!("it could not be played out: {why}")),
            _ => Ok(after),
        }
    }

    /// What becomes worse when the manifest as it was and as it is are played out, under the incident and other behaviours.
    pub(super) fn worse(&self, before: &str) -> Vec<String> {
        let incident = |_: &Workload<'_>| self.behaviour.clone();
        let proofs = replay::prove(before, &self.text, &incident);
        let own = proofs.into_iter().filter(|proof| proof.number == self.number);
        own.flat_map(|proof| match proof.result {
            Ok(comparison) => comparison.worse(),
            Err(refusal) => vec![format!("nothing is known: {}", refusal.reason)],
        })
        .collect()
    }
}

/// Why an object cannot be played.
fn unplayable(text: &str, number: &str) -> Option<String> {
    let file = File::read(text, &[]);
    let document = file.documents.iter().find(|document| document.number == number)?;
    Spec::read(&Workload::of(document)?, Minor::NEWEST).err().map(|refusal| refusal.reason)
}

impl Look {
    /// Whether nothing came that was not there before.
    fn bears(&self, after: &Self) -> Result<(), String> {
        let more = |was: &BTreeMap<&'static str, usize>, is: &BTreeMap<&'static str, usize>| {
            is.iter().find(|(name, n)| was.get(*name).is_none_or(|before| *n > before)).map(|(name, _)| *name)
        };
        match more(&self.lints, &after.lints).or_else(|| more(&self.findings, &after.findings)) {
            Some(name) => Err(format!("it would raise {name}")),
            None if after.refused > self.refused => Err("the API server would refuse it".to_owned()),
            None => Ok(()),
        }
    }
}

/// What is wrong with every object of a text; `None` where a document is no YAML.
fn look(text: &str, evidence: &Evidence) -> Option<Look> {
    let mut look = Look::default();
    let checked = check::check(text, evidence);
    if !checked.broken.is_empty() {
        return None;
    }
    for lint in checked.objects.iter().flat_map(|object| &object.lints) {
        *look.lints.entry(lint.diagnostic.name).or_default() += 1;
        look.refused += usize::from(lint.api_refuses());
    }
    let mut sources = Sources::new();
    sources.add_text("manifest", text);
    // Findings alone count: nobody asks here how a Job at work will end.
    let (all, _) = facts::gather(&sources);
    for finding in all.iter().map(diagnosis::diagnose).flat_map(|diagnosis| diagnosis.findings) {
        *look.findings.entry(finding.diagnostic.name).or_default() += 1;
    }
    Some(look)
}

/// Why a text is not to be written in place of what was there before.
pub(super) fn refusal(before: &str, after: &str) -> Option<String> {
    let evidence = Evidence::default();
    let Some(after) = look(after, &evidence) else { return Some("is no YAML any more".to_owned()) };
    let before = look(before, &evidence).unwrap_or_default();
    before.bears(&after).err().map(|why| format!("would be worse than before: {why}"))
}

/// The text with the edit made in it.
fn made(
    text: &str,
    document: &FileDocument<'_>,
    workload: &Workload<'_>,
    edit: &Edit,
    family: Option<u32>,
) -> Result<(String, Kept), String> {
    let path = path(workload, &edit.path)?;
    let right = right(workload, &path, family).ok_or("a fix of what was diagnosed does not touch this field")?;
    let before = document.node.resolve(&path);
    let (change, what) = change(text, &path, &right, edit, before)?;
    exists_on_the_way(document, &path, &edit.op)?;
    let changed =
        yaml::change(text, document.document, &change.below(&document.prefix)).map_err(|error| error.to_string())?;
    if changed.text == text {
        return Err("it changes nothing".to_owned());
    }
    let kept = Kept {
        path: path.to_string(),
        what,
        why: shown(&edit.why, MAX_WHY),
        written_by_a_model: right.is_written_by_a_model(),
        is_made: false,
    };
    Ok((changed.text, kept))
}

/// A probe that is not there is not made: what it should ask, a model does not know.
fn exists_on_the_way(document: &FileDocument<'_>, path: &Path, op: &str) -> Result<(), String> {
    let has_probe = path.0.iter().any(|step| matches!(step, Step::Key(key) if key.ends_with("Probe")));
    let parent = path.parent().and_then(|parent| document.node.resolve(&parent).map(|_| ()));
    let in_list = matches!(path.0.last(), Some(Step::Index(_)));
    if (has_probe || in_list || op == "delete") && parent.is_none() {
        return Err("what it belongs to is not there".to_owned());
    }
    Ok(())
}

fn change(
    text: &str,
    path: &Path,
    right: &Right,
    edit: &Edit,
    before: Option<&Node<'_>>,
) -> Result<(Change, String), String> {
    let name = path.to_string();
    let value = || values::accepted(right, &edit.op, &edit.value, before, text, &name);
    match edit.op.as_str() {
        "set" => {
            let value = value()?;
            let what = format!("set to {}", spelled(&value));
            Ok((Change::Set { path: path.clone(), value }, what))
        }
        "append" if right.is_written_by_a_model() && right.rest.0.is_empty() => {
            let value = value()?;
            let what = format!("append {}", spelled(&value));
            Ok((Change::Append { path: path.clone(), value }, what))
        }
        "append" => Err("only words of a command and variables are appended".to_owned()),
        "delete" if before.is_some_and(|node| node.get("valueFrom").is_some()) => {
            Err("a variable that comes from elsewhere stays".to_owned())
        }
        // Without a field Kubernetes takes what it likes; only what is listed can be taken out of its list.
        "delete" if matches!(right.rest.0.as_slice(), [Step::Index(_)]) && before.is_some() => {
            Ok((Change::Delete { path: path.clone() }, "delete".to_owned()))
        }
        "delete" => Err("only words of a command and variables are deleted".to_owned()),
        _ => Err("there is no such operation".to_owned()),
    }
}

/// A path as models write them: from the root, as a JSON pointer, with the name of a container for its position.
fn path(workload: &Workload<'_>, written: &str) -> Result<Path, String> {
    if written.is_empty() || written.len() > MAX_PATH || written.chars().any(char::is_control) {
        return Err("it is no path".to_owned());
    }
    let dotted = written.strip_prefix("$.").unwrap_or(written);
    let mut path = match dotted.strip_prefix('/') {
        Some(pointer) => Path(
            pointer.split('/').map(|step| step.parse().map_or_else(|_| Step::Key(step.into()), Step::Index)).collect(),
        ),
        None => Path::parse(dotted),
    };
    for at in 1..path.0.len() {
        let below_list =
            matches!(path.0.get(at - 1), Some(Step::Key(key)) if key == "containers" || key == "initContainers");
        let Some(Step::Key(key)) = path.0.get(at).filter(|_| below_list) else { continue };
        let key = key.strip_prefix("name=").unwrap_or(key);
        let found = workload
            .containers
            .iter()
            .find(|container| container.name == key && path.0.get(at - 1) == Some(&Step::Key(container.list.into())));
        let index = found.ok_or("there is no such container")?.index;
        if let Some(step) = path.0.get_mut(at) {
            *step = Step::Index(index);
        }
    }
    Ok(path)
}

/// A value as it is shown.
fn spelled(value: &Data) -> String {
    let text = match value {
        Data::String(text) => format!("{text:?}"),
        Data::Int(number) => number.to_string(),
        Data::Bool(value) => value.to_string(),
        Data::List(items) => format!("[{}]", items.iter().map(spelled).collect::<Vec<_>>().join(", ")),
        Data::Map(entries) => {
            entries.iter().map(|(key, value)| format!("{key}: {}", spelled(value))).collect::<Vec<_>>().join(", ")
        }
        Data::Null | Data::Float(_) => String::new(),
    };
    shown(&text, 4000)
}
