//! What a model may be asked about: a diagnosis of masked texts, its lines, its manifest, and the causes to choose from.

use crate::catalogue::{CATALOGUE, Diagnostic, Page};
use crate::diagnosis::{self, Diagnosis, Role};
use crate::evidence::{Source, Sources};
use crate::facts::{self, Facts, Subject};
use crate::manifest::{self, File, Workload};
use crate::redact::{Options, Vault, redact};
use crate::yaml::{Path, Span};

/// More causes than this are not offered.
const MAX_CAUSES: usize = 48;

/// Masked texts with everything that was found in them, and the vault of what was masked.
#[derive(Debug)]
pub struct Dossier {
    /// The masked texts.
    pub sources: Sources,
    /// What was masked.
    pub vault: Vault,
    /// How it was masked.
    pub options: Options,
    /// The masked texts again, byte for byte as they came: what an edit must keep.
    manifests: Vec<(String, String)>,
    cases: Vec<(Facts, Diagnosis)>,
}

impl Dossier {
    /// Masks all texts together and diagnoses them. `texts` are names and bytes; the vault may know values already.
    #[must_use]
    pub fn new(texts: &[(String, Vec<u8>)], mut vault: Vault, options: Options) -> Self {
        let decoded: Vec<String> =
            texts.iter().map(|(_, bytes)| Source::new("", bytes.clone()).text().into()).collect();
        let raw: Vec<Option<&str>> = texts.iter().map(|(_, bytes)| std::str::from_utf8(bytes).ok()).collect();
        let all: Vec<&[u8]> = (decoded.iter().map(String::as_bytes))
            .chain(texts.iter().map(|(name, _)| name.as_bytes()))
            .chain(raw.iter().map(|raw| raw.unwrap_or_default().as_bytes()))
            .collect();
        let redacted = redact(&all, &mut vault, &options);
        let text = |at: usize| {
            let bytes = redacted.get(at).map(|redacted| redacted.text.as_slice()).unwrap_or_default();
            String::from_utf8_lossy(bytes).into_owned()
        };
        let n = texts.len();
        let mut sources = Sources::new();
        let mut manifests = Vec::new();
        for at in 0..n {
            let name = text(n + at);
            sources.add_text(name.clone(), text(at));
            manifests.push((name, text(2 * n + at)));
        }
        let (all, _) = facts::gather(&sources);
        let mut cases: Vec<(Facts, Diagnosis)> = all
            .into_iter()
            .map(|facts| {
                let found = diagnosis::diagnose(&facts);
                (facts, found)
            })
            .collect();
        cases.sort_by_key(|(_, found)| std::cmp::Reverse(found.cause().map(|cause| cause.severity)));
        Self { sources, vault, options, manifests, cases }
    }

    /// Every workload that was found, the most urgent first.
    pub fn subjects(&self) -> impl Iterator<Item = &Subject> {
        self.cases.iter().map(|(_, diagnosis)| &diagnosis.subject)
    }

    /// What may be asked about the workload at this position.
    #[must_use]
    pub fn case(&self, at: usize) -> Option<Case<'_>> {
        let (facts, diagnosis) = self.cases.get(at)?;
        let manifest = self.manifests.iter().find_map(|(name, text)| Manifest::find(name, text, &diagnosis.subject));
        Some(Case { dossier: self, facts, diagnosis, manifest, causes: causes(diagnosis) })
    }
}

/// One workload of a [`Dossier`].
#[derive(Debug)]
pub struct Case<'d> {
    /// Where it comes from.
    pub dossier: &'d Dossier,
    /// Its facts.
    pub facts: &'d Facts,
    /// What the rules say.
    pub diagnosis: &'d Diagnosis,
    /// Its manifest, where one was given.
    pub manifest: Option<Manifest<'d>>,
    /// The causes that are offered, those that were found first.
    pub causes: Vec<&'static Diagnostic>,
}

impl Case<'_> {
    /// The names of the causes that are offered.
    #[must_use]
    pub fn cause_names(&self) -> Vec<&'static str> {
        self.causes.iter().map(|cause| cause.name).collect()
    }
}

/// The manifest of a workload, masked.
#[derive(Clone, Debug)]
pub struct Manifest<'d> {
    /// The name of its text.
    pub name: &'d str,
    /// The whole text.
    pub text: &'d str,
    /// The number of the object in it: `0`, or `0.2` inside a List.
    pub number: String,
    /// Where the object stands.
    pub span: Span,
}

impl<'d> Manifest<'d> {
    /// The subject's own object, or the CronJob that made it. Of a template nobody knows what it says, so it is left alone.
    fn find(name: &'d str, text: &'d str, subject: &Subject) -> Option<Self> {
        if !text.contains("Job") {
            return None;
        }
        let (masked, masks) = manifest::mask(text);
        if !masks.is_empty() {
            return None;
        }
        let file = File::read(&masked, &masks);
        let document = file.documents.iter().find(|document| {
            // What a server returned is evidence; what is applied is a manifest.
            let is_returned = document.node.get("status").is_some() || document.node.at("metadata.uid").is_some();
            !is_returned && Workload::of(document).is_some_and(|workload| is_of(&workload, subject))
        })?;
        let span = if document.prefix == Path::default() { document.document } else { document.node.span };
        Some(Self { name, text, number: document.number.clone(), span })
    }
}

fn is_of(workload: &Workload<'_>, subject: &Subject) -> bool {
    let text = |path| workload.at(path).and_then(crate::yaml::Node::as_str);
    let other = subject.namespace.as_deref().zip(text("metadata.namespace")).is_some_and(|(one, two)| one != two);
    let name = workload.name();
    let made = |prefix: &str| !prefix.is_empty() && subject.name.starts_with(prefix);
    let generated = text("metadata.name").is_none() && made(name);
    let by_cron = workload.is_cron_job() && subject.kind == "Job" && made(&format!("{name}-"));
    let itself = workload.kind_name() == subject.kind && !name.is_empty() && name == subject.name;
    !other && (itself || by_cron || (generated && workload.kind_name() == subject.kind))
}

/// What was found, then the rest of its family; of everything that can end a Job where nothing was found.
fn causes(diagnosis: &Diagnosis) -> Vec<&'static Diagnostic> {
    let found = diagnosis.findings.iter().filter(|finding| finding.role != Role::Lint);
    let mut causes: Vec<&'static Diagnostic> =
        diagnosis.cause().into_iter().chain(found).map(|finding| finding.diagnostic).collect();
    let family = diagnosis.cause().map(|cause| cause.diagnostic.family());
    causes.extend(
        CATALOGUE
            .iter()
            .copied()
            .filter(|diagnostic| family.map_or(diagnostic.family() <= 5, |own| own == diagnostic.family())),
    );
    let mut known: Vec<&str> = Vec::new();
    causes.retain(|cause| {
        let new = !known.contains(&cause.name);
        known.push(cause.name);
        new
    });
    causes.truncate(MAX_CAUSES);
    causes
}

/// What a diagnostic means, in its page's one sentence.
#[must_use]
pub fn meaning(diagnostic: &Diagnostic) -> &'static str {
    Page::parse(diagnostic.page).map_or("", |page| page.sentence)
}
