//! The exam of redaction: credentials, identifiers and places in the shapes in which Kubernetes shows them, of which none
//! may be left, and what a diagnosis needs, of which nothing may be touched.

#![expect(clippy::print_stdout, reason = "how many values and traps were tried is worth a line")]

mod redaction {
    pub(crate) mod encode;
    pub(crate) mod script;
    pub(crate) mod trace;
}

use std::collections::BTreeSet;

use redaction::encode::base64;
use redaction::script::{Case, Script, cases};
use redaction::trace::{base64_cores, trace};
use stackengine::redact::{Options, Redacted, Vault, leaks, redact, restore};

fn credentials() -> Vec<Case> {
    cases(include_str!("redaction/credentials.txt"))
}

fn private() -> Vec<Case> {
    cases(include_str!("redaction/private.txt"))
}

fn traps() -> Vec<Case> {
    cases(include_str!("redaction/traps.txt"))
}

/// One text with a vault of its own.
fn mask(text: &str, options: &Options) -> (Redacted, Vault) {
    let mut vault = Vault::new();
    let redacted = redact(&[text.as_bytes()], &mut vault, options).pop().expect("a text in, a text out");
    (redacted, vault)
}

fn shown(redacted: &Redacted) -> String {
    String::from_utf8(redacted.text.clone()).expect("text stays text")
}

/// Every way in which a case went wrong.
fn wrong(script: &Script, options: &Options) -> Vec<String> {
    let (redacted, vault) = mask(&script.text, options);
    let output = shown(&redacted);
    let mut wrong = Vec::new();
    for value in &script.values {
        if let Some(left) = trace(value, &output, &script.hidden) {
            wrong.push(format!("{value:?} is not masked, {left:?} is left"));
        }
    }
    wrong.extend(touched(script, &redacted));
    if restore(&redacted.text, &vault).text != script.text.as_bytes() {
        wrong.push("it does not come back".to_owned());
    }
    for leak in leaks(&redacted.text, &vault, options) {
        wrong.push(format!("it may not be sent: {leak}"));
    }
    if !wrong.is_empty() {
        wrong.push(format!("became:\n{}", indented(&output)));
    }
    wrong
}

/// What was masked although it must stay.
fn touched(script: &Script, redacted: &Redacted) -> Vec<String> {
    let mut touched = Vec::new();
    for stay in &script.stays {
        for mask in &redacted.masks {
            if mask.span.start < stay.end && stay.start < mask.span.end {
                let (stay, rule) = (&script.text[stay.clone()], mask.rule);
                touched.push(format!("{stay:?} was touched by {rule} ({})", mask.placeholder));
            }
        }
    }
    touched
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("        {line}\n")).collect()
}

fn assert_right(what: &str, n: usize, failures: &[(String, Vec<String>)]) {
    println!("{what}: {} of {n} right", n - failures.len());
    let said: Vec<String> =
        failures.iter().map(|(name, wrong)| format!("- {name}\n    {}", wrong.join("\n    "))).collect();
    assert!(failures.is_empty(), "{what}: {} of {n} wrong\n{}", failures.len(), said.join("\n"));
}

fn failures(cases: &[Case], examine: impl Fn(&Script, &Case) -> Vec<String>) -> Vec<(String, Vec<String>)> {
    let found = cases.iter().filter_map(|case| {
        let wrong = examine(&case.script(), case);
        (!wrong.is_empty()).then(|| (format!("{} ({})", case.name, case.reasons.join(": ")), wrong))
    });
    found.collect()
}

#[test]
fn every_credential_is_masked_and_what_stands_around_it_is_not() {
    let cases = credentials();
    let n_values: usize = cases.iter().map(|case| case.script().values.len()).sum();
    let failures = failures(&cases, |script, _| wrong(script, &Options::default()));
    assert_right(&format!("credentials ({n_values} values)"), cases.len(), &failures);
}

#[test]
fn credentials_are_masked_whatever_is_switched_off() {
    let options = Options { identifiers: false, places: false, ..Options::default() };
    let cases = credentials();
    assert_right("credentials alone", cases.len(), &failures(&cases, |script, _| wrong(script, &options)));
}

/// As text comes from Windows.
#[test]
fn credentials_are_masked_between_carriage_returns() {
    let cases = credentials();
    let failures = failures(&cases, |script, _| {
        let crlf = |text: &str| text.replace("\r\n", "\n").replace('\n', "\r\n");
        let script = Script {
            text: crlf(&script.text),
            hidden: crlf(&script.hidden),
            values: script.values.clone(),
            stays: Vec::new(),
        };
        wrong(&script, &Options::default())
    });
    assert_right("credentials with carriage returns", cases.len(), &failures);
}

/// All of them in one session: what one text gives away is private in all of them.
#[test]
fn credentials_are_masked_all_together() {
    let scripts: Vec<(String, Script)> = credentials().iter().map(|case| (case.name.clone(), case.script())).collect();
    let texts: Vec<&[u8]> = scripts.iter().map(|(_, script)| script.text.as_bytes()).collect();
    let mut vault = Vault::new();
    let redacted = redact(&texts, &mut vault, &Options::default());
    let mut failures = Vec::new();
    for ((name, script), redacted) in scripts.iter().zip(&redacted) {
        let output = shown(redacted);
        let mut wrong: Vec<String> = Vec::new();
        for value in &script.values {
            wrong.extend(trace(value, &output, &script.hidden).map(|left| format!("{value:?}: {left:?} is left")));
        }
        if restore(&redacted.text, &vault).text != script.text.as_bytes() {
            wrong.push("it does not come back".to_owned());
        }
        if !wrong.is_empty() {
            failures.push((name.clone(), wrong));
        }
    }
    assert_right("credentials together", scripts.len(), &failures);
}

#[test]
fn every_identifier_and_place_is_masked_unless_its_switch_is_off() {
    let cases = private();
    let failures = failures(&cases, |script, case| {
        let mut wrong = wrong(script, &Options::default());
        let class = case.reasons.first().map(String::as_str);
        let options = Options {
            identifiers: class != Some("identifiers"),
            places: class != Some("places"),
            ..Options::default()
        };
        let (redacted, _) = mask(&script.text, &options);
        let n_masked = redacted.masks.iter().filter(|mask| Some(mask.kind.class().word()) == class).count();
        if n_masked > 0 {
            wrong.push(format!("{n_masked} masked although they are switched off:\n{}", indented(&shown(&redacted))));
        }
        wrong
    });
    assert_right("identifiers and places", cases.len(), &failures);
}

#[test]
fn no_trap_is_touched() {
    let cases = traps();
    let failures = failures(&cases, |script, _| {
        let (redacted, _) = mask(&script.text, &Options::default());
        let touched = redacted.masks.iter().map(|mask| {
            let value = script.text.get(mask.span.clone()).unwrap_or("part of a character");
            format!("{value:?} was masked by {} as {}", mask.rule, mask.placeholder)
        });
        touched.collect()
    });
    assert_right("traps", cases.len(), &failures);
}

/// In one session with every credential of this exam; a trap is no credential's echo.
#[test]
fn no_trap_is_touched_beside_credentials() {
    let credentials: Vec<String> = credentials().iter().map(|case| case.script().text).collect();
    let traps: Vec<(String, String)> = traps().iter().map(|case| (case.name.clone(), case.script().text)).collect();
    let texts: Vec<&[u8]> =
        credentials.iter().chain(traps.iter().map(|(_, text)| text)).map(String::as_bytes).collect();
    let mut vault = Vault::new();
    let redacted = redact(&texts, &mut vault, &Options { places: false, ..Options::default() });
    let mut failures = Vec::new();
    for ((name, text), redacted) in traps.iter().zip(&redacted[credentials.len()..]) {
        let touched: Vec<String> = redacted
            .masks
            .iter()
            .map(|mask| format!("{:?} was masked by {}", text.get(mask.span.clone()), mask.rule))
            .collect();
        if !touched.is_empty() {
            failures.push((name.clone(), touched));
        }
    }
    assert_right("traps beside credentials", traps.len(), &failures);
}

#[test]
fn the_exam_is_as_large_as_it_must_be_and_every_case_has_a_reason() {
    let (credentials, private, traps) = (credentials(), private(), traps());
    assert!(credentials.len() >= 120 && private.len() >= 20 && traps.len() >= 80);
    let all: Vec<&Case> = credentials.iter().chain(&private).chain(&traps).collect();
    let names: BTreeSet<&str> = all.iter().map(|case| case.name.as_str()).collect();
    assert_eq!(names.len(), all.len(), "two cases have one name");
    for case in &all {
        assert!(!case.reasons.is_empty(), "{} has no reason", case.name);
    }
    for case in credentials.iter().chain(&private) {
        assert!(!case.script().values.is_empty(), "{} has no value", case.name);
    }
    for case in &traps {
        assert!(case.script().values.is_empty(), "{} has a private value", case.name);
    }
}

/// The exam must be able to fail.
#[test]
fn what_is_left_of_a_value_is_seen_in_every_form() {
    let value = "hunter2-and-more";
    assert_eq!(base64(b"hunter2", false, true), "aHVudGVyMg==");
    for before in ["", "x", "xy", "xyz"] {
        let output = base64(format!("{before}{value}!").as_bytes(), false, true);
        assert!(trace(value, &output, "").is_some(), "{before:?}");
    }
    assert!(trace(value, "a part is hunter2-and-m", "").is_some());
    assert!(trace(value, "hunter2", "").is_none());
    assert!(trace("postgres", "image: postgres:16", "image: postgres:16").is_none());
    assert!(trace("postgres", "image: postgres:16 postgres", "image: postgres:16 \u{1}").is_some());
    assert_eq!(base64_cores(b"abcdef", false)[0], "YWJjZGVm");
}
