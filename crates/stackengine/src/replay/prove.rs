//! What a change of a manifest file does to the Jobs in it, played out.

use super::behaviour::Behaviour;
use super::compare::{Comparison, compare};
use super::refusal::Refusal;
use super::spec::Spec;
use super::{Minor, Options};
use crate::manifest::{self, File, Workload};
use crate::yaml::{self, Change};

/// What a change does to one object.
#[derive(Clone, Debug, PartialEq)]
pub struct Proof {
    /// The number of its document.
    pub number: String,
    /// `Job` or `CronJob`.
    pub kind: &'static str,
    /// Its name.
    pub name: String,
    /// Before and after, or why that cannot be played.
    pub result: Result<Comparison, Refusal>,
}

/// Plays every object whose way in time may have changed, as it was and as it is.
///
/// `incident` gives the behaviour that was seen of a workload, where one was.
pub fn prove(before: &str, after: &str, incident: &dyn Fn(&Workload<'_>) -> Option<Behaviour>) -> Vec<Proof> {
    let (old_text, old_masks) = manifest::mask(before);
    let (new_text, new_masks) = manifest::mask(after);
    let (old, new) = (File::read(&old_text, &old_masks), File::read(&new_text, &new_masks));
    let options = Options::watched();
    let mut proofs = Vec::new();
    for document in &new.documents {
        let Some(now) = Workload::of(document) else { continue };
        let was = old.documents.iter().find(|other| other.number == document.number).and_then(Workload::of);
        let Some(was) = was else { continue };
        let kind = now.kind_name();
        let proof = |result| Proof { number: document.number.clone(), kind, name: now.name().to_owned(), result };
        let new_spec = match Spec::read(&now, Minor::NEWEST) {
            Ok(spec) => spec,
            Err(refusal) => {
                proofs.push(proof(Err(refusal)));
                continue;
            }
        };
        match Spec::read(&was, Minor::NEWEST) {
            Ok(old_spec) if old_spec == new_spec => {}
            Ok(old_spec) => {
                let behaviour = incident(&was);
                // An incident may name containers that the manifest does not have: then only the others are played.
                let result = compare(&old_spec, &new_spec, behaviour.as_ref(), options)
                    .or_else(|_| compare(&old_spec, &new_spec, None, options));
                proofs.push(proof(result));
            }
            Err(Refusal { field, reason }) => {
                let reason = format!("as it was, no server takes it ({reason})");
                proofs.push(proof(Err(Refusal { field, reason })));
            }
        }
    }
    proofs
}

/// What each of several changes makes worse by itself, made one after the other; empty where it makes nothing worse, or
/// where that cannot be played.
///
/// A change is that of an object, by the number of its document, with paths below the object.
pub fn prove_each(
    before: &str,
    changes: &[(&str, &[Change])],
    incident: &dyn Fn(&Workload<'_>) -> Option<Behaviour>,
) -> Vec<Vec<String>> {
    let mut text = before.to_owned();
    let mut each = Vec::with_capacity(changes.len());
    for (number, changes) in changes {
        let Some(after) = changed(&text, number, changes) else {
            each.push(Vec::new());
            continue;
        };
        let proofs = prove(&text, &after, incident);
        let own = proofs.into_iter().filter(|proof| proof.number == *number).filter_map(|proof| proof.result.ok());
        each.push(own.flat_map(|comparison| comparison.worse()).collect());
        text = after;
    }
    each
}

/// The text after the changes of one object; `None` where it is a template, or one of them cannot be made.
fn changed(text: &str, number: &str, changes: &[Change]) -> Option<String> {
    let mut text = text.to_owned();
    for change in changes {
        let (masked, masks) = manifest::mask(&text);
        if !masks.is_empty() {
            return None;
        }
        let file = File::read(&masked, &masks);
        let document = file.documents.iter().find(|document| document.number == number)?;
        let edits = yaml::change(&text, document.document, &change.below(&document.prefix)).ok()?.edits;
        text = yaml::apply_edits(&text, &edits);
    }
    Some(text)
}
