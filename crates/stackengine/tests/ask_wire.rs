//! Conversations in every wire format, written by hand in the documented shapes: one file each, whose head says what must be
//! read in it and which page describes that. `docs/ask-wire-formats.md` says how far those pages were read again.

use std::fs;
use std::path::Path;

use stackengine::ask::{Event, Provider, Reader, Stop};

/// What a reader is expected to say, and what it said.
#[derive(Clone, Debug, Default, PartialEq)]
struct Heard {
    text: String,
    stop: String,
    usage: String,
    trouble: String,
}

struct Recorded {
    name: String,
    provider: &'static Provider,
    expected: Heard,
    body: String,
}

fn recorded() -> Vec<Recorded> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ask/wire");
    let mut paths: Vec<_> =
        fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths.iter().map(|path| read(path)).collect()
}

fn read(path: &Path) -> Recorded {
    let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
    let text = fs::read_to_string(path).expect("readable");
    let (head, body) = text.split_once("---\n").expect("a head");
    let field = |field: &str| {
        let found = head.lines().find_map(|line| line.strip_prefix(field)?.strip_prefix(':'));
        found.unwrap_or_else(|| panic!("{name} has no {field}")).trim().to_owned()
    };
    assert!(!field("source").is_empty(), "{name}: who says so?");
    let provider = Provider::named(&field("provider")).expect("a provider");
    let expected = Heard { text: field("text"), stop: field("stop"), usage: field("usage"), trouble: field("trouble") };
    Recorded { name, provider, expected, body: body.to_owned() }
}

/// Feeds pieces and joins what was said, so that it does not matter where a piece ended.
fn hear<'p>(provider: &'static Provider, pieces: impl IntoIterator<Item = &'p [u8]>) -> Heard {
    let mut reader = Reader::new(provider);
    let mut events: Vec<Event> = pieces.into_iter().flat_map(|piece| reader.feed(piece)).collect();
    events.extend(reader.finish());
    let mut heard = Heard { stop: "none".to_owned(), ..Heard::default() };
    let (mut input, mut output) = (None, None);
    for event in events {
        match event {
            Event::Text(text) => heard.text.push_str(&text),
            Event::Usage { input: i, output: o } => (input, output) = (i.or(input), o.or(output)),
            Event::Failed(trouble) => heard.trouble = format!("{:?}", trouble.kind),
            Event::Stop(stop) => {
                heard.stop = match stop {
                    Stop::Complete => "complete",
                    Stop::MaxTokens => "max-tokens",
                    Stop::Refused => "refused",
                    Stop::Other => "other",
                }
                .to_owned();
            }
        }
    }
    let figure = |figure: Option<u64>| figure.map(|figure| figure.to_string()).unwrap_or_default();
    heard.usage = format!("{} {}", figure(input), figure(output)).trim().to_owned();
    heard
}

#[test]
fn every_conversation_is_understood() {
    let all = recorded();
    assert!(all.len() >= 30, "only {} conversations", all.len());
    for one in &all {
        assert_eq!(hear(one.provider, [one.body.as_bytes()]), one.expected, "{}", one.name);
    }
    for provider in stackengine::ask::PROVIDERS {
        assert!(all.iter().any(|one| one.provider.name == provider.name), "no conversation with {}", provider.name);
    }
}

#[test]
fn it_does_not_matter_where_a_piece_ends() {
    for one in recorded() {
        let bytes = one.body.as_bytes();
        for cut in 0..=bytes.len() {
            let (left, right) = bytes.split_at(cut);
            assert_eq!(hear(one.provider, [left, right]), one.expected, "{} cut at {cut}", one.name);
        }
        assert_eq!(hear(one.provider, bytes.chunks(1)), one.expected, "{} byte by byte", one.name);
    }
}

#[test]
fn every_end_of_line_is_one() {
    for one in recorded().into_iter().filter(|one| one.body.starts_with(['d', 'e', ':'])) {
        for end in ["\r\n", "\r"] {
            let body = one.body.replace('\n', end);
            assert_eq!(hear(one.provider, body.as_bytes().chunks(1)), one.expected, "{} with {end:?}", one.name);
        }
        let marked = format!("\u{feff}{}", one.body);
        assert_eq!(hear(one.provider, [marked.as_bytes()]), one.expected, "{} with a mark", one.name);
    }
}

/// An answer that is cut is never taken for a whole one.
#[test]
fn a_stream_that_breaks_off_says_so() {
    for one in recorded().into_iter().filter(|one| one.expected.stop == "complete") {
        let bytes = one.body.as_bytes();
        for end in 0..bytes.len() {
            let heard = hear(one.provider, [&bytes[..end]]);
            let whole = heard.text == one.expected.text && heard.stop == "complete";
            assert!(whole || !heard.trouble.is_empty(), "{} ended at {end}: {heard:?}", one.name);
        }
    }
}

#[test]
fn no_stream_is_endless() {
    for provider in stackengine::ask::PROVIDERS {
        for piece in [
            "x".repeat(64 << 10),
            format!("data: {}", "y".repeat(64 << 10)),
            format!(": {}\n", "z".repeat(64 << 10)),
            format!("{{\"a\":\"{}\"", "w".repeat(64 << 10)),
        ] {
            let mut reader = Reader::new(provider);
            let mut fed = 0;
            while !reader.is_done() {
                reader.feed(piece.as_bytes());
                fed += piece.len();
                assert!(fed < 16 << 20, "{}: still reading after {fed} bytes of {:?}", provider.name, &piece[..10]);
            }
        }
    }
}
