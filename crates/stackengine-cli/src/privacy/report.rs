//! What was masked, by class and rule, without a value.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde::Serialize;
use stackengine::redact::{Class, Redacted, Vault};
use stackengine::render::printable;

/// Everything a report says.
#[derive(Serialize)]
pub(crate) struct Report {
    version: u8,
    /// By class, kind and rule.
    masked: Vec<Row>,
    texts: Vec<Text>,
    legend: Vec<String>,
}

#[derive(Serialize)]
struct Row {
    class: Class,
    kind: &'static str,
    rule: &'static str,
    /// Different values.
    values: usize,
    /// How often they stood in the texts.
    places: usize,
}

#[derive(Serialize)]
struct Text {
    name: String,
    masks: Vec<Place>,
}

#[derive(Serialize)]
struct Place {
    line: usize,
    placeholder: String,
    rule: &'static str,
}

impl Report {
    /// Of these texts, under names that may be shown.
    pub(crate) fn new<'t>(texts: impl Iterator<Item = (String, &'t Redacted)>, vault: &Vault) -> Self {
        let mut rows: BTreeMap<(Class, &'static str, &'static str), (BTreeSet<String>, usize)> = BTreeMap::new();
        let mut listed = Vec::new();
        for (name, redacted) in texts {
            let (mut line, mut counted) = (1, 0);
            let mut masks = Vec::new();
            for mask in &redacted.masks {
                let between = redacted.text.get(counted..mask.at.start).unwrap_or_default();
                line += memchr::memchr_iter(b'\n', between).count();
                counted = mask.at.start;
                let (values, places) = rows.entry((mask.kind.class(), mask.kind.word(), mask.rule)).or_default();
                values.insert(mask.placeholder.clone());
                *places += 1;
                masks.push(Place { line, placeholder: mask.placeholder.clone(), rule: mask.rule });
            }
            listed.push(Text { name, masks });
        }
        let masked = rows
            .into_iter()
            .map(|((class, kind, rule), (values, places))| Row { class, kind, rule, values: values.len(), places })
            .collect();
        Self { version: 1, masked, texts: listed, legend: vault.legend() }
    }
}

/// The report for people: a line for each class, below it one for each rule.
pub(crate) fn report_text(report: &Report) -> String {
    let mut text = String::new();
    let n_places: usize = report.masked.iter().map(|row| row.places).sum();
    let n_texts = report.texts.iter().filter(|text| !text.masks.is_empty()).count();
    let _ = writeln!(text, "{} masked in {}.", plural(n_places, "place"), plural(n_texts, "text"));
    let width = report.masked.iter().map(|row| row.kind.len() + row.rule.len()).max().unwrap_or(0) + 4;
    for class in Class::ALL {
        let rows: Vec<&Row> = report.masked.iter().filter(|row| row.class == class).collect();
        if rows.is_empty() {
            continue;
        }
        let _ = writeln!(text, "\n{}", class.word());
        for row in rows {
            let name = format!("{}  {}", row.kind, row.rule);
            let counts = format!("{} in {}", plural(row.values, "value"), plural(row.places, "place"));
            let _ = writeln!(text, "  {name:width$}{counts}");
        }
    }
    if !report.legend.is_empty() {
        let _ = writeln!(text, "\nwhat is known of them");
        for line in &report.legend {
            let _ = writeln!(text, "  {}", printable(line));
        }
    }
    text
}

/// The report for programs, version 1.
pub(crate) fn report_json(report: &Report) -> String {
    // Strings, numbers and lists of them: nothing in it can fail to be written.
    serde_json::to_string_pretty(report).map(|text| text + "\n").unwrap_or_default()
}

fn plural(n: usize, word: &str) -> String {
    match n {
        1 => format!("1 {word}"),
        n => format!("{n} {word}s"),
    }
}
