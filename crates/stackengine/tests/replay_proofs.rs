//! Old and new manifests side by side: what gets better, what gets worse, and that a fix says so itself.

mod replay;

use replay::{job, spec};
use stackengine::replay::{Behaviour, Comparison, End, Minor, Options, Outcome, SECOND, compare, prove, prove_each};
use stackengine::yaml::{Change, Data, Path};

fn compared(old: &str, new: &str) -> Comparison {
    let read = |fields: &str| {
        let (job_fields, pod_fields) = fields.split_once('|').expect("two parts");
        spec(&job(job_fields.trim(), pod_fields.trim()), Minor::NEWEST).expect("it is played")
    };
    let options = Options { until: 86_400 * SECOND, ..Options::default() };
    compare(&read(old), &read(new), None, options).expect("it is compared")
}

#[test]
fn what_a_change_makes_worse_is_said() {
    let never = "| restartPolicy: Never";
    for (old, new, said) in [
        ("backoffLimit: 2", "backoffLimit: 6", "a failure that stays: its verdict comes after"),
        (
            "backoffLimit: 2",
            "backoffLimit: 0",
            "a failure that heals at the second attempt: it fails and completes before",
        ),
        ("activeDeadlineSeconds: 600", "backoffLimit: 6", "a hang: it hangs for ever and fails before"),
        ("backoffLimit: 2", "ttlSecondsAfterFinished: 60, backoffLimit: 2", "the logs of 3 of 3 failed runs are gone"),
        ("backoffLimit: 2", "activeDeadlineSeconds: 30", "it fails and completes before"),
    ] {
        let worse = compared(&format!("{old} {never}"), &format!("{new} {never}")).worse();
        assert!(worse.iter().any(|worse| worse.contains(said)), "{old} → {new}: {worse:?}");
    }
}

#[test]
fn what_a_change_makes_better_is_no_complaint() {
    let never = "| restartPolicy: Never";
    for (old, new) in [
        ("backoffLimit: 6", "backoffLimit: 2"),
        ("backoffLimit: 2", "backoffLimit: 2, activeDeadlineSeconds: 3600"),
        ("backoffLimit: 2, ttlSecondsAfterFinished: 60", "backoffLimit: 2"),
    ] {
        let worse = compared(&format!("{old} {never}"), &format!("{new} {never}")).worse();
        assert_eq!(worse, Vec::<String>::new(), "{old} → {new}");
    }
}

#[test]
fn restarts_in_the_pod_lose_logs() {
    let comparison = compared("backoffLimit: 3 | restartPolicy: Never", "backoffLimit: 3 | restartPolicy: OnFailure");
    let stays =
        comparison.scenarios.iter().find(|scenario| scenario.name == "a failure that stays").expect("it is there");
    assert_eq!((stays.before.logs_kept, stays.before.n_failures), (4, 4));
    assert_eq!(stays.after.logs_kept, 0, "the pod is deleted");
}

#[test]
fn reservations_are_those_of_the_pods() {
    let pod =
        "| restartPolicy: Never, containers: [{name: main, image: a, resources: {requests: {cpu: 500m, memory: 1Gi}}}]";
    let fields = format!("backoffLimit: 0 {pod}");
    let comparison = compared(&fields, &fields);
    let stays =
        comparison.scenarios.iter().find(|scenario| scenario.name == "a failure that stays").expect("it is there");
    // A minute of work, and a second in which its container was started.
    assert!((stays.before.cpu_seconds - 30.5).abs() < 0.01, "{}", stays.before.cpu_seconds);
    assert!((stays.before.memory_gib_minutes - 61.0 / 60.0).abs() < 0.01, "{}", stays.before.memory_gib_minutes);
    let hang = comparison.scenarios.iter().find(|scenario| scenario.name == "a hang").expect("it is there");
    assert!(hang.before.goes_on && hang.before.end == End::Stuck, "{hang:?}");
    assert!((hang.before.cpu_seconds - 43_200.0).abs() < 1.0, "half a core for a day: {}", hang.before.cpu_seconds);
}

const MANIFEST: &str = "\
apiVersion: v1
kind: ConfigMap
metadata: {name: x}
---
apiVersion: batch/v1
kind: Job
metadata:
  name: j
spec:
  backoffLimit: 2
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: main
          image: a
";

#[test]
fn an_incident_is_played_first() {
    let after = MANIFEST.replace("backoffLimit: 2", "backoffLimit: 0");
    let incident = Behaviour::of(vec![Outcome::exit(3, 7000)]);
    let proofs = prove(MANIFEST, &after, &|_| Some(incident.clone()));
    assert_eq!(proofs.len(), 1);
    assert_eq!((proofs[0].number.as_str(), proofs[0].name.as_str()), ("1", "j"));
    let comparison = proofs[0].result.as_ref().expect("it is played");
    let first = &comparison.scenarios[0];
    assert_eq!((first.name, first.before.n_pods, first.after.n_pods), ("the incident again", 3, 1));
    assert_eq!(prove(MANIFEST, MANIFEST, &|_| None), [], "nothing changed");
}

#[test]
fn each_change_answers_for_itself() {
    let set = |path: &str, value: i64| Change::Set { path: Path::parse(path), value: Data::Int(value) };
    let limit = [set("spec.backoffLimit", 0)];
    let deadline = [set("spec.activeDeadlineSeconds", 3600)];
    let worse = prove_each(MANIFEST, &[("1", &deadline), ("1", &limit)], &|_| None);
    assert_eq!(worse[0], Vec::<String>::new());
    assert!(worse[1].iter().any(|worse| worse.contains("it fails and completes before")), "{worse:?}");
}

#[test]
fn what_cannot_be_played_says_why() {
    let broken = MANIFEST.replace("restartPolicy: Never", "restartPolicy: Always");
    let proofs = prove(&broken, MANIFEST, &|_| None);
    let refusal = proofs[0].result.as_ref().expect_err("no server takes it");
    assert_eq!(refusal.field, "spec.template.spec.restartPolicy");
}
