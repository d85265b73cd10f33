//! What a model is told and shown: facts, findings, the lines that matter, the causes to choose from. Never the raw paste.
//!
//! Every line of data stands behind its number in brackets, so none of them can pass for a heading or an instruction; what
//! could steer a terminal is written out. The whole is masked once more, and a request is made only if the redactor finds
//! nothing left in its very bytes.

mod lines;
mod refusal;

use std::fmt::Write as _;

use super::case::{Case, meaning};
use super::guard::rights;
use super::provider::Provider;
use super::request::{Question, Request, Sender, estimate};
use crate::diagnosis::Finding;
use crate::redact::{Options, Vault, leaks, redact};
use crate::render::printable;
pub use lines::Line;
pub use refusal::Refused;

/// What the model is told to be and to do.
const SYSTEM: &str = include_str!("system.md");

/// Characters of a sentence from the evidence at most.
const LONGEST: usize = 400;

/// More events of the timeline are not told.
const MAX_MOMENTS: usize = 16;

/// What is asked, ready to be written down for any provider.
#[derive(Debug)]
pub struct Prompt {
    /// What the model is told to be and to do.
    pub system: String,
    /// What it is shown, masked.
    pub user: String,
    /// The lines that it may cite, by their numbers from 1.
    pub lines: Vec<Line>,
    /// Whether all of the manifest is among them: without it no edit can be meant.
    pub shows_manifest: bool,
    causes: Vec<&'static str>,
    vault: Vault,
    options: Options,
}

/// How a prompt is sent.
#[derive(Clone, Copy, Debug)]
pub struct Manner<'m> {
    /// Who is asked.
    pub provider: &'m Provider,
    /// Another address than the provider's own.
    pub address: Option<&'m str>,
    /// The model.
    pub model: &'m str,
    /// Tokens of an answer at most.
    pub max_tokens: u32,
    /// Asks without a schema.
    pub plain: bool,
    /// What sends it.
    pub sender: Sender,
}

impl Prompt {
    /// Builds what is asked of a case within about so many tokens; the frame of about two thousand is not cut.
    #[must_use]
    pub fn new(case: &Case<'_>, budget: usize) -> Self {
        let head = head(case);
        let system = SYSTEM.to_owned();
        // The estimate backwards: bytes that are left for lines.
        let left = (budget.saturating_mul(7) / 2).saturating_sub(head.len() + system.len());
        let chosen = lines::choose(case, left);
        let mut user = head;
        lines::write(&chosen.lines, &mut user);
        tail(case, chosen.shows_manifest, &mut user);
        let mut vault = case.dossier.vault.clone();
        let options = case.dossier.options.clone();
        // Side by side, things may look private that did not where they came from.
        let mut user = masked(&user, &mut vault, &options);
        legend(&vault, &mut user);
        let causes = case.cause_names();
        Self { system, user, lines: chosen.lines, shows_manifest: chosen.shows_manifest, causes, vault, options }
    }

    /// About how many tokens it has.
    #[must_use]
    pub fn estimated_tokens(&self) -> usize {
        estimate(self.system.len() + self.user.len())
    }

    /// Writes it down for a provider.
    ///
    /// # Errors
    ///
    /// Where the address or model cannot be used, or where anything private would be in the body.
    pub fn request(&self, manner: &Manner<'_>) -> Result<Request, Refused> {
        let question = Question {
            provider: manner.provider,
            address: manner.address,
            model: manner.model,
            system: &self.system,
            user: &self.user,
            causes: &self.causes,
            max_tokens: manner.max_tokens,
            plain: manner.plain,
            sender: manner.sender,
        };
        let request = Request::new(&question).map_err(Refused::Address)?;
        let left = leaks(request.body.as_bytes(), &self.vault, &self.options);
        if left.is_empty() {
            Ok(request)
        } else {
            Err(Refused::Private(refusal::whats(&self.user, &left, request.body.as_bytes())))
        }
    }
}

fn masked(text: &str, vault: &mut Vault, options: &Options) -> String {
    let redacted = redact(&[text.as_bytes()], vault, options);
    redacted.first().map(|redacted| String::from_utf8_lossy(&redacted.text).into_owned()).unwrap_or_default()
}

/// A text from the evidence as one line that steers nothing.
fn one_line(text: &str) -> String {
    let short: String = text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LONGEST).collect();
    printable(&short).into_owned()
}

fn head(case: &Case<'_>) -> String {
    let diagnosis = case.diagnosis;
    let subject = &diagnosis.subject;
    let mut out = String::new();
    let _ = writeln!(out, "# What the rules found (certain unless it says otherwise)\n");
    let _ = writeln!(out, "- {} {}: {}", subject.kind, one_line(&subject.name), diagnosis.state);
    match diagnosis.cause() {
        Some(cause) => {
            let _ = writeln!(
                out,
                "- cause by rule: {} ({}, {})",
                cause.diagnostic.name, cause.diagnostic.code, cause.confidence
            );
        }
        None => out.push_str("- no cause by rule\n"),
    }
    for finding in &diagnosis.findings {
        finding_line(finding, &mut out);
    }
    for moment in diagnosis.timeline.iter().take(MAX_MOMENTS) {
        let _ = writeln!(out, "- at {} s: {}", moment.seconds, one_line(&moment.what));
    }
    for need in &diagnosis.needs {
        let _ = writeln!(out, "- not given: {}", one_line(&need.what));
    }
    out.push_str("\n# Causes to choose from\n\n");
    for cause in &case.causes {
        let _ = writeln!(out, "- {}: {}", cause.name, meaning(cause));
    }
    let _ = writeln!(out, "- {}: none of these", super::schema::OTHER);
    out
}

fn finding_line(finding: &Finding, out: &mut String) {
    let of = |what: &str, value: Option<&str>| {
        value.map(|value| format!(", {what} {}", one_line(value))).unwrap_or_default()
    };
    let exit = finding.exit_code.map(|code| format!(", exit code {code}")).unwrap_or_default();
    let _ = writeln!(
        out,
        "- {} ({}, {}{}{}{exit}): {}",
        finding.diagnostic.name,
        finding.role,
        finding.confidence,
        of("pod", finding.pod.as_deref()),
        of("container", finding.container.as_deref()),
        one_line(&finding.message),
    );
}

fn tail(case: &Case<'_>, shows_manifest: bool, out: &mut String) {
    out.push_str("\n# What may be edited\n\n");
    match &case.manifest {
        Some(_) if shows_manifest => {
            for line in rights(case) {
                let _ = writeln!(out, "- {line}");
            }
        }
        _ => out.push_str("Nothing: no manifest is shown. Give an empty list of edits.\n"),
    }
}

/// Says what each mask in the text stands for.
fn legend(vault: &Vault, out: &mut String) {
    let shown: Vec<String> = vault
        .legend()
        .into_iter()
        .filter(|line| line.split_once(':').is_some_and(|(placeholder, _)| out.contains(placeholder)))
        .collect();
    out.push_str("\n# Masks\n\n");
    if shown.is_empty() {
        out.push_str("Nothing is masked.\n");
    }
    for line in shown {
        let _ = writeln!(out, "- {line}");
    }
}
