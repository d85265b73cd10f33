//! What policies say about the Jobs and CronJobs in a text, each verdict at its place.

use stackengine::manifest::{self, File, FileDocument, Workload};
use stackengine::yaml::{Path, Span};

use crate::{Enforcement, Policies, Trouble, json, place};

/// What is said about one text.
#[derive(Clone, Debug, Default)]
pub struct Judged {
    /// What is wrong, object by object.
    pub said: Vec<Said>,
    /// Who could not judge an object.
    pub could_not: Vec<CouldNot>,
}

/// What a policy says against an object of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The document: `0`, or `0.2` inside a List.
    pub document: String,
    /// Which of [`Policies::names`].
    pub policy: usize,
    /// What is wrong, in the policy's words.
    pub message: String,
    /// What it asks for.
    pub enforcement: Enforcement,
    /// The field, below the object.
    pub path: Path,
    /// The place of the field in the text, or of the nearest one above it.
    pub span: Span,
    /// The name of the container that it is about.
    pub container: Option<String>,
}

/// An object that was not judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CouldNot {
    /// The document.
    pub document: String,
    /// Where it begins in the text.
    pub span: Span,
    /// Why, as a sentence fragment.
    pub why: String,
}

impl Policies {
    /// Asks every policy about every Job and CronJob in a text. What a template leaves open is not asked about: a policy
    /// would take what is not filled in yet for missing.
    #[must_use]
    pub fn judge_text(&self, text: &str) -> Judged {
        let (masked, masks) = manifest::mask(text);
        let file = File::read(&masked, &masks);
        let mut judged = Judged::default();
        for document in &file.documents {
            if let Some(workload) = Workload::of(document) {
                self.judge_object(document, &workload, &mut judged);
            }
        }
        judged
    }

    fn judge_object(&self, document: &FileDocument<'_>, workload: &Workload<'_>, judged: &mut Judged) {
        let could_not = |why: String| CouldNot { document: document.number.clone(), span: document.document, why };
        if !document.masked.is_empty() {
            let why = "no policy was asked: what the template leaves open is known only when it is rendered";
            judged.could_not.push(could_not(why.to_owned()));
            return;
        }
        let judgement = self.judge(&json(&document.node));
        judged.could_not.extend(judgement.troubles.iter().map(|trouble| could_not(unasked(trouble))));
        for verdict in judgement.verdicts {
            let path = place(&verdict, workload);
            judged.said.push(Said {
                document: document.number.clone(),
                span: workload.span(&path),
                container: workload.container_at(&path).map(|container| container.name.to_owned()),
                path,
                policy: verdict.policy,
                message: verdict.message,
                enforcement: verdict.enforcement,
            });
        }
    }
}

fn unasked(trouble: &Trouble) -> String {
    format!("a policy could not judge it: {trouble}")
}
