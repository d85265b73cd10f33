//! What went wrong on the way to an answer: one sentence, with its cure.

use std::fmt;

use serde_json::Value;

use super::provider::Provider;
use crate::render::printable;

/// More of what a server says about its trouble is not repeated.
const LONGEST: usize = 200;

/// What kind of trouble it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TroubleKind {
    /// The key is wrong, or may not do this.
    KeyRefused,
    /// The account has no money left.
    NoCredit,
    /// Too many requests, or too many tokens in a minute.
    RateLimited,
    /// The provider has too much to do, or is broken.
    Overloaded,
    /// More was asked than fits.
    TooLong,
    /// There is no such model or address.
    NotFound,
    /// The request was not understood.
    NotUnderstood,
    /// It was sent somewhere else.
    Redirected,
    /// The answer ended before it was complete.
    CutOff,
    /// The answer is longer than anything that is waited for.
    Endless,
    /// The answer is not what this provider sends.
    Garbled,
    /// Anything else.
    Other,
}

/// What went wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// Of which kind.
    pub kind: TroubleKind,
    /// A sentence without its full stop: what was wrong, and what to do. Printable.
    pub sentence: String,
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}

/// The words in which a provider reports an error, wherever it puts them.
#[derive(Debug, Default)]
struct Reported {
    /// Its type, code and status, joined.
    words: String,
    message: String,
}

impl Reported {
    fn of(value: &Value) -> Self {
        let value = value.as_array().and_then(|all| all.first()).unwrap_or(value);
        let error = value.get("error").filter(|error| !error.is_null()).unwrap_or(value);
        let mut words = String::new();
        for field in ["type", "code", "status"] {
            match error.get(field) {
                Some(Value::String(word)) => words.push_str(word),
                Some(Value::Number(number)) => words.push_str(&number.to_string()),
                _ => continue,
            }
            words.push(' ');
        }
        let message = [error.get("message"), error.get("detail"), Some(error)];
        let message = message.into_iter().flatten().find_map(Value::as_str).unwrap_or_default().to_owned();
        Self { words: words.to_ascii_lowercase(), message }
    }

    fn has(&self, word: &str) -> bool {
        self.words.contains(word)
    }

    fn says(&self, words: &[&str]) -> bool {
        let message = self.message.to_ascii_lowercase();
        words.iter().any(|word| message.contains(word))
    }
}

impl Trouble {
    /// The trouble with these words.
    #[must_use]
    pub fn new(kind: TroubleKind, sentence: impl Into<String>) -> Self {
        Self { kind, sentence: sentence.into() }
    }

    /// What an HTTP status means; `body` is what came with it, `retry_after` the header of that name.
    #[must_use]
    pub fn of_status(provider: &Provider, status: u16, body: &[u8], retry_after: Option<&str>) -> Self {
        let reported = match serde_json::from_slice::<Value>(body) {
            Ok(value) => Reported::of(&value),
            Err(_) => Reported::default(),
        };
        let kind = kind(status, &reported);
        Self::new(kind, sentence(provider, kind, &format!("status {status}"), &reported, retry_after))
    }

    /// What an error means that came in the middle of an answer.
    #[must_use]
    pub fn of_event(provider: &Provider, error: &Value) -> Self {
        let reported = Reported::of(error);
        let status = reported.words.split(' ').find_map(|word| word.parse().ok()).unwrap_or(0);
        let kind = kind(status, &reported);
        Self::new(kind, sentence(provider, kind, "an error in the answer", &reported, None))
    }
}

/// The words of the providers' lists of errors; where they say nothing, the status does.
fn kind(status: u16, reported: &Reported) -> TroubleKind {
    use TroubleKind as Kind;
    let has = |word| reported.has(word);
    if has("insufficient_quota") || has("billing") || status == 402 || reported.says(&["credit balance"]) {
        return Kind::NoCredit;
    }
    if has("authentication") || has("invalid_api_key") || has("permission") || has("unauthenticated") {
        return Kind::KeyRefused;
    }
    if reported.says(&["api key not valid", "api_key_invalid"]) {
        return Kind::KeyRefused;
    }
    if has("context_length") || has("request_too_large") || status == 413 {
        return Kind::TooLong;
    }
    if reported.says(&["context length", "context window", "prompt is too long", "exceeds the available context"]) {
        return Kind::TooLong;
    }
    if has("model_not_found") || has("not_found") || status == 404 {
        return Kind::NotFound;
    }
    if has("overloaded") || has("unavailable") || has("server_error") || has("api_error") {
        return Kind::Overloaded;
    }
    if has("rate_limit") || has("resource_exhausted") {
        return Kind::RateLimited;
    }
    match status {
        300..=399 => Kind::Redirected,
        401 | 403 => Kind::KeyRefused,
        405 => Kind::NotFound,
        429 => Kind::RateLimited,
        400 | 422 => Kind::NotUnderstood,
        408 | 500..=599 => Kind::Overloaded,
        _ => Kind::Other,
    }
}

fn sentence(
    provider: &Provider,
    kind: TroubleKind,
    what: &str,
    reported: &Reported,
    retry_after: Option<&str>,
) -> String {
    use TroubleKind as Kind;
    let title = provider.title;
    let said = said(&reported.message);
    match kind {
        // What is said about a key may show a part of it: it is not repeated.
        Kind::KeyRefused => match provider.key_variable {
            Some(variable) => format!(
                "{title} refused the key ({what}): see whether {variable} holds the right one, or {}",
                provider.cure
            ),
            None => format!("{title} asks for a key ({what}): put it into STACKENGINE_API_KEY"),
        },
        Kind::NoCredit => {
            format!("the account at {title} has no credit left ({what}): add some there, or ask another provider")
        }
        Kind::RateLimited => {
            let digits = retry_after.filter(|after| after.len() < 6 && after.bytes().all(|byte| byte.is_ascii_digit()));
            match digits.filter(|after| !after.is_empty()) {
                Some(seconds) => format!("{title} allows no more requests for now ({what}): try again in {seconds} s"),
                None => format!("{title} allows no more requests for now ({what}): wait a minute, or lower --budget"),
            }
        }
        Kind::Overloaded => format!("{title} has trouble of its own ({what}){said}: try again in a few minutes"),
        Kind::TooLong => format!("this is more than the model can read ({what}): lower --budget"),
        Kind::NotFound => format!("{title} knows no such model or address ({what}){said}: see --model and --address"),
        Kind::NotUnderstood => {
            format!("{title} did not understand the request ({what}){said}: try --plain, or another --model")
        }
        Kind::Redirected => {
            format!("{title} wants the request sent elsewhere ({what}), which is never done: give the right --address")
        }
        Kind::CutOff | Kind::Endless | Kind::Garbled | Kind::Other => {
            format!("{title} did not answer as expected ({what}){said}: see --address")
        }
    }
}

/// The server's own words, safe to print, without anything that looks like a link.
fn said(message: &str) -> String {
    if message.is_empty() {
        return String::new();
    }
    let short: String = message.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LONGEST).collect();
    format!(", saying \"{}\"", printable(&short))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trouble(name: &str, status: u16, body: &str, retry_after: Option<&str>) -> Trouble {
        Trouble::of_status(Provider::named(name).expect("a provider"), status, body.as_bytes(), retry_after)
    }

    #[test]
    fn each_status_has_its_cure() {
        let table = [
            (
                "anthropic",
                401,
                r#"{"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}"#,
                TroubleKind::KeyRefused,
            ),
            (
                "anthropic",
                529,
                r#"{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"#,
                TroubleKind::Overloaded,
            ),
            (
                "anthropic",
                400,
                r#"{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 9 tokens"}}"#,
                TroubleKind::TooLong,
            ),
            (
                "openai",
                429,
                r#"{"error":{"message":"You exceeded your current quota","type":"insufficient_quota","code":"insufficient_quota"}}"#,
                TroubleKind::NoCredit,
            ),
            (
                "openai",
                429,
                r#"{"error":{"message":"Rate limit reached","type":"requests","code":"rate_limit_exceeded"}}"#,
                TroubleKind::RateLimited,
            ),
            (
                "gemini",
                400,
                r#"{"error":{"code":400,"message":"API key not valid.","status":"INVALID_ARGUMENT"}}"#,
                TroubleKind::KeyRefused,
            ),
            (
                "gemini",
                503,
                r#"{"error":{"code":503,"message":"The model is overloaded.","status":"UNAVAILABLE"}}"#,
                TroubleKind::Overloaded,
            ),
            (
                "ollama",
                404,
                r#"{"error":{"message":"model \"x\" not found, try pulling it first","type":"api_error"}}"#,
                TroubleKind::NotFound,
            ),
            ("mistral", 422, r#"{"detail":[{"msg":"extra"}]}"#, TroubleKind::NotUnderstood),
            ("openrouter", 402, "", TroubleKind::NoCredit),
            ("compatible", 302, "", TroubleKind::Redirected),
            ("compatible", 200, "", TroubleKind::Other),
        ];
        for (name, status, body, kind) in table {
            assert_eq!(trouble(name, status, body, None).kind, kind, "{name} {status} {body}");
        }
    }

    #[test]
    fn what_is_said_about_a_key_is_not_repeated() {
        let body = r#"{"error":{"message":"Incorrect API key provided: sk-abc","code":"invalid_api_key"}}"#;
        assert!(!trouble("openai", 401, body, None).sentence.contains("sk-abc"));
    }

    #[test]
    fn a_server_cannot_steer_the_terminal() {
        let body = "{\"error\":{\"message\":\"\\u001b[31mred\\nand more\"}}";
        let said = trouble("compatible", 500, body, None).sentence;
        assert!(!said.chars().any(char::is_control), "{said}");
    }

    #[test]
    fn only_a_number_of_seconds_is_believed() {
        assert!(trouble("openai", 429, "", Some("20")).sentence.contains("in 20 s"));
        assert!(!trouble("openai", 429, "", Some("\u{1b}[2J")).sentence.contains('\u{1b}'));
    }
}
