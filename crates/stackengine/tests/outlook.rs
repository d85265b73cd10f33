//! When a Job at work will end: foretold from what a recording had shown earlier, held to what came.

mod recordings;

use jiff::Timestamp;
use recordings::{Incident, incidents, sorted};
use serde_json::{Value, json};
use stackengine::diagnosis::{Assumption, Outlook};
use stackengine::evidence::{Source, Sources};

fn outlook(objects: &Value) -> Option<Outlook> {
    let mut sources = Sources::new();
    sources.add(Source::new("objects.json", objects.to_string().into_bytes()));
    let report = stackengine::diagnose(&sources);
    report.diagnoses.into_iter().find_map(|diagnosis| diagnosis.outlook)
}

fn objects(recording: &std::path::Path) -> Value {
    let text = std::fs::read_to_string(recording.join("objects.json")).expect("a recording");
    serde_json::from_str(&text).expect("objects are JSON")
}

fn moment(value: &Value) -> Option<Timestamp> {
    value.as_str()?.parse().ok()
}

fn items<'v>(objects: &'v Value, kind: &'v str) -> impl Iterator<Item = &'v Value> {
    objects["items"].as_array().into_iter().flatten().filter(move |item| item["kind"] == kind)
}

/// When a pod's last container ended.
fn ended(pod: &Value) -> Option<Timestamp> {
    let statuses = pod["status"]["containerStatuses"].as_array()?;
    statuses.iter().map(|status| moment(&status["state"]["terminated"]["finishedAt"])).max()?
}

/// The condition in which the Job was decided, and its time.
fn decided(objects: &Value) -> Option<(String, Timestamp)> {
    let job = items(objects, "Job").next()?;
    let conditions = job["status"]["conditions"].as_array()?;
    let found = conditions.iter().find(|condition| condition["type"] == "FailureTarget")?;
    Some((found["reason"].as_str()?.to_owned(), moment(&found["lastTransitionTime"])?))
}

/// The objects as they were just after the `n`th pod had ended, of a Job whose pods come one after the other.
fn rewound(objects: &Value, n: usize) -> Option<Value> {
    let mut ends: Vec<Timestamp> = items(objects, "Pod").map(ended).collect::<Option<_>>()?;
    ends.sort_unstable();
    let now = *ends.get(n - 1)?;
    let mut earlier = objects.clone();
    let list = earlier["items"].as_array_mut()?;
    list.retain(|item| match item["kind"].as_str() {
        Some("Pod") => moment(&item["metadata"]["creationTimestamp"]).is_some_and(|created| created <= now),
        Some("Event") => moment(&item["lastTimestamp"]).is_some_and(|last| last <= now),
        _ => true,
    });
    for job in list.iter_mut().filter(|item| item["kind"] == "Job") {
        let started = job["status"]["startTime"].clone();
        job["status"] = json!({"startTime": started, "failed": n, "terminating": 0});
    }
    Some(earlier)
}

/// Jobs without parallelism whose pods are not restarted, that ran against a limit.
fn is_plain(incident: &Incident, last: &Value) -> bool {
    let Some(job) = items(last, "Job").next() else { return false };
    let spec = &job["spec"];
    incident.truth["job"] == "failed"
        && spec["template"]["spec"]["restartPolicy"] == "Never"
        && spec["parallelism"] == 1
        && spec["completions"] == 1
        && items(last, "Job").count() == 1
}

#[test]
fn a_job_gives_up_when_it_was_said_to() {
    let (mut compared, mut wrong) = (0, Vec::new());
    let all = incidents();
    for incident in &all {
        let last = objects(&incident.recording);
        if !is_plain(incident, &last) {
            continue;
        }
        let Some((reason, real)) = decided(&last) else { continue };
        for n in 1..items(&last, "Pod").count() {
            let Some(earlier) = rewound(&last, n) else { continue };
            let name = &incident.name;
            let Some(end) = outlook(&earlier).and_then(|outlook| outlook.end) else {
                wrong.push(format!("{name} after {n} pods: no end is foretold"));
                continue;
            };
            compared += 1;
            let said: Timestamp = end.at.parse().expect("a time");
            let created = items(&last, "Job").find_map(|job| moment(&job["status"]["startTime"])).expect("a start");
            let allowed = 3.max((real.as_second() - created.as_second()) / 10);
            if (said.as_second() - real.as_second()).abs() > allowed || end.reason != reason {
                wrong.push(format!("{name} after {n} pods: {said} {}, really {real} {reason}", end.reason));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(all.is_empty() || compared >= 4, "only {compared} moments were compared");
}

#[test]
fn an_earlier_recording_foretells_the_later_one() {
    for incident in incidents() {
        let folder = incident.recording.parent().expect("a folder");
        let snapshots: Vec<_> = sorted(folder).into_iter().filter(|path| path.is_dir()).collect();
        let [first, last] = &snapshots[..] else { continue };
        let Some(said) = outlook(&objects(first)) else { continue };
        let Some((reason, real)) = decided(&objects(last)) else { continue };
        let end = said.end.unwrap_or_else(|| panic!("{}: said to go on for ever", incident.name));
        assert_eq!(end.reason, reason, "{}", incident.name);
        let late = end.at.parse::<Timestamp>().expect("a time").as_second() - real.as_second();
        assert!(late.abs() <= 15, "{}: {late} s late", incident.name);
    }
}

const HUNG: &str = r#"{"kind": "List", "apiVersion": "v1", "items": [
  {"kind": "Job", "apiVersion": "batch/v1", "metadata": {"name": "a", "uid": "1", "creationTimestamp": "2026-05-01T10:00:00Z"},
   "spec": {"backoffLimit": 2, "completions": 1, "parallelism": 1, "template": {"spec": {"restartPolicy": "Never",
     "containers": [{"name": "main", "image": "a:1"}]}}},
   "status": {"active": 1, "startTime": "2026-05-01T10:00:00Z"}},
  {"kind": "Pod", "apiVersion": "v1", "metadata": {"name": "a-bcdfg", "uid": "2", "creationTimestamp": "2026-05-01T10:00:00Z",
     "labels": {"job-name": "a"}, "ownerReferences": [{"kind": "Job", "name": "a", "controller": true}]},
   "spec": {"restartPolicy": "Never", "containers": [{"name": "main", "image": "a:1"}]},
   "status": {"phase": "Running", "containerStatuses": [{"name": "main", "restartCount": 0,
     "state": {"running": {"startedAt": "2026-05-01T10:00:02Z"}}}]}}]}"#;

fn hung(edit: impl FnOnce(&mut Value)) -> Option<Outlook> {
    let mut objects: Value = serde_json::from_str(HUNG).expect("JSON");
    edit(&mut objects);
    outlook(&objects)
}

#[test]
fn what_hangs_without_a_deadline_never_ends() {
    let outlook = hung(|_| {}).expect("an outlook");
    assert_eq!((outlook.assumes, outlook.end), (Assumption::NeverEnds, None));
}

#[test]
fn what_hangs_ends_at_its_deadline() {
    let outlook =
        hung(|objects| objects["items"][0]["spec"]["activeDeadlineSeconds"] = json!(600)).expect("an outlook");
    let end = outlook.end.expect("an end");
    assert_eq!((end.at.as_str(), end.reason.as_str()), ("2026-05-01T10:10:00Z", "DeadlineExceeded"));
}

#[test]
fn an_image_that_cannot_be_pulled_never_uses_the_limit_up() {
    let outlook = hung(|objects| {
        let status = &mut objects["items"][1]["status"];
        status["phase"] = json!("Pending");
        status["containerStatuses"][0]["state"] = json!({"waiting": {"reason": "ImagePullBackOff"}});
    });
    let outlook = outlook.expect("an outlook");
    assert_eq!((outlook.assumes, outlook.end), (Assumption::StaysHeldUp, None));
}

#[test]
fn nothing_is_foretold_that_the_evidence_leaves_open() {
    // A counter that speaks of a pod that is not shown, a limit that is cut off, another controller, a pause, an end.
    let open: [fn(&mut Value); 5] = [
        |objects| objects["items"][0]["status"]["failed"] = json!(1),
        |objects| drop(objects["items"][0]["spec"].as_object_mut().expect("a spec").remove("backoffLimit")),
        |objects| objects["items"][0]["spec"]["managedBy"] = json!("kueue.x-k8s.io/multikueue"),
        |objects| objects["items"][0]["spec"]["suspend"] = json!(true),
        |objects| {
            objects["items"][0]["status"]["conditions"] = json!([{"type": "Failed", "status": "True", "reason": "x"}]);
        },
    ];
    for (at, edit) in open.into_iter().enumerate() {
        assert_eq!(hung(edit), None, "{at}");
    }
}

#[test]
fn a_failure_that_repeats_is_counted_on_from_the_last_one() {
    let outlook = hung(|objects| {
        let status = &mut objects["items"][1]["status"];
        status["phase"] = json!("Failed");
        status["containerStatuses"][0]["state"] = json!({"terminated": {"exitCode": 1, "reason": "Error",
            "startedAt": "2026-05-01T10:00:02Z", "finishedAt": "2026-05-01T10:00:12Z"}});
        objects["items"][0]["status"] = json!({"failed": 1, "startTime": "2026-05-01T10:00:00Z"});
    });
    let outlook = outlook.expect("an outlook");
    assert_eq!(outlook.assumes, Assumption::SameAgain);
    let end = outlook.end.expect("an end");
    assert_eq!(end.reason, "BackoffLimitExceeded");
    // 10 s of back-off, 10 s of run, 20 s, 10 s; and what the cluster takes to notice.
    let at: Timestamp = end.at.parse().expect("a time");
    let after = at.as_second() - "2026-05-01T10:00:12Z".parse::<Timestamp>().expect("a time").as_second();
    assert!((50..=62).contains(&after), "{after}");
}
