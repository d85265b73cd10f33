//! The key: from the environment, never from a flag, where every process list would show it. It has no way to be printed.

use std::env;

use stackengine::ask::{Header, PROVIDERS, Provider, Request};
use ureq::http::HeaderValue;
use zeroize::Zeroizing;

/// The variable for servers that have none of their own.
const ANY: &str = "STACKENGINE_API_KEY";

/// A shorter key is a word that may stand anywhere.
const LEAST: usize = 8;

/// A key, or none.
pub(crate) struct Key {
    value: Option<Zeroizing<String>>,
    /// The variable that holds it, or should.
    pub(crate) variable: &'static str,
}

impl Key {
    /// The key for a provider.
    pub(crate) fn of(provider: &Provider) -> Self {
        let variable = provider.key_variable.unwrap_or(ANY);
        Self { value: read(variable), variable }
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
                        .map_err(|_| format!("failed to ask: {} holds characters that no key has", self.variable))?;
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
