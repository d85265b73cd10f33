//! What was recognised in each file, and which of it are manifests that can be checked and repaired.

use std::collections::BTreeMap;

use serde::Serialize;
use stackengine::check;
use stackengine::evidence::{self, Document, LogOwner, Origin, SourceId, Sources};
use stackengine::repair::Evidence;
use stackengine::yaml::{Node, Span};

/// Names that are listed of each kind.
const MOST_NAMES: usize = 3;

/// A dump larger than this is no manifest that anybody edits.
const LARGEST_MANIFEST: usize = 1 << 20;

/// What was recognised in one file.
#[derive(Debug, Serialize)]
pub(crate) struct Recognised {
    /// Name of the file.
    name: String,
    /// What is in it, in words: `Job etl`, `3 Pods`, `log of etl-x7k2p`.
    parts: Vec<String>,
}

/// A manifest that was found.
#[derive(Debug, Serialize)]
pub(crate) struct Manifest {
    /// Which file it is in.
    source: u32,
    /// What it holds: `Job etl`.
    objects: Vec<String>,
    /// The text, where it is only a part of the file; `None` where it is all of it.
    text: Option<String>,
    /// Whether it is what the cluster returned rather than what was written.
    dump: bool,
}

#[derive(Default)]
struct Found {
    kinds: BTreeMap<String, Vec<String>>,
    logs: Vec<String>,
    objects: Vec<Object>,
}

struct Object {
    title: String,
    span: Span,
    dump: bool,
}

/// Says what is in each file.
pub(crate) fn recognise(sources: &Sources) -> (Vec<Recognised>, Vec<Manifest>) {
    let mut found: Vec<Found> = sources.iter().map(|_| Found::default()).collect();
    evidence::read(sources, &mut |document| {
        let id = match &document {
            Document::Object { source, .. } => *source,
            Document::Log { place, .. } => place.source,
        };
        if let Some(found) = found.get_mut(id.0 as usize) {
            add(found, &document);
        }
    });
    let manifests = found.iter().zip(0..).flat_map(|(found, id)| manifests(found, SourceId(id), sources)).collect();
    let recognised = sources
        .iter()
        .zip(&found)
        .map(|((_, source), found)| Recognised { name: source.name.clone(), parts: words(found) })
        .collect();
    (recognised, manifests)
}

fn add(found: &mut Found, document: &Document<'_>) {
    match document {
        Document::Object { origin, root, .. } => {
            let kind = root.get("kind").and_then(Node::as_str).unwrap_or("object");
            let name = root.at("metadata.name").or_else(|| root.at("metadata.generateName"));
            let name = name.and_then(Node::as_str).unwrap_or_default();
            if *origin == Origin::Object && matches!(kind, "Job" | "CronJob") {
                let has = |path: &str| root.at(path).is_some_and(|node| !node.is_empty());
                found.objects.push(Object {
                    title: format!("{kind} {name}").trim_end().to_owned(),
                    span: root.span,
                    dump: has("status") || root.at("metadata.uid").is_some(),
                });
            }
            found.kinds.entry(kind.to_owned()).or_default().push(name.to_owned());
        }
        Document::Log { of, .. } => found.logs.push(owner(of)),
    }
}

fn owner(of: &LogOwner) -> String {
    let job = of.job.as_ref().map(|job| format!("job/{job}"));
    match (of.pod.clone().or(job), &of.container) {
        (Some(pod), Some(container)) => format!("log of {pod}, {container}"),
        (Some(pod), None) => format!("log of {pod}"),
        (None, Some(container)) => format!("log of {container}"),
        (None, None) => "a log".to_owned(),
    }
}

fn words(found: &Found) -> Vec<String> {
    let mut parts = Vec::new();
    for (kind, names) in &found.kinds {
        let mut distinct: Vec<&str> = names.iter().map(String::as_str).filter(|name| !name.is_empty()).collect();
        distinct.sort_unstable();
        distinct.dedup();
        let counts = kind == "Event" || distinct.is_empty() || distinct.len() > MOST_NAMES;
        parts.push(match counts {
            true if names.len() == 1 => format!("1 {kind}"),
            true => format!("{} {kind}s", names.len()),
            false => format!("{kind} {}", distinct.join(", ")),
        });
    }
    match found.logs.as_slice() {
        [] => {}
        [log] => parts.push(log.clone()),
        logs => parts.push(format!("{} logs", logs.len())),
    }
    parts
}

/// The manifests of a file: the whole of it where it is nothing else, else each one on its own.
fn manifests(found: &Found, id: SourceId, sources: &Sources) -> Vec<Manifest> {
    let Some(source) = sources.get(id) else { return Vec::new() };
    let n_others: usize = found.kinds.iter().filter(|(kind, _)| !matches!(kind.as_str(), "Job" | "CronJob")).count();
    if found.objects.is_empty() {
        return Vec::new();
    }
    let text = source.text();
    if n_others == 0 && found.logs.is_empty() && text.len() <= LARGEST_MANIFEST {
        let checked = check::check(text, &Evidence::default());
        if checked.objects.len() == found.objects.len() && checked.broken.is_empty() {
            let objects = found.objects.iter().map(|object| object.title.clone()).collect();
            let dump = found.objects.iter().all(|object| object.dump);
            return vec![Manifest { source: id.0, objects, text: None, dump }];
        }
    }
    found.objects.iter().filter_map(|object| part(object, id, text)).collect()
}

/// One object out of a text that holds more. What is indented is part of a list, and no file on its own.
fn part(object: &Object, id: SourceId, text: &str) -> Option<Manifest> {
    let (start, end) = (object.span.start as usize, object.span.end as usize);
    let before = text.get(..start)?;
    let slice = text.get(start..end)?;
    let at_margin = before.is_empty() || before.ends_with('\n');
    if !at_margin || slice.len() > LARGEST_MANIFEST {
        return None;
    }
    let mut own = slice.trim_end().to_owned();
    own.push('\n');
    let checked = check::check(&own, &Evidence::default());
    let readable = checked.objects.len() == 1 && checked.broken.is_empty();
    readable.then(|| Manifest { source: id.0, objects: vec![object.title.clone()], text: Some(own), dump: object.dump })
}

#[cfg(test)]
mod tests {
    use super::*;

    const JOB: &str = "apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: etl\nspec:\n  template: {}\n";

    #[test]
    fn a_manifest_in_the_middle_of_a_paste_is_cut_out_of_it() {
        let mut sources = Sources::new();
        sources.add_text(
            "paste",
            format!(
                "$ kubectl describe pod x\nName: x\nNamespace: a\n\n$ cat job.yaml\n{JOB}\n$ kubectl logs x\nboom\n"
            ),
        );
        sources.add_text("job.yaml", format!("# mine\n{JOB}"));
        let (recognised, manifests) = recognise(&sources);
        assert_eq!(recognised[1].parts, ["Job etl"]);
        let texts: Vec<(u32, Option<&str>)> =
            manifests.iter().map(|manifest| (manifest.source, manifest.text.as_deref())).collect();
        assert_eq!(texts, [(0, Some(JOB)), (1, None)]);
    }

    #[test]
    fn what_the_cluster_returned_is_a_dump() {
        let mut sources = Sources::new();
        sources.add_text("a", format!("{JOB}status:\n  failed: 1\n"));
        let (_, manifests) = recognise(&sources);
        assert!(manifests[0].dump);
    }
}
