//! The key: from the environment or the system's keyring, never from a flag, where every process list would show it. It has
//! no way to be printed.

use std::env;

use clap::ValueEnum;
use stackengine::ask::{Header, PROVIDERS, Provider, Request};
use ureq::http::HeaderValue;
use zeroize::Zeroizing;

use super::keyring::Keyring;

/// The variable for servers that have none of their own.
const ANY: &str = "STACKENGINE_API_KEY";

/// A shorter key is a word that may stand anywhere.
const LEAST: usize = 8;

/// Where a key may be looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum KeyFrom {
    /// The provider's environment variable alone
    Environment,
    /// The system's keyring alone
    Keyring,
}

/// A key, or none.
pub(crate) struct Key {
    value: Option<Zeroizing<String>>,
    /// The variable that holds it, or should.
    pub(crate) variable: &'static str,
    is_from_keyring: bool,
}

/// The variable that holds the key for a provider; the keyring knows it under the same name.
pub(crate) fn variable(provider: &Provider) -> &'static str {
    provider.key_variable.unwrap_or(ANY)
}

impl Key {
    /// The key for a provider: from where its owner says; else from the environment, else from the keyring if one has it. A
    /// server on this machine wants none as a rule, so for one the keyring is not disturbed unasked.
    pub(crate) fn of(provider: &Provider, from: Option<KeyFrom>) -> Result<Self, String> {
        let variable = variable(provider);
        let told = match from {
            Some(KeyFrom::Keyring) => None,
            Some(KeyFrom::Environment) | None => read(variable),
        };
        let value = match from {
            Some(KeyFrom::Keyring) => {
                let kept = Keyring::open().and_then(|keyring| keyring.get(variable));
                let kept = kept.map_err(|trouble| trouble.sentence(variable))?;
                let put = format!("stackengine key put {}", provider.name);
                Some(kept.ok_or_else(|| format!("the keyring has no key for {}: `{put}` puts it in", provider.title))?)
            }
            None if told.is_none() && !provider.is_local() => {
                Keyring::open().and_then(|keyring| keyring.get(variable)).unwrap_or_default()
            }
            _ => None,
        };
        Ok(Self { is_from_keyring: value.is_some(), value: told.or(value), variable })
    }

    /// Where it comes from, in words.
    pub(crate) fn place(&self) -> &'static str {
        if self.is_from_keyring { "the keyring" } else { self.variable }
    }

    /// Whether there is one.
    pub(crate) fn is_there(&self) -> bool {
        self.value.is_some()
    }

    /// The key as a value that is masked wherever it stands: in a log of this very program, say.
    pub(crate) fn to_mask(&self) -> Option<Vec<u8>> {
        let key = self.value.as_ref()?;
        (key.len() >= LEAST).then(|| key.as_bytes().to_vec())
    }

    /// The headers of a request with the key in its place; that header is left out where there is no key.
    pub(crate) fn headers(&self, request: &Request) -> Result<Vec<(&'static str, HeaderValue)>, String> {
        let mut headers = Vec::new();
        for (name, value) in &request.headers {
            match (value, &self.value) {
                (Header::Words(words), _) => headers.push((*name, HeaderValue::from_static(words))),
                (Header::Key(place), Some(key)) => {
                    let whole = Zeroizing::new(format!("{}{}", place.before, key.as_str()));
                    // What is wrong with it is not said: that would show it.
                    let mut value = HeaderValue::from_str(&whole)
                        .map_err(|_| format!("failed to ask: {} holds characters that no key has", self.place()))?;
                    value.set_sensitive(true);
                    headers.push((*name, value));
                }
                (Header::Key(_), None) => {}
            }
        }
        Ok(headers)
    }
}

fn read(variable: &str) -> Option<Zeroizing<String>> {
    let value = Zeroizing::new(env::var(variable).ok()?);
    let trimmed = value.trim();
    (!trimmed.is_empty()).then(|| Zeroizing::new(trimmed.to_owned()))
}

/// The provider whose key is in the environment, where it is one alone.
pub(crate) fn only_provider() -> Option<&'static Provider> {
    let mut found: Option<&'static Provider> = None;
    for provider in PROVIDERS {
        let Some(variable) = provider.key_variable.filter(|variable| read(variable).is_some()) else { continue };
        match found {
            // Two ways to ask the same company: the first of the table.
            Some(known) if known.key_variable == Some(variable) => {}
            Some(_) => return None,
            None => found = Some(provider),
        }
    }
    found
}
