//! The browser's door to the engine: bytes in, JSON out, and not one import.
//!
//! A WebAssembly module can call only what it imports. This one imports nothing, so whatever is pasted into the page
//! has no way out through it: `web/tests/imports.test.mjs` looks at the section itself.

mod abi;
mod ask;
mod catalogue;
mod diagnose;
mod explain;
mod manifest;
mod markdown;
mod offsets;
mod picture;
mod recognise;
mod redact;
mod replay;
mod request;
mod share;

pub use markdown::{Block, Inline, blocks};

use request::Request;

/// What the page can ask for. The numbers are those of `web/src/engine/verbs.ts`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Files in, every diagnosis out; remembers what the files show for [`Verb::Check`] and [`Verb::Fix`].
    Diagnose = 1,
    /// Files in, the report as Markdown out.
    Markdown = 2,
    /// A manifest in, its findings out.
    Check = 3,
    /// A manifest in, its repair out.
    Fix = 4,
    /// Words in, what they mean out.
    Explain = 5,
    /// Every diagnostic, a line each.
    Catalogue = 6,
    /// Files in, the fragment of a link out.
    Pack = 7,
    /// The fragment of a link in, files out.
    Unpack = 8,
    /// Files in, the same without what is private out.
    Redact = 9,
    /// A manifest as it is and as it would be in, both played out.
    Replay = 10,
    /// Files and a choice in, the request to a language model out; nothing is sent.
    AskPrepare = 11,
    /// The bytes of its answer so far in, what they say out.
    AskAnswer = 12,
    /// Files and an answer in, what the guard lets through out.
    AskOpinion = 13,
}

impl Verb {
    fn of(number: u32) -> Option<Self> {
        [
            Self::Diagnose,
            Self::Markdown,
            Self::Check,
            Self::Fix,
            Self::Explain,
            Self::Catalogue,
            Self::Pack,
            Self::Unpack,
            Self::Redact,
            Self::Replay,
            Self::AskPrepare,
            Self::AskAnswer,
            Self::AskOpinion,
        ]
        .into_iter()
        .find(|verb| *verb as u32 == number)
    }
}

/// Answers one request. What is asked for wrongly is a fault of the page, and ends in a panic: a trap in the browser.
#[must_use]
pub fn answer(verb: u32, input: &[u8]) -> Vec<u8> {
    let Some(verb) = Verb::of(verb) else { panic!("no verb has the number {verb}") };
    let Some(request) = Request::parse(input) else { panic!("the request is cut") };
    match verb {
        Verb::Diagnose => diagnose::diagnose(&request),
        Verb::Markdown => diagnose::markdown(&request),
        Verb::Check => manifest::check(&request),
        Verb::Fix => manifest::fix(&request),
        Verb::Explain => explain::explain(&request),
        Verb::Catalogue => catalogue::catalogue(),
        Verb::Pack => share::pack(&request),
        Verb::Unpack => share::unpack(&request),
        Verb::Redact => redact::redact(&request),
        Verb::Replay => replay::replay(&request),
        Verb::AskPrepare => ask::prepare(&request),
        Verb::AskAnswer => ask::answer(&request),
        Verb::AskOpinion => ask::opinion(&request),
    }
}

/// The answer as bytes of JSON.
fn json<T: serde::Serialize>(answer: &T) -> Vec<u8> {
    // The wire types have text keys and finite numbers, so there is nothing serde_json could refuse.
    serde_json::to_vec(answer).unwrap_or_default()
}
