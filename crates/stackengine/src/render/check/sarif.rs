//! SARIF 2.1.0, which code scanning pages and editors read.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{identity, three_levels, whose};
use crate::catalogue::{Diagnostic, Page};
use crate::check::{CheckReport, Found, LeftOut, Position, Standing};
use crate::render::json::escape_what_steers;

/// Every finding as SARIF, suppressed ones marked as such.
#[must_use]
pub fn check_sarif(report: &CheckReport) -> String {
    let mut rules: BTreeMap<&str, &Diagnostic> = BTreeMap::new();
    for (_, found) in report.all() {
        rules.insert(found.lint.diagnostic.code, found.lint.diagnostic);
    }
    let index: BTreeMap<&str, usize> = rules.keys().enumerate().map(|(index, code)| (*code, index)).collect();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut results = Vec::new();
    for (file, found) in report.all() {
        let nth = seen.entry(identity(file, found)).or_default();
        results.push(result(file, found, index.get(found.lint.diagnostic.code).copied(), *nth));
        *nth += 1;
    }
    let notifications: Vec<Value> = report.left_out().map(|(file, left)| notification(file, left)).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "StackEngine",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.values().map(|diagnostic| rule(diagnostic)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "invocations": [{"executionSuccessful": true, "toolExecutionNotifications": notifications}],
            "results": results,
        }],
    });
    let mut text = escape_what_steers(serde_json::to_string_pretty(&log).unwrap_or_default());
    text.push('\n');
    text
}

fn rule(diagnostic: &Diagnostic) -> Value {
    let (sentence, body) =
        Page::parse(diagnostic.page).map_or((diagnostic.name, diagnostic.page), |page| (page.sentence, page.body));
    json!({
        "id": diagnostic.code,
        "name": diagnostic.name,
        "shortDescription": {"text": sentence},
        "help": {"text": body, "markdown": body},
        "defaultConfiguration": {"level": three_levels(diagnostic.severity, "error", "warning", "note")},
        "properties": {"tags": ["kubernetes", diagnostic.level.to_string()]},
    })
}

fn result(file: &str, found: &Found, rule: Option<usize>, nth: usize) -> Value {
    let lint = &found.lint;
    let mut text = lint.message.clone();
    for said in [Some(&lint.help), lint.fix.as_ref().map(|fix| &fix.title)].into_iter().flatten() {
        if !said.is_empty() && !text.contains(said.as_str()) {
            text.push_str("; ");
            text.push_str(said);
        }
    }
    let mut result = json!({
        "ruleId": lint.diagnostic.code,
        "level": three_levels(lint.severity, "error", "warning", "note"),
        "message": {"text": text},
        "locations": [{
            "physicalLocation": {
                "artifactLocation": {"uri": uri(file)},
                "region": region(found.start, found.end),
            },
            "logicalLocations": [{"fullyQualifiedName": format!("{}: {}", whose(found), lint.shown_path())}],
        }],
        "partialFingerprints": {"stackengine/v1": fingerprint(&format!("{}|{nth}", identity(file, found)))},
        "properties": {"severity": lint.severity.to_string(), "name": lint.diagnostic.name},
    });
    let Value::Object(fields) = &mut result else { return result };
    if let Some(rule) = rule {
        fields.insert("ruleIndex".to_owned(), rule.into());
    }
    if let (Some(fix), Some(replacement)) = (&lint.fix, &found.replacement) {
        let change = json!({
            "artifactLocation": {"uri": uri(file)},
            "replacements": [{
                "deletedRegion": region(replacement.start, replacement.end),
                "insertedContent": {"text": replacement.text},
            }],
        });
        let fixes = json!([{"description": {"text": fix.title}, "artifactChanges": [change]}]);
        fields.insert("fixes".to_owned(), fixes);
    }
    let suppressions = match &found.standing {
        Standing::Open => json!([]),
        Standing::Suppressed { by, reason } => {
            let kind = if by == "configuration" { "external" } else { "inSource" };
            let reason = reason.as_deref().unwrap_or("no reason given");
            json!([{"kind": kind, "justification": format!("{by}: {reason}")}])
        }
        Standing::Known => json!([{"kind": "external", "justification": "in the baseline"}]),
    };
    fields.insert("suppressions".to_owned(), suppressions);
    result
}

/// SARIF counts from 1 and ends behind the last character, as we do.
fn region(start: Position, end: Position) -> Value {
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    })
}

fn notification(file: &str, left: &LeftOut) -> Value {
    let mut place = json!({"artifactLocation": {"uri": uri(file)}});
    if let (Some(position), Value::Object(fields)) = (left.position, &mut place) {
        fields.insert("region".to_owned(), json!({"startLine": position.line, "startColumn": position.column}));
    }
    json!({
        "level": "warning",
        "message": {"text": format!("not analysed: {}", left.why)},
        "locations": [{"physicalLocation": place}],
    })
}

/// A path as a URI reference: bytes that a URI has no place for are escaped.
fn uri(file: &str) -> String {
    let mut uri = if file.starts_with('/') { "file://".to_owned() } else { String::new() };
    for byte in file.bytes() {
        match byte {
            b'\\' if cfg!(windows) => uri.push('/'),
            byte if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) => uri.push(char::from(byte)),
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

/// FNV-1a: stable for ever, which is all that is asked of it.
fn fingerprint(text: &str) -> String {
    let hash = text
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::{fingerprint, uri};

    #[test]
    fn a_path_becomes_a_uri_reference() {
        let table = [("a/b.yaml", "a/b.yaml"), ("/a b", "file:///a%20b"), ("ü#?.yml", "%C3%BC%23%3F.yml")];
        for (path, expected) in table {
            assert_eq!(uri(path), expected);
        }
    }

    #[test]
    fn fingerprints_never_change() {
        assert_eq!(fingerprint("a"), "af63dc4c8601ec8c");
    }
}
