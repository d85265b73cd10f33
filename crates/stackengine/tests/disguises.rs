//! The same incident as people paste it: quoted, indented, coloured, fenced, with other line ends, in one long line.

mod recordings;

use recordings::{compare, incidents, paste};
use serde_json::Value;
use stackengine::evidence::{Source, Sources};

type Disguise = fn(&str) -> Vec<u8>;

const DISGUISES: &[(&str, Disguise)] = &[
    ("as it is", |text| text.as_bytes().to_vec()),
    ("carriage returns", |text| text.replace('\n', "\r\n").into_bytes()),
    ("UTF-16 as PowerShell writes it", |text| {
        [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
    }),
    ("quoted", |text| lines_with("> ", text)),
    ("quoted twice", |text| lines_with("> > ", text)),
    ("indented", |text| lines_with("    ", text)),
    ("fenced", |text| format!("Hello, this fails since noon:\n\n```console\n{text}\n```\nthanks!\n").into_bytes()),
    ("coloured", |text| {
        let text = text.replace("Warning", "\u{1b}[33mWarning\u{1b}[0m").replace("Name:", "\u{1b}[1mName:\u{1b}[0m");
        text.into_bytes()
    }),
    ("non-breaking spaces", |text| text.replace("  ", "\u{a0}\u{a0}").into_bytes()),
];

fn lines_with(prefix: &str, text: &str) -> Vec<u8> {
    text.lines().map(|line| format!("{prefix}{line}\n")).collect::<String>().into_bytes()
}

/// The first line of a paste of objects is their JSON; `jq -c` makes one line of it.
fn compact(text: &str) -> String {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    let Some(Ok(value)) = values.next() else { panic!("objects come first") };
    format!("{value}{}", &text[values.byte_offset()..])
}

#[test]
fn no_disguise_changes_the_truth() {
    let mut wrong = Vec::new();
    for incident in incidents() {
        let objects = paste(&incident.recording, &["objects.json"]);
        let texts = [
            ("text", paste(&incident.recording, &["describe.txt", "get.txt"])),
            ("objects in one line", compact(&objects)),
            ("objects", objects),
        ];
        for (what, text) in &texts {
            for (disguise, apply) in DISGUISES {
                let mut sources = Sources::new();
                sources.add(Source::new("-", apply(text)));
                if let Some(why) = compare(&incident.truth, &stackengine::diagnose(&sources)) {
                    wrong.push(format!("{}, {what}, {disguise}: {why}", incident.name));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
