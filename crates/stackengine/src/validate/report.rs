//! Collects violations in the server's wording.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::place::At;
use super::violation::{Violation, ViolationKind};
use crate::yaml::{Node, Path, Value};

/// What was found so far.
#[derive(Default)]
pub(super) struct Report {
    found: Vec<Violation>,
}

/// A value as the server shows it in a message.
pub(super) struct Shown(Option<String>);

impl From<&str> for Shown {
    fn from(text: &str) -> Self {
        Self(Some(quoted(text)))
    }
}

impl From<i64> for Shown {
    fn from(number: i64) -> Self {
        Self(Some(number.to_string()))
    }
}

impl From<&At<'_>> for Shown {
    /// Whole values are shown as JSON.
    fn from(at: &At<'_>) -> Self {
        Self(Some(at.node().map_or_else(|| "null".to_owned(), json)))
    }
}

impl Shown {
    /// Errors about a whole rule show no value.
    pub(super) const NOTHING: Self = Self(None);

    /// Text that is shown without quotes.
    pub(super) fn bare(text: impl Into<String>) -> Self {
        Self(Some(text.into()))
    }
}

impl Report {
    /// Whether nothing was found yet.
    pub(super) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// How many were found, to see whether a check added to them.
    pub(super) fn len(&self) -> usize {
        self.found.len()
    }

    /// Adds a violation in its own words.
    pub(super) fn add(
        &mut self,
        kind: ViolationKind,
        at: &At<'_>,
        rule: &'static str,
        message: String,
        value: Option<String>,
    ) {
        let (path, place, span) = (at.path(), at.place(), at.span());
        self.found.push(Violation { kind, path, place, message, value, span, meant: None, rule });
    }

    /// Adds a field that the API does not know, with the way to the one that was probably meant.
    pub(super) fn unknown_field(&mut self, at: &At<'_>, message: String, meant: Option<Path>) {
        self.add(ViolationKind::UnknownField, at, "unknown-field", message, None);
        if let Some(violation) = self.found.last_mut() {
            violation.meant = meant;
        }
    }

    fn say(&mut self, kind: ViolationKind, at: &At<'_>, rule: &'static str, shown: Shown, detail: &str) {
        let mut message = match kind {
            ViolationKind::Required => "Required value",
            ViolationKind::NotSupported => "Unsupported value",
            ViolationKind::Forbidden => "Forbidden",
            ViolationKind::Duplicate => "Duplicate value",
            ViolationKind::TooLong => "Too long",
            ViolationKind::TooMany => "Too many",
            ViolationKind::NotFound => "Not found",
            _ => "Invalid value",
        }
        .to_owned();
        for part in [shown.0.as_deref().unwrap_or_default(), detail] {
            if !part.is_empty() {
                message.push_str(": ");
                message.push_str(part);
            }
        }
        self.add(kind, at, rule, message, shown.0);
    }

    /// The field must be there.
    pub(super) fn required(&mut self, at: &At<'_>, rule: &'static str, detail: &str) {
        self.say(ViolationKind::Required, at, rule, Shown::NOTHING, detail);
    }

    /// The value breaks a rule.
    pub(super) fn invalid(&mut self, at: &At<'_>, rule: &'static str, shown: impl Into<Shown>, detail: &str) {
        self.say(ViolationKind::Invalid, at, rule, shown.into(), detail);
    }

    /// The field must not be set here.
    pub(super) fn forbidden(&mut self, at: &At<'_>, rule: &'static str, detail: &str) {
        self.say(ViolationKind::Forbidden, at, rule, Shown::NOTHING, detail);
    }

    /// The value must be unique.
    pub(super) fn duplicate(&mut self, at: &At<'_>, rule: &'static str, value: &str) {
        self.say(ViolationKind::Duplicate, at, rule, value.into(), "");
    }

    /// The number must be unique.
    pub(super) fn duplicate_number(&mut self, at: &At<'_>, rule: &'static str, number: i64) {
        self.say(ViolationKind::Duplicate, at, rule, number.into(), "");
    }

    /// The value refers to nothing.
    pub(super) fn not_found(&mut self, at: &At<'_>, rule: &'static str, value: &str, detail: &str) {
        self.say(ViolationKind::NotFound, at, rule, value.into(), detail);
    }

    /// The value is not one of a closed list.
    pub(super) fn not_supported(&mut self, at: &At<'_>, rule: &'static str, value: &str, supported: &[&str]) {
        let names: Vec<String> = supported.iter().map(|name| quoted(name)).collect();
        let detail = format!("supported values: {}", names.join(", "));
        self.say(ViolationKind::NotSupported, at, rule, value.into(), &detail);
    }

    /// The text has too many bytes.
    pub(super) fn too_long(&mut self, at: &At<'_>, rule: &'static str, max: usize) {
        let detail = format!("may not be more than {max} bytes");
        self.say(ViolationKind::TooLong, at, rule, Shown::NOTHING, &detail);
    }

    /// The list has too many items.
    pub(super) fn too_many(&mut self, at: &At<'_>, rule: &'static str, actual: usize, max: usize) {
        let detail = format!("must have at most {max} items");
        self.say(ViolationKind::TooMany, at, rule, Shown::bare(actual.to_string()), &detail);
    }

    /// The value is set and not one of a closed list.
    pub(super) fn one_of(&mut self, at: &At<'_>, rule: &'static str, supported: &[&str]) {
        if let Some(value) = at.optional_text()
            && !supported.contains(&value)
        {
            self.not_supported(at, rule, value, supported);
        }
    }

    /// Each problem that a check of names found.
    pub(super) fn each(&mut self, at: &At<'_>, rule: &'static str, value: &str, problems: Vec<String>) {
        for problem in problems {
            self.invalid(at, rule, value, &problem);
        }
    }

    /// The number, where it is set, must not be negative.
    pub(super) fn not_negative(&mut self, at: &At<'_>, rule: &'static str) {
        if let Some(number) = at.int()
            && number < 0
        {
            self.invalid(at, rule, number, "must be greater than or equal to 0");
        }
    }

    /// What was found, each text once as in the server's answer.
    pub(super) fn finish(self) -> Vec<Violation> {
        let mut seen = BTreeSet::new();
        let mut found = self.found;
        found.retain(|violation| seen.insert((violation.path.clone(), violation.message.clone())));
        found
    }
}

/// Text as Go's `%q` writes it.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for char in text.chars() {
        match char {
            '"' | '\\' => out.extend(['\\', char]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            char if char.is_control() => out.extend(char.escape_unicode()),
            char => out.push(char),
        }
    }
    out.push('"');
    out
}

fn json(node: &Node<'_>) -> String {
    let mut out = String::new();
    write_json(node, &mut out);
    out
}

fn write_json(node: &Node<'_>, out: &mut String) {
    let written = match &node.value {
        Value::Null => write!(out, "null"),
        Value::Bool(value) => write!(out, "{value}"),
        Value::Int(number) => write!(out, "{number}"),
        Value::Float(number) => write!(out, "{number}"),
        Value::String(text) => write!(out, "{}", quoted(text)),
        Value::Sequence(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index > 0 { "," } else { "" });
                write_json(item, out);
            }
            write!(out, "]")
        }
        Value::Mapping(entries) => {
            out.push('{');
            for (index, entry) in entries.iter().enumerate() {
                out.push_str(if index > 0 { "," } else { "" });
                out.push_str(&quoted(&entry.key));
                out.push(':');
                write_json(&entry.node, out);
            }
            write!(out, "}}")
        }
    };
    debug_assert!(written.is_ok(), "a String takes everything");
}
