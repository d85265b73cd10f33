//! The JSON that is written is the JSON that the committed schemas promise.

#[expect(dead_code, reason = "the cases are another test's")]
mod program;
#[path = "../../stackengine/tests/sample/mod.rs"]
mod sample;

use jsonschema::Validator;
use serde_json::{Value, json};
use stackengine::diagnosis::Report;
use stackengine::render::JsonOptions;

const DIAGNOSE: &str = include_str!("../../stackengine/schema/diagnose.v1.json");
const CHECK: &str = include_str!("../../stackengine/schema/check.v1.json");
const FIX: &str = include_str!("../../stackengine/schema/fix.v1.json");
const REDACT: &str = include_str!("../../stackengine/schema/redact.v1.json");
const REPLAY: &str = include_str!("../../stackengine/schema/replay.v1.json");

/// Manifests in which there is everything: findings, fixes, templates, what cannot be read.
const MANIFESTS: [(&str, &[u8]); 3] = [
    (
        "jobs.yaml",
        b"apiVersion: batch/v1\nkind: Job\nmetadata: {name: a, uid: x}\nspec:\n  template:\n    spec:\n      restartPolicy: Never\n      containers: [{name: main, image: x}]\n---\nkind: Job\na: [\n",
    ),
    ("template.yaml", b"apiVersion: batch/v1\nkind: Job\nmetadata: {name: {{ .Values.x }}}\n"),
    ("binary.yaml", b"Job\0"),
];

/// A schema, made stricter than its promise: here a field that it does not describe is an error.
fn strict(schema: &str) -> Validator {
    let mut schema: Value = serde_json::from_str(schema).expect("the schema is JSON");
    jsonschema::draft202012::meta::validate(&schema).expect("the schema is a schema");
    close(&mut schema);
    jsonschema::draft202012::new(&schema).expect("the schema compiles")
}

fn close(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            fields.values_mut().for_each(close);
            if fields.get("properties").is_some_and(Value::is_object) && fields.contains_key("type") {
                fields.insert("additionalProperties".to_owned(), json!(false));
            }
        }
        Value::Array(items) => items.iter_mut().for_each(close),
        _ => {}
    }
}

fn complaints(schema: &str, value: &Value) -> Vec<String> {
    strict(schema).iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

fn rendered(report: &Report) -> Value {
    let sources = sample::report().1;
    let text = stackengine::render::json(report, &sources, JsonOptions::default());
    serde_json::from_str(&text).expect("what is written is JSON")
}

fn printed(command: &str) -> Value {
    let folder = program::folder(&MANIFESTS);
    let ran = program::run(folder.path(), &[command, ".", "--format", "json"]);
    serde_json::from_str(&ran.out).expect("what is written is JSON")
}

#[test]
fn a_full_report_fits_the_schema() {
    assert_eq!(complaints(DIAGNOSE, &rendered(&sample::report().0)), Vec::<String>::new());
}

#[test]
fn an_empty_report_fits_the_schema() {
    assert_eq!(complaints(DIAGNOSE, &rendered(&Report::default())), Vec::<String>::new());
}

#[test]
fn what_check_writes_fits_its_schema() {
    let checked = printed("check");
    assert_eq!(complaints(CHECK, &checked), Vec::<String>::new());
    let n = |part: &str| checked[part].as_array().map_or(0, Vec::len);
    assert!(n("findings") >= 2 && n("not_analysed") >= 2, "{checked}");
}

#[test]
fn what_fix_writes_fits_its_schema() {
    let fixed = printed("fix");
    assert_eq!(complaints(FIX, &fixed), Vec::<String>::new());
    let steps = |part: &str| {
        fixed["files"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|file| file[part].as_array().map_or(0, Vec::len))
            .sum::<usize>()
    };
    assert!(steps("applied") > 0 && steps("proposed") > 0, "{fixed}");
}

fn reported() -> Value {
    let folder = program::folder(&[("a.env", b"DB_PASSWORD=hunter2\nNODE=10.20.30.40\n")]);
    let ran = program::run(folder.path(), &["redact", "a.env", "--report=json"]);
    serde_json::from_str(&ran.out).expect("what is written is JSON")
}

#[test]
fn what_redact_reports_fits_its_schema() {
    let reported = reported();
    assert_eq!(complaints(REDACT, &reported), Vec::<String>::new());
    assert!(reported["masked"].as_array().is_some_and(|rows| rows.len() >= 2), "{reported}");
}

#[test]
fn what_replay_writes_fits_its_schema() {
    let job = "apiVersion: batch/v1\nkind: KIND\nmetadata: {name: a}\nspec: {SCHEDULE completions: 3, parallelism: 2, \
               completionMode: Indexed, activeDeadlineSeconds: 50, template: {spec: {restartPolicy: Never, \
               containers: [{name: main, image: x}]}}}END\n";
    let plain = job.replace("KIND", "Job").replace("SCHEDULE", "").replace("END", "");
    let schedule = "schedule: '*/5 * * * *', concurrencyPolicy: Forbid, jobTemplate: {spec: {";
    let cron = job.replace("KIND", "CronJob").replace("SCHEDULE", schedule).replace("END", "}}");
    let folder = program::folder(&[("job.yaml", plain.as_bytes()), ("cron.yaml", cron.as_bytes())]);
    for file in ["job.yaml", "cron.yaml"] {
        let args = ["replay", file, "--attempt", "1@7s:OOMKilled", "--attempt", "hang", "--format", "json"];
        let ran = program::run(folder.path(), &args);
        let written: Value = serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{}", ran.err));
        assert_eq!(complaints(REPLAY, &written), Vec::<String>::new());
        assert!(written["pods"].as_array().is_some_and(|pods| pods.len() > 2), "{written}");
        assert_eq!(written["schedule"].is_null(), file == "job.yaml");
        let mut broken = written.clone();
        broken["pods"][0]["containers"][0]["runs"][0]["exit_code"] = json!("1");
        assert!(!complaints(REPLAY, &broken).is_empty());
    }
}

#[test]
fn the_checks_themselves_see_what_is_wrong() {
    let diagnosed = rendered(&sample::report().0);
    let (checked, fixed, reported) = (printed("check"), printed("fix"), reported());
    for (schema, full, pointer, wrong) in [
        (DIAGNOSE, &diagnosed, "/version", json!(2)),
        (DIAGNOSE, &diagnosed, "/diagnoses/0/state", json!("Failed")),
        (DIAGNOSE, &diagnosed, "/diagnoses/0/cause/code", json!("101")),
        (DIAGNOSE, &diagnosed, "/diagnoses/0/findings/0/evidence/0/line", json!(0)),
        (
            DIAGNOSE,
            &diagnosed,
            "/diagnoses/0/subject",
            json!({"kind": "Job", "namespace": null, "name": "x", "uid": "y"}),
        ),
        (CHECK, &checked, "/findings/0/line", json!(0)),
        (CHECK, &checked, "/findings/0/document", json!(0)),
        (CHECK, &checked, "/not_analysed/0", json!({"file": "x", "why": "y"})),
        (FIX, &fixed, "/files/0/state", json!("fine")),
        (FIX, &fixed, "/files/0/proposed", json!([{"title": "x"}])),
        (REDACT, &reported, "/masked/0/class", json!("secrets")),
        (REDACT, &reported, "/texts/0/masks/0/line", json!(0)),
    ] {
        let mut broken = full.clone();
        *broken.pointer_mut(pointer).expect("the field is there") = wrong;
        assert!(!complaints(schema, &broken).is_empty(), "{pointer}");
    }
}
