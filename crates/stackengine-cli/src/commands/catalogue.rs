//! `stackengine catalogue`.

use serde::Serialize;
use stackengine::catalogue::{CATALOGUE, Page};

use super::print;
use crate::args::{CatalogueArgs, ListFormat};
use crate::outcome::{Failure, Outcome};

#[derive(Serialize)]
struct Entry {
    code: &'static str,
    name: &'static str,
    severity: String,
    since: &'static str,
    sentence: &'static str,
}

/// Lists every diagnostic.
pub(crate) fn catalogue(args: &CatalogueArgs) -> Result<Outcome, Failure> {
    let entries: Vec<Entry> = CATALOGUE
        .iter()
        .map(|known| Entry {
            code: known.code,
            name: known.name,
            severity: known.severity.to_string(),
            since: known.since,
            sentence: Page::parse(known.page).map_or("", |page| page.sentence),
        })
        .collect();
    let text = match args.format {
        ListFormat::Text => lines(&entries),
        ListFormat::Json => json(&entries)?,
    };
    print(text.as_bytes())?;
    Ok(Outcome::Clean)
}

fn lines(entries: &[Entry]) -> String {
    let longest = entries.iter().map(|entry| entry.name.len()).max().unwrap_or(0);
    let line =
        |entry: &Entry| format!("{}  {:longest$}  {:8}  {}\n", entry.code, entry.name, entry.severity, entry.sentence);
    entries.iter().map(line).collect()
}

fn json(entries: &[Entry]) -> Result<String, Failure> {
    serde_json::to_string_pretty(entries)
        .map(|text| text + "\n")
        .map_err(|error| Failure::Unusable(format!("failed to write JSON: {error}")))
}
