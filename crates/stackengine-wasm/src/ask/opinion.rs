//! Files and an answer in, what the guard lets through out: the cause, lines, edits that hold, and what was dropped and why.

use serde::Serialize;
use stackengine::ask::{Answer, Case, Dossier, Line, Opinion, guard};
use stackengine::evidence::Source;
use stackengine::render::printable;

use super::words::in_the_page;
use crate::catalogue::{Entry, entry};
use crate::request::Request;

#[derive(Default, Serialize)]
struct Judged {
    /// Why there is no opinion; empty where there is one.
    why_not: String,
    /// The cause by rule.
    by_rule: Option<Entry>,
    cause: Option<Entry>,
    agrees: bool,
    explanation: String,
    cited: Vec<Cited>,
    kept: Vec<Kept>,
    worse: Vec<String>,
    dropped: Vec<Dropped>,
    manifest: Option<Manifest>,
}

#[derive(Serialize)]
struct Cited {
    /// The file that it is from and its line there, where masking moved no line.
    place: Option<(usize, usize)>,
    source: String,
    line: usize,
    text: String,
}

#[derive(Serialize)]
struct Kept {
    path: String,
    what: String,
    why: String,
    written_by_a_model: bool,
}

#[derive(Serialize)]
struct Dropped {
    what: String,
    why: String,
}

/// The manifest with the edits that hold. Values are in it only where that was asked for.
#[derive(Serialize)]
struct Manifest {
    name: String,
    before: String,
    after: String,
    /// Why the values could not be put back; empty where they were, or where nobody asked.
    why_not: String,
}

/// Judges an answer: the last file is its text, the others are what was asked about. `restore` puts values back into the
/// manifest.
pub(crate) fn opinion(request: &Request<'_>) -> Vec<u8> {
    crate::json(&judged(request).unwrap_or_else(|why| Judged {
        why_not: in_the_page(&why, super::provider(request).ok()),
        ..Judged::default()
    }))
}

fn judged(request: &Request<'_>) -> Result<Judged, String> {
    let Some(((_, answer), files)) = request.files.split_last() else { return Err("there is no answer".to_owned()) };
    let answer = Answer::read(&String::from_utf8_lossy(answer))?;
    let dossier = super::dossier(request, files.len());
    let case = super::case(request, &dossier)?;
    let prompt = super::prompt(request, &case);
    let opinion = guard(&case, &prompt, &answer);
    let manifest = manifest(request, &case, &opinion);
    let places = Places::new(&dossier, files);
    Ok(Judged {
        why_not: String::new(),
        by_rule: case.diagnosis.cause().map(|cause| entry(cause.diagnostic)),
        cause: opinion.cause.map(entry),
        agrees: opinion.agrees,
        explanation: opinion.explanation,
        cited: opinion.cited.into_iter().map(|(_, line)| places.cited(line)).collect(),
        kept: opinion
            .kept
            .into_iter()
            .map(|kept| Kept {
                path: kept.path,
                what: kept.what,
                why: kept.why,
                written_by_a_model: kept.written_by_a_model,
            })
            .collect(),
        worse: opinion.worse,
        dropped: opinion.dropped.into_iter().map(|dropped| Dropped { what: dropped.what, why: dropped.why }).collect(),
        manifest,
    })
}

fn manifest(request: &Request<'_>, case: &Case<'_>, opinion: &Opinion) -> Option<Manifest> {
    let (before, after) = (case.manifest.as_ref()?, opinion.manifest.as_ref()?);
    let mut manifest = Manifest {
        name: before.name.to_owned(),
        before: before.text.to_owned(),
        after: after.clone(),
        why_not: String::new(),
    };
    if request.switch("restore") {
        match opinion.restored(&case.dossier.vault) {
            Ok(text) => manifest.after = text,
            Err(why) => manifest.why_not = why,
        }
    }
    Some(manifest)
}

/// The files as lines of the masked texts name them.
struct Places {
    /// Of each file, its name in the prompt; `None` where masking moved its lines.
    names: Vec<Option<String>>,
}

impl Places {
    fn new(dossier: &Dossier, files: &[(String, &[u8])]) -> Self {
        let lines = |text: &str| text.matches('\n').count();
        let name = |(masked, (_, bytes)): (&Source, &(String, &[u8]))| {
            let moved = lines(masked.text()) != lines(Source::new("", bytes.to_vec()).text());
            let words: Vec<String> = printable(&masked.name).split_whitespace().map(str::to_owned).collect();
            (!moved).then(|| words.join("_"))
        };
        Self { names: dossier.sources.iter().map(|(_, source)| source).zip(files).map(name).collect() }
    }

    fn cited(&self, line: Line) -> Cited {
        let source = self.names.iter().position(|name| name.as_deref() == Some(&line.source));
        Cited { place: source.map(|source| (source, line.line)), source: line.source, line: line.line, text: line.text }
    }
}
