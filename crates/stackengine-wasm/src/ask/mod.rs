//! Asking a language model, as data: the request that somebody else may send, what the bytes of its answer say, and what of
//! that the guard lets through. Each verb is given everything anew; nothing is remembered between them.

mod answer;
mod opinion;
mod prepare;
#[cfg(test)]
mod tests;
mod words;

pub(crate) use answer::answer;
pub(crate) use opinion::opinion;
pub(crate) use prepare::prepare;

use stackengine::ask::{Case, Dossier, Manner, Prompt, Provider, Sender};
use stackengine::facts::Subject;
use stackengine::redact::{Vault, redact};

use crate::redact::options;
use crate::request::Request;

/// Tokens of a question, where nobody says otherwise.
const BUDGET: usize = 6000;
/// Tokens of an answer, where nobody says otherwise.
const MAX_TOKENS: u32 = 4000;

/// Masks and diagnoses the first files of a request.
fn dossier(request: &Request<'_>, n_files: usize) -> Dossier {
    let texts: Vec<(String, Vec<u8>)> =
        request.files.iter().take(n_files).map(|(name, bytes)| (name.clone(), bytes.to_vec())).collect();
    Dossier::new(&texts, Vault::new(), options(request))
}

/// The workload that is asked about: the one that is named, by whatever name it has where it is masked; else the most urgent.
fn case<'d>(request: &Request<'_>, dossier: &'d Dossier) -> Result<Case<'d>, String> {
    let (kind, about) = (request.word("kind"), request.word("about"));
    let masked = masked(about, dossier);
    let is_meant = |subject: &Subject| (subject.name == about || subject.name == masked) && subject.kind == kind;
    let at = match dossier.subjects().position(is_meant) {
        Some(at) => at,
        // Better nothing than an opinion about another one.
        None if !about.is_empty() && dossier.subjects().count() > 1 => {
            return Err(format!("{kind} {about} is not found again once everything is masked: keep its name"));
        }
        None => 0,
    };
    dossier.case(at).ok_or_else(|| "there is no Job, CronJob or pod in it that could be asked about".to_owned())
}

/// A name as the masked texts have it.
fn masked(name: &str, dossier: &Dossier) -> String {
    let done = redact(&[name.as_bytes()], &mut dossier.vault.clone(), &dossier.options);
    done.first().map(|done| String::from_utf8_lossy(&done.text).into_owned()).unwrap_or_default()
}

/// What is asked about a case.
fn prompt(request: &Request<'_>, case: &Case<'_>) -> Prompt {
    Prompt::new(case, request.number("budget").map_or(BUDGET, |budget| budget.clamp(1000, 200_000)))
}

/// Who is asked, and how. The sentence says what is missing.
fn manner<'r>(request: &'r Request<'_>) -> Result<Manner<'r>, String> {
    let provider = provider(request)?;
    let (address, model) = (request.word("address"), request.word("model"));
    if model.is_empty() {
        return Err(format!("name the model, as {} calls it", provider.title));
    }
    if address.is_empty() && provider.address.is_empty() {
        return Err(format!("give the address of {}", provider.title));
    }
    let max_tokens = request.number("max_tokens").and_then(|most| u32::try_from(most.clamp(200, 64_000)).ok());
    Ok(Manner {
        provider,
        address: (!address.is_empty()).then_some(address),
        model,
        max_tokens: max_tokens.unwrap_or(MAX_TOKENS),
        plain: request.switch("plain"),
        sender: Sender::Browser,
    })
}

fn provider(request: &Request<'_>) -> Result<&'static Provider, String> {
    Provider::named(request.word("provider")).ok_or_else(|| "choose who is asked".to_owned())
}
