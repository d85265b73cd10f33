//! Files and a choice in, the exact request out, but for the key; or the sentence why there is none.

use serde::Serialize;
use stackengine::ask::{Header, PROVIDERS, Prompt, Provider, Request as Built};
use stackengine::redact::Vault;

use super::words::in_the_page;
use crate::offsets::Offsets;
use crate::request::Request;

#[derive(Serialize)]
struct Prepared {
    /// Why there is no request; empty where there is one.
    why_not: String,
    /// Everybody who can be asked.
    providers: Vec<Who>,
    request: Option<WireRequest>,
}

#[derive(Serialize)]
struct Who {
    name: &'static str,
    title: &'static str,
    /// Empty where each user has their own.
    address: &'static str,
    /// Whether it runs on the user's own machine, without a key.
    local: bool,
    cure: &'static str,
}

#[derive(Serialize)]
struct WireRequest {
    /// The workload that it asks about, as it is called in it.
    about: String,
    method: &'static str,
    address: String,
    headers: Vec<WireHeader>,
    body: String,
    /// Where masks stand in the body, in UTF-16 code units.
    masks: Vec<Span>,
    /// How many bytes the body is.
    bytes: usize,
    /// About how many tokens that is.
    tokens: usize,
    /// How many lines of evidence are in it.
    lines: usize,
    /// How many values are masked in it.
    masked: usize,
    /// What the model is told to be and to do.
    system: String,
    /// What it is shown.
    user: String,
}

#[derive(Serialize)]
struct WireHeader {
    name: &'static str,
    /// `None` where the key goes.
    value: Option<&'static str>,
    /// What stands before the key.
    before: &'static str,
}

#[derive(Serialize)]
struct Span {
    from: usize,
    to: usize,
}

/// Prepares a request. Nothing is sent: there is nothing here that could.
pub(crate) fn prepare(request: &Request<'_>) -> Vec<u8> {
    let mut prepared =
        Prepared { why_not: String::new(), providers: PROVIDERS.iter().map(who).collect(), request: None };
    match built(request) {
        Ok(built) => prepared.request = Some(built),
        Err(why) => prepared.why_not = in_the_page(&why, super::provider(request).ok()),
    }
    crate::json(&prepared)
}

fn built(request: &Request<'_>) -> Result<WireRequest, String> {
    // Whoever has not chosen yet learns it before anything is masked.
    let manner = super::manner(request)?;
    let dossier = super::dossier(request, request.files.len());
    let case = super::case(request, &dossier)?;
    let prompt = super::prompt(request, &case);
    let built = prompt.request(&manner).map_err(|refused| refused.to_string())?;
    let about = &case.diagnosis.subject;
    Ok(wire(built, prompt, format!("{} {}", about.kind, about.name), &dossier.vault))
}

fn wire(built: Built, prompt: Prompt, about: String, vault: &Vault) -> WireRequest {
    let offsets = Offsets::new(&built.body);
    let at = |byte: usize| offsets.utf16(u32::try_from(byte).unwrap_or(u32::MAX));
    let mut masks = Vec::new();
    let mut masked = 0;
    for mask in vault.placeholders() {
        let mut found = built.body.match_indices(&mask).peekable();
        masked += usize::from(found.peek().is_some());
        masks.extend(found.map(|(start, word)| Span { from: at(start), to: at(start + word.len()) }));
    }
    masks.sort_by_key(|span| span.from);
    let header = |(name, value): &(&'static str, Header)| match value {
        Header::Words(words) => WireHeader { name, value: Some(words), before: "" },
        Header::Key(place) => WireHeader { name, value: None, before: place.before },
    };
    WireRequest {
        method: built.method,
        headers: built.headers.iter().map(header).collect(),
        about,
        masks,
        masked,
        bytes: built.body.len(),
        tokens: built.estimated_tokens(),
        lines: prompt.lines.len(),
        address: built.address,
        body: built.body,
        system: prompt.system,
        user: prompt.user,
    }
}

fn who(provider: &Provider) -> Who {
    let Provider { name, title, address, cure, .. } = *provider;
    Who { name, title, address, local: provider.is_local(), cure }
}
