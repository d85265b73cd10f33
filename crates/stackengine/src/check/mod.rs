//! From the text of a manifest file to what is wrong in it: the API server's own rules first, then everything that it
//! accepts and that will fail, hang or lie.

mod lint;
mod open;
mod pod_security;
mod report;
mod suppress;
mod tally;

use std::collections::BTreeMap;

pub use lint::Lint;
pub(crate) use pod_security::{
    APPARMOR_ANNOTATION, PROBE_HOSTS, RESTRICTED_VOLUMES, SAFE_SYSCTLS, SELINUX_TYPES, is_confining_annotation,
    is_default_capability,
};
pub use pod_security::{Breach, CONTROLS, PodSecurityLevel, pod_security, pod_security_level};
pub use report::{
    CheckReport, Excerpt, FileReport, Found, LeftOut, Position, Remark, Replacement, Standing, add_replacements, report,
};
pub use suppress::{Asides, Judgement, Note, POLICY, Suppression, called, is_called, judge};
pub use tally::Tally;

use crate::catalogue::{CATALOGUE, Diagnostic};
use crate::manifest::{self, File, FileDocument, Mask, Unread, UnreadKind, Workload};
use crate::repair::Evidence;
use crate::validate::{Violation, validate};
use crate::yaml::{Node, Path, Span};

/// What was found in one file.
#[derive(Debug, Default)]
pub struct Checked {
    /// What is wrong with each Job and CronJob, in the order of the text.
    pub objects: Vec<CheckedObject>,
    /// What is wrong with the file itself, by document number: what is not YAML.
    pub broken: Vec<(String, Lint)>,
    /// What was not analysed, and why.
    pub not_analysed: Vec<NotAnalysed>,
    /// How many documents the file has, those of other kinds included.
    pub n_documents: usize,
}

/// What is wrong with one object.
#[derive(Debug)]
pub struct CheckedObject {
    /// Its number in the file: `0`, or `0.2` inside a List.
    pub number: String,
    /// `Job` or `CronJob`.
    pub kind: &'static str,
    /// Its name.
    pub name: String,
    /// What was found, in the order of the text.
    pub lints: Vec<Lint>,
    /// Where suppressions may stand.
    pub asides: Asides,
}

/// A part of a file that was not analysed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAnalysed {
    /// The document it is in.
    pub number: String,
    /// Where.
    pub span: Span,
    /// Why.
    pub why: String,
}

/// Says everything that is wrong in the text of one file. Total: what could not be read is part of the answer.
#[must_use]
pub fn check(text: &str, evidence: &Evidence) -> Checked {
    let (masked, masks) = manifest::mask(text);
    let file = File::read(&masked, &masks);
    let mut checked = Checked { n_documents: file.documents.len() + file.unread.len(), ..Checked::default() };
    for document in &file.documents {
        if let Some(object) = object(document, evidence) {
            checked.not_analysed.extend(left_open(document, &masks));
            checked.objects.push(object);
        } else {
            checked.broken.extend(nameless(document).map(|lint| (document.number.clone(), lint)));
        }
    }
    for unread in file.unread {
        not_read(unread, &mut checked);
    }
    checked
}

/// What is wrong with one object; `None` where it is neither a Job nor a CronJob.
#[must_use]
pub fn object(document: &FileDocument<'_>, evidence: &Evidence) -> Option<CheckedObject> {
    let workload = Workload::of(document)?;
    let observed = evidence.about(&workload);
    let mut lints = refusals(&document.node, &workload);
    for diagnostic in CATALOGUE {
        (diagnostic.check)(&workload, &mut lints);
        (diagnostic.compare)(&workload, observed, &mut lints);
    }
    lints.retain(|lint| !open::is_open(lint, &workload, document));
    drop_explained(&mut lints);
    lints
        .sort_by(|left, right| (left.span.start, left.diagnostic.code).cmp(&(right.span.start, right.diagnostic.code)));
    for lint in &mut lints {
        lint.fix = (lint.diagnostic.repair)(&workload, lint, observed);
    }
    let (kind, name) = (workload.kind_name(), workload.name().to_owned());
    let asides = Asides::of(&workload);
    Some(CheckedObject { number: document.number.clone(), kind, name, lints, asides })
}

/// One lint is enough where another at the same place explains it.
fn drop_explained(lints: &mut Vec<Lint>) {
    let explained: Vec<(Span, &str)> =
        lints.iter().flat_map(|lint| lint.diagnostic.explains.iter().map(move |name| (lint.span, *name))).collect();
    lints.retain(|lint| !explained.contains(&(lint.span, lint.diagnostic.name)));
}

/// What the API server would say.
fn refusals(root: &Node<'_>, workload: &Workload<'_>) -> Vec<Lint> {
    validate(root).into_iter().filter_map(|violation| refusal(violation, workload)).collect()
}

fn refusal(violation: Violation, workload: &Workload<'_>) -> Option<Lint> {
    let mut lint = Lint::of_refusal(of_rule(violation.rule)?, violation);
    lint.container = workload.container_at(&lint.path).map(|container| container.name.to_owned());
    lint.help = (lint.diagnostic.help)(workload, &lint);
    Some(lint)
}

/// What looks like a Job or CronJob and is not called one. Of every other YAML file in a repository nothing is said.
fn nameless(document: &FileDocument<'_>) -> Option<Lint> {
    let root = &document.node;
    if ["kind", "apiVersion"].iter().any(|field| open::path_is_open(&Path::parse(field), document)) {
        return None;
    }
    let of_batch = root.get("apiVersion").and_then(Node::as_str).is_some_and(|version| version.starts_with("batch/"));
    let runs_jobs = ["spec.jobTemplate", "spec.schedule", "spec.backoffLimit", "spec.activeDeadlineSeconds"];
    let like_a_job = runs_jobs.iter().any(|path| root.at(path).is_some()) && root.at("spec.template.spec").is_some();
    let like_a_cron_job = root.at("spec.jobTemplate.spec.template.spec").is_some();
    if !of_batch && (root.get("kind").is_some() || !(like_a_job || like_a_cron_job)) {
        return None;
    }
    let violation = validate(root).into_iter().next()?;
    let mut lint = Lint::of_refusal(of_rule(violation.rule)?, violation);
    lint.help = match lint.rule() {
        "kind-missing" => "say what it is: kind: Job, or kind: CronJob",
        _ => "batch/v1 serves Job and CronJob, spelled like that",
    }
    .to_owned();
    Some(lint)
}

/// The diagnostic that a rule of the API server belongs to.
#[must_use]
pub fn of_rule(rule: &str) -> Option<&'static Diagnostic> {
    use std::sync::LazyLock;
    static RULES: LazyLock<BTreeMap<&'static str, &'static Diagnostic>> = LazyLock::new(|| {
        CATALOGUE.iter().flat_map(|diagnostic| diagnostic.rules.iter().map(|rule| (*rule, *diagnostic))).collect()
    });
    RULES.get(rule).copied()
}

/// What of a document a template leaves open.
fn left_open(document: &FileDocument<'_>, masks: &[Mask]) -> Option<NotAnalysed> {
    let inside: Vec<&Mask> = masks
        .iter()
        .filter(|mask| mask.span.start >= document.document.start && mask.span.end <= document.document.end)
        .collect();
    let first = inside.first()?;
    let why = match inside.len() {
        1 => "1 template expression is not analysed: its value is known only when it is rendered".to_owned(),
        n => format!("{n} template expressions are not analysed: their values are known only when they are rendered"),
    };
    Some(NotAnalysed { number: document.number.clone(), span: first.span, why })
}

fn not_read(unread: Unread, checked: &mut Checked) {
    match unread.kind {
        UnreadKind::Template => {
            let why = format!("a template that is not YAML until it is rendered: {}", unread.why);
            checked.not_analysed.push(NotAnalysed { number: unread.number, span: unread.span, why });
        }
        UnreadKind::Malformed => {
            if let Some(diagnostic) = of_rule("yaml-malformed") {
                let lint = Lint {
                    diagnostic,
                    severity: diagnostic.severity,
                    path: Path::default(),
                    span: unread.span,
                    message: format!("the document cannot be read: {}", unread.why),
                    help: "mend the YAML at this place; the other documents of the file were checked".to_owned(),
                    container: None,
                    rests_on: Vec::new(),
                    fix: None,
                    refusal: None,
                };
                checked.broken.push((unread.number, lint));
            }
        }
    }
}
