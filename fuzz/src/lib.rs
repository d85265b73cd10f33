//! What every target asks of the engine: whatever came in, it answers, twice the same, in every form.

use stackengine::evidence::{Source, Sources};
use stackengine::render::{JsonOptions, MarkdownOptions, TextOptions, json, markdown, text};

/// Diagnoses one text and renders the answer in every form.
pub fn whole_way(name: &str, bytes: Vec<u8>) {
    let mut sources = Sources::new();
    sources.add(Source::new(name, bytes));
    let report = stackengine::diagnose(&sources);
    let written = json(&report, &sources, JsonOptions::default());
    let again = json(&stackengine::diagnose(&sources), &sources, JsonOptions::default());
    assert!(written == again, "same input, other bytes");
    for rendered in [
        written,
        text(&report, &sources, TextOptions::default()),
        markdown(&report, &sources, MarkdownOptions::default()),
    ] {
        assert!(!rendered.chars().any(|char| char.is_control() && char != '\n'), "a control character came through");
    }
}
