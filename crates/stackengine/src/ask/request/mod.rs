//! A request as data: where it goes, what it says. Whoever sends it puts the key in; here is only its place.

mod body;

use super::provider::{Provider, Wire};
use super::schema;
use serde_json::Value;

/// What the program that sends is: a browser has to say so to one provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sender {
    /// A program of the user's own.
    Program,
    /// A page in a browser.
    Browser,
}

/// What is asked of whom.
#[derive(Clone, Debug)]
pub struct Question<'q> {
    /// Who is asked.
    pub provider: &'q Provider,
    /// Another address than the provider's own.
    pub address: Option<&'q str>,
    /// The model, as the provider calls it.
    pub model: &'q str,
    /// What the model is told to be and to do.
    pub system: &'q str,
    /// What it is shown.
    pub user: &'q str,
    /// The names of causes from which it may choose.
    pub causes: &'q [&'static str],
    /// Tokens of an answer at most.
    pub max_tokens: u32,
    /// Asks without a schema for the answer: for servers that know none.
    pub plain: bool,
    /// What sends it.
    pub sender: Sender,
}

/// A request, complete but for the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Always `POST`.
    pub method: &'static str,
    /// Where it goes.
    pub address: String,
    /// Names in lower case, and what they say.
    pub headers: Vec<(&'static str, Header)>,
    /// The body, byte for byte.
    pub body: String,
}

/// What a header says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Header {
    /// These words.
    Words(&'static str),
    /// The key, if there is one.
    Key(KeyPlace),
}

/// The place of a key. There is no way to print one: only to say what stands before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyPlace {
    /// `Bearer `, or nothing.
    pub before: &'static str,
}

impl Request {
    /// Writes the question down as its provider wants it.
    ///
    /// # Errors
    ///
    /// Where the provider has no address of its own and none is given, or the name of the model cannot stand in an address.
    pub fn new(question: &Question<'_>) -> Result<Self, String> {
        let provider = question.provider;
        let body = match provider.wire {
            Wire::Messages => body::messages(question),
            Wire::Responses => body::responses(question),
            Wire::Chat => body::chat(question),
            Wire::Gemini => body::gemini(question),
        };
        let key = Header::Key(KeyPlace { before: provider.key_before });
        let mut headers = vec![("content-type", Header::Words("application/json")), (provider.key_header, key)];
        if provider.wire == Wire::Messages {
            headers.push(("anthropic-version", Header::Words("2023-06-01")));
            if question.sender == Sender::Browser {
                headers.push(("anthropic-dangerous-direct-browser-access", Header::Words("true")));
            }
        }
        Ok(Self { method: "POST", address: address(question)?, headers, body: body.to_string() })
    }

    /// About how many tokens the body is: three and a half bytes each, as an estimate.
    #[must_use]
    pub fn estimated_tokens(&self) -> usize {
        estimate(self.body.len())
    }
}

/// About how many tokens so many bytes are: English and logs have three to four bytes a token in all common tokenisers.
#[must_use]
pub fn estimate(bytes: usize) -> usize {
    bytes.saturating_mul(2).div_ceil(7)
}

fn address(question: &Question<'_>) -> Result<String, String> {
    let provider = question.provider;
    let model = question.model;
    if model.is_empty() {
        return Err(format!("failed to ask {}: no model is named", provider.title));
    }
    let address = question.address.unwrap_or(provider.address);
    if address.is_empty() {
        return Err(format!("failed to ask {}: its address must be given", provider.title));
    }
    if !address.contains("{model}") {
        return Ok(address.to_owned());
    }
    // A model's name is one step of a path, and must stay one.
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
    let name = model.strip_prefix("models/").unwrap_or(model);
    if name.bytes().all(plain) && name.bytes().any(|byte| byte != b'.') {
        Ok(address.replace("{model}", name))
    } else {
        Err(format!("failed to ask {}: {model:?} is no name of a model", provider.title))
    }
}

/// The schema of the answer, where one is asked for.
fn wanted(question: &Question<'_>) -> Option<Value> {
    (!question.plain).then(|| schema::answer(question.causes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question<'q>(name: &str, model: &'q str) -> Question<'q> {
        Question {
            provider: Provider::named(name).expect("a provider"),
            address: None,
            model,
            system: "s",
            user: "u",
            causes: &["out-of-memory"],
            max_tokens: 100,
            plain: false,
            sender: Sender::Program,
        }
    }

    #[test]
    fn a_models_name_stays_one_step_of_the_address() {
        let request = Request::new(&question("gemini", "gemini-x")).expect("a request");
        assert!(request.address.contains("/models/gemini-x:streamGenerateContent"));
        for name in ["../../x", "a/b", "a?b", "..", "", "a b"] {
            assert!(Request::new(&question("gemini", name)).is_err(), "{name}");
        }
    }

    #[test]
    fn a_browser_says_so_to_one_provider_alone() {
        let mut asked = question("anthropic", "m");
        let headers = |asked: &Question<'_>| Request::new(asked).expect("a request").headers.len();
        assert_eq!(headers(&asked), 3);
        asked.sender = Sender::Browser;
        assert_eq!(headers(&asked), 4);
        let mut other = question("openai", "m");
        other.sender = Sender::Browser;
        assert_eq!(headers(&other), 2);
    }

    #[test]
    fn who_has_no_address_needs_one() {
        assert!(Request::new(&question("azure", "m")).is_err());
    }
}
