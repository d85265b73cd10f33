//! The bytes of an answer so far in, what they say out. Nothing is remembered: each call reads from the beginning.

use serde::Serialize;
use stackengine::ask::{Event, Provider, Reader, Stop, Trouble};
use stackengine::render::printable;

use super::words::in_the_page;
use crate::request::Request;

/// Characters of an unfinished answer that are shown: its end is what is new.
const SHOWN: usize = 2000;

#[derive(Default, Serialize)]
struct Said {
    /// The text so far, as the model wrote it; whoever shows it shows `shown`.
    text: String,
    /// The end of it, printable.
    shown: String,
    /// Tokens that were read and written, as far as the provider says.
    usage: (Option<u64>, Option<u64>),
    /// What went wrong, as a sentence with its cure; empty where nothing did.
    trouble: String,
    /// Whether nothing more is wanted: whoever still sends is hung up on.
    done: bool,
}

/// Reads an answer: the first file is its body so far; options say its status, and whether it has ended.
pub(crate) fn answer(request: &Request<'_>) -> Vec<u8> {
    let Ok(provider) = super::provider(request) else { return crate::json(&Said::default()) };
    let body = request.files.first().map(|(_, bytes)| *bytes).unwrap_or_default();
    let mut said = read(request, provider, body);
    said.shown = shown(&said.text);
    said.trouble = in_the_page(&said.trouble, Some(provider));
    crate::json(&said)
}

fn read(request: &Request<'_>, provider: &'static Provider, body: &[u8]) -> Said {
    let mut said = Said { done: request.switch("ended"), ..Said::default() };
    let status = request.number("status").and_then(|status| u16::try_from(status).ok()).unwrap_or_default();
    if !(200..300).contains(&status) {
        let retry_after = request.word("retry_after");
        let trouble = Trouble::of_status(provider, status, body, Some(retry_after).filter(|after| !after.is_empty()));
        said.trouble = trouble.sentence;
        return said;
    }
    let mut reader = Reader::new(provider);
    let mut events = reader.feed(body);
    if said.done {
        events.extend(reader.finish());
    }
    for event in events {
        match event {
            Event::Text(text) => said.text.push_str(&text),
            Event::Usage { input, output } => said.usage = (input.or(said.usage.0), output.or(said.usage.1)),
            Event::Stop(Stop::MaxTokens) => {
                "the answer was cut at its bound: allow a longer one".clone_into(&mut said.trouble)
            }
            Event::Stop(Stop::Refused) => {
                "the model would not answer this: try another one".clone_into(&mut said.trouble)
            }
            Event::Stop(Stop::Complete | Stop::Other) => {}
            Event::Failed(trouble) => said.trouble = trouble.sentence,
        }
    }
    said.done |= reader.is_done();
    said
}

fn shown(text: &str) -> String {
    let n_chars = text.chars().count();
    let end: String = text.chars().skip(n_chars.saturating_sub(SHOWN)).collect();
    end.lines().map(printable).collect::<Vec<_>>().join("\n")
}
