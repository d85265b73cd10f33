//! The model against Jobs that a real cluster played out: the same pods, runs, exit codes, counters, conditions and
//! reasons, and times within 3 s or a tenth.

mod recordings;
mod replay;

use std::fs;
use std::path::Path;

use recordings::{shared, sorted};
use serde_json::Value;
use stackengine::replay::{Behaviour, Minor, Options, Outcome, SECOND, Spec, Story, replay as play};

/// How the recorded processes behaved: each run as it ended by itself; one that was stopped would have gone on.
fn behaviour(timeline: &Value, spec: &Spec) -> Behaviour {
    let mut behaviour = Behaviour::default();
    let mut runs = Vec::new();
    for pod in timeline["pods"].as_array().into_iter().flatten() {
        let index: Option<u32> = pod["index"].as_str().map(|index| index.parse().expect("an index"));
        for container in pod["containers"].as_array().into_iter().flatten() {
            let name = container["name"].as_str().expect("a name").to_owned();
            for run in container["runs"].as_array().into_iter().flatten() {
                runs.push((run["started"].as_f64(), index, name.clone(), run, !pod["deleted"].is_null()));
            }
        }
    }
    runs.sort_by(|left, right| left.0.partial_cmp(&right.0).expect("a time"));
    for (started, index, name, run, deleted) in runs {
        let code = run["exit_code"].as_i64();
        let stopped = deleted && matches!(code, Some(137 | 143));
        let outcome = match (code, run["finished"].as_f64(), started) {
            (Some(code), Some(finished), Some(started)) if !stopped => {
                Outcome::exit(code, seconds((finished - started).round()))
            }
            _ => Outcome::hang(),
        };
        behaviour.add(index.filter(|_| spec.job.indexed), Some(name), outcome);
    }
    behaviour
}

#[expect(clippy::cast_possible_truncation, reason = "recorded times are small")]
fn seconds(time: f64) -> i64 {
    time as i64 * SECOND
}

fn near(truth: &Value, told: Option<i64>, what: &str, wrong: &mut Vec<String>) {
    let (truth, told) = match (truth.as_f64(), told) {
        (None, None) => return,
        (Some(truth), Some(told)) => (truth, told as f64 / SECOND as f64),
        (truth, told) => return wrong.push(format!("{what}: {truth:?} was {told:?}")),
    };
    if (truth - told).abs() > f64::max(3.0, truth / 10.0) {
        wrong.push(format!("{what}: {truth} was {told}"));
    }
}

fn compare(timeline: &Value, spec: &Spec, story: &Story) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut same = |truth: &Value, told: Value, what: &str| {
        if *truth != told {
            wrong.push(format!("{what}: {truth} was {told}"));
        }
    };
    let counters = story.last_counters();
    same(&timeline["job"]["failed"], counters.failed.into(), "failed");
    same(&timeline["job"]["succeeded"], counters.succeeded.into(), "succeeded");
    let indexes = |list: &[u32]| match list {
        [] => Value::Null,
        list => list.iter().map(u32::to_string).collect::<Vec<_>>().join(",").into(),
    };
    same(&timeline["job"]["completedIndexes"], indexes(&story.completed_indexes), "completedIndexes");
    same(&timeline["job"]["failedIndexes"], indexes(&story.failed_indexes), "failedIndexes");
    let conditions = timeline["job"]["conditions"].as_array().expect("conditions");
    let kinds = |told: &str| Value::from(told);
    same(&conditions.len().into(), story.conditions.len().into(), "number of conditions");
    for (truth, told) in conditions.iter().zip(&story.conditions) {
        same(&truth["type"], kinds(told.kind), "condition");
        same(&truth["reason"], kinds(told.reason), "reason");
    }
    let mut pods: Vec<&Value> = timeline["pods"].as_array().expect("pods").iter().collect();
    let order = |pod: &&Value| (seconds(pod["created"].as_f64().unwrap_or(0.0)), pod["index"].to_string());
    pods.sort_by_key(order);
    same(&pods.len().into(), story.pods.len().into(), "number of pods");
    for (at, (truth, told)) in pods.iter().zip(&story.pods).enumerate() {
        let index = told.index.map_or(Value::Null, |index| index.to_string().into());
        same(&truth["index"], index, &format!("index of pod {at}"));
        same(&truth["phase"], told.phase.word().into(), &format!("phase of pod {at}"));
        for container in truth["containers"].as_array().into_iter().flatten() {
            let unit = spec.pod.containers.iter().position(|spec| container["name"] == spec.name.as_str());
            let runs = unit.and_then(|unit| told.runs.get(unit)).map(Vec::as_slice).unwrap_or_default();
            let truths = container["runs"].as_array().map(Vec::as_slice).unwrap_or_default();
            same(&truths.len().into(), runs.len().into(), &format!("number of runs of pod {at}"));
            for (truth, told) in truths.iter().zip(runs) {
                same(&truth["exit_code"], told.exit_code.into(), &format!("exit code of pod {at}"));
            }
        }
    }
    for (truth, told) in conditions.iter().zip(&story.conditions) {
        near(&truth["at"], Some(told.at), told.kind, &mut wrong);
    }
    for (at, (truth, told)) in pods.iter().zip(&story.pods).enumerate() {
        near(&truth["created"], Some(told.created), &format!("pod {at} created"), &mut wrong);
        for (container, runs) in truth["containers"].as_array().into_iter().flatten().zip(&told.runs) {
            for (truth, told) in container["runs"].as_array().into_iter().flatten().zip(runs) {
                near(&truth["started"], Some(told.started), &format!("run of pod {at} started"), &mut wrong);
                near(&truth["finished"], told.finished, &format!("run of pod {at} finished"), &mut wrong);
            }
        }
    }
    wrong
}

fn judge(path: &Path) -> Vec<String> {
    let timeline: Value = serde_json::from_str(&fs::read_to_string(path).expect("readable")).expect("JSON");
    let kubernetes = Minor::parse(timeline["kubernetes"].as_str().unwrap_or("1.36")).expect("a version that is played");
    let spec = replay::spec(timeline["manifest"].as_str().expect("a manifest"), kubernetes).expect("it is played");
    let options = Options { kubernetes, ..Options::default() };
    let story = play(&spec, &behaviour(&timeline, &spec), options).expect("it is played");
    compare(&timeline, &spec, &story)
}

#[test]
fn every_recorded_timeline_is_played_as_it_was() {
    let Some(folder) = shared("timelines") else { return };
    let files: Vec<_> =
        sorted(&folder).into_iter().filter(|path| path.extension().is_some_and(|end| end == "json")).collect();
    assert!(files.len() >= 12, "{}", files.len());
    let mut report = String::new();
    for path in files {
        let wrong = judge(&path);
        if !wrong.is_empty() {
            report.push_str(&format!("{}\n  {}\n", path.display(), wrong.join("\n  ")));
        }
    }
    assert!(report.is_empty(), "{report}");
}
