//! Cases of the controllers and the kubelet, each a line of `replay/cases.txt`.
//!
//! `sentence | fields of the Job's spec | fields of the pod's spec | what happens | what comes of it`
//!
//! What happens: outcomes as the command line takes them; `!AT:WHAT[:INDEX]` for a disturbance; `term=CODE@AFTER` for how
//! SIGTERM is taken; `probe=CONTAINER:KIND:FROM`; `held=CONTAINER:REASON:UNTIL`; `unschedulable=UNTIL`;
//! `hook=CONTAINER:TIME`; `until=TIME`; `version=1.NN`; `post-start-fails=CONTAINER`; `latency=measured`.
//!
//! What comes of it: `end`, `reason`, `verdict` (seconds), `at` (seconds of the end), `pods`, `runs`, `failed`,
//! `succeeded`, `created` (seconds of each pod), `started` (of each run of the first regular container), `codes` (of the
//! same), `phases`, `done` and `lost` (indexes), `indexes` (of each pod), `conditions`, `says` (a reason among the events),
//! `quiet` (one that is not), `message` (of the verdict, `_` for blanks), `refused` (the field), `gone` (seconds).

mod replay;

use replay::{job, spec};
use stackengine::facts::ContainerKind;
use stackengine::replay::{
    Behaviour, HoldUp, Latency, Minor, OnTerm, Options, Outcome, ProbeFailure, ProbeKind, SECOND, Spec, Story,
    parse_duration, replay as play,
};

const CASES: &str = include_str!("replay/cases.txt");

fn duration(text: &str) -> i64 {
    parse_duration(text).unwrap_or_else(|| panic!("{text} is no duration"))
}

fn happen(words: &str) -> (Behaviour, Options) {
    let mut behaviour = Behaviour::default();
    let mut options = Options { latency: Latency::IDEAL, until: 86_400 * SECOND, ..Options::default() };
    let mut yaml = String::new();
    for word in words.split_whitespace() {
        if let Some(rest) = word.strip_prefix('!') {
            let mut parts = rest.splitn(3, ':');
            let (at, what, index) = (parts.next().unwrap_or_default(), parts.next().expect(word), parts.next());
            let index = index.map_or_else(String::new, |index| format!(", index: {index}"));
            yaml.push_str(&format!("  - {{at: {at}, what: {what}{index}}}\n"));
            continue;
        }
        let (key, value) = word.split_once('=').unwrap_or((word, ""));
        let mut parts = value.split(':');
        let mut part = || parts.next().unwrap_or_default().to_owned();
        match key {
            "term" => {
                let outcome = Outcome::parse(value).expect(word);
                let after = outcome.after.unwrap_or(0);
                behaviour.on_term.push(OnTerm { container: None, exit_code: Some(outcome.exit_code), after });
            }
            "probe" => {
                let (container, kind) = (part(), part());
                let kind = if kind == "liveness" { ProbeKind::Liveness } else { ProbeKind::Startup };
                behaviour.probes.push(ProbeFailure { container, kind, from: duration(&part()) });
            }
            "held" => {
                let (container, reason, until) = (part(), part(), part());
                behaviour.held_up.push(HoldUp { container, reason, until: parse_duration(&until) });
            }
            "unschedulable" => behaviour.unschedulable_until = Some(parse_duration(value)),
            "hook" => behaviour.pre_stop.push((part(), duration(&part()))),
            "post-start-fails" => behaviour.failing_post_start.push(part()),
            "until" => options.until = duration(value),
            "version" => options.kubernetes = Minor::parse(value).expect(word),
            "latency" => options.latency = Latency::MEASURED,
            _ => behaviour.add_attempt(word).unwrap_or_else(|refusal| panic!("{word}: {refusal}")),
        }
    }
    if !yaml.is_empty() {
        behaviour.disturbances = Behaviour::read(&format!("disturbances:\n{yaml}")).expect(words).disturbances;
    }
    (behaviour, options)
}

fn list<T: ToString>(items: impl IntoIterator<Item = T>) -> String {
    items.into_iter().map(|item| item.to_string()).collect::<Vec<_>>().join(",")
}

fn seconds(time: i64) -> String {
    match time % SECOND {
        0 => (time / SECOND).to_string(),
        _ => format!("{:.1}", time as f64 / SECOND as f64),
    }
}

fn told(spec: &Spec, story: &Story, key: &str, wanted: &str) -> String {
    let regular = spec.pod.containers.iter().position(|container| container.kind == ContainerKind::Regular);
    let runs = || story.pods.iter().filter_map(|pod| pod.runs.get(regular?)).flatten();
    let reasons = || story.said(spec).into_iter().map(|said| said.reason);
    let counters = story.last_counters();
    let verdict = story.verdict();
    match key {
        "end" => format!("{:?}", story.end),
        "reason" => verdict.map_or(String::new(), |verdict| verdict.reason.to_owned()),
        "message" => verdict.map_or(String::new(), |verdict| verdict.message.replace(' ', "_")),
        "verdict" => verdict.map_or("-".to_owned(), |verdict| seconds(verdict.at)),
        "at" => story.finished().map_or("-".to_owned(), seconds),
        "gone" => story.deleted.map_or("-".to_owned(), seconds),
        "pods" => story.pods.len().to_string(),
        "runs" => story.n_runs().to_string(),
        "failed" => counters.failed.to_string(),
        "succeeded" => counters.succeeded.to_string(),
        "active" => counters.active.to_string(),
        "terminating" => counters.terminating.to_string(),
        "created" => list(story.pods.iter().map(|pod| seconds(pod.created))),
        "started" => list(runs().map(|run| seconds(run.started))),
        "finished" => list(runs().map(|run| run.finished.map_or("-".to_owned(), seconds))),
        "codes" => list(runs().map(|run| run.exit_code.map_or("-".to_owned(), |code| code.to_string()))),
        "phases" => list(story.pods.iter().map(|pod| pod.phase.word())),
        "reasons" => list(story.pods.iter().map(|pod| pod.reason.unwrap_or("-"))),
        "indexes" => list(story.pods.iter().map(|pod| pod.index.map_or("-".to_owned(), |index| index.to_string()))),
        "done" => list(&story.completed_indexes),
        "lost" => list(&story.failed_indexes),
        "conditions" => list(story.conditions.iter().map(|condition| condition.kind)),
        "says" if reasons().any(|reason| reason == wanted) => wanted.to_owned(),
        "says" => format!("{:?}", reasons().collect::<Vec<_>>()),
        "quiet" if reasons().any(|reason| reason == wanted) => "it says so".to_owned(),
        "quiet" => wanted.to_owned(),
        _ => panic!("{key} is nothing to expect"),
    }
}

fn judge(line: &str) -> Result<(), String> {
    let parts: Vec<&str> = line.split('|').map(str::trim).collect();
    let [sentence, job_fields, pod_fields, words, expected] = parts.as_slice() else {
        return Err(format!("{line}: not five parts"));
    };
    let (behaviour, options) = happen(words);
    let played = spec(&job(job_fields, pod_fields), options.kubernetes)
        .and_then(|spec| play(&spec, &behaviour, options).map(|story| (spec, story)));
    let mut wrong = Vec::new();
    for expectation in expected.split_whitespace() {
        let (key, wanted) = expectation.split_once('=').expect(expectation);
        let found = match (&played, key) {
            (Err(refusal), "refused") => refusal.field.clone(),
            (Err(refusal), _) => format!("refused: {refusal}"),
            (Ok((spec, story)), _) => told(spec, story, key, wanted),
        };
        if found != wanted {
            wrong.push(format!("{key} is {found} instead of {wanted}"));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(format!("{sentence}: {}", wrong.join("; "))) }
}

#[test]
fn every_case_comes_out_as_the_rules_say() {
    let lines: Vec<&str> = CASES.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    assert!(lines.len() >= 150, "{}", lines.len());
    let wrong: Vec<String> = lines.iter().filter_map(|line| judge(line).err()).collect();
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), lines.len(), wrong.join("\n"));
}
