//! The Pod Security Standards, control by control: what they forbid, what they allow, and that a diagnostic says so.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use stackengine::check::{CONTROLS, PodSecurityLevel, check, pod_security, pod_security_level};
use stackengine::manifest::{File, Workload};
use stackengine::repair::Evidence;

const CASES: &str = include_str!("pod_security/cases.txt");

/// Controls whose breach is refused by the API server itself, under the diagnostic that says so.
const REFUSED: [(&str, &str); 1] = [("baseline:proc-mount", "security-context-invalid")];

struct Case<'c> {
    control: &'c str,
    forbids: bool,
    title: &'c str,
    annotations: Vec<&'c str>,
    pod: Vec<&'c str>,
}

fn cases() -> Vec<Case<'static>> {
    let mut cases: Vec<Case<'static>> = Vec::new();
    for line in CASES.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        if let Some(head) = line.strip_prefix("== ") {
            let (verdict, title) = head.split_once(": ").expect("a head with a title");
            let (control, verdict) = verdict.split_once(' ').expect("a control and a verdict");
            assert!(matches!(verdict, "forbids" | "allows"), "{line}");
            cases.push(Case { control, forbids: verdict == "forbids", title, annotations: vec![], pod: vec![] });
            continue;
        }
        let case = cases.last_mut().expect("a head comes first");
        match line.strip_prefix("@ ") {
            Some(annotation) => case.annotations.push(annotation),
            None => case.pod.push(line),
        }
    }
    cases
}

impl Case<'_> {
    fn job(&self) -> String {
        format!("apiVersion: batch/v1\nkind: Job\nmetadata: {{name: a}}\nspec:\n{}", self.template(2))
    }

    fn cron_job(&self) -> String {
        let head = "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: a}\nspec:\n";
        format!("{head}  schedule: '0 0 * * *'\n  jobTemplate:\n    spec:\n{}", self.template(6))
    }

    fn template(&self, indent: usize) -> String {
        let pad = " ".repeat(indent);
        let mut text = format!("{pad}template:\n");
        if !self.annotations.is_empty() {
            text.push_str(&format!("{pad}  metadata:\n{pad}    annotations:\n"));
        }
        for annotation in &self.annotations {
            let _ = writeln!(text, "{pad}      {annotation}");
        }
        let _ = writeln!(text, "{pad}  spec:\n{pad}    restartPolicy: Never");
        for line in &self.pod {
            let _ = writeln!(text, "{pad}    {line}");
        }
        text
    }
}

/// The controls that a manifest breaks, as `baseline:seccomp`, and the level that admits it.
fn breaches(text: &str) -> (BTreeSet<String>, PodSecurityLevel) {
    let file = File::read(text, &[]);
    let document = file.documents.first().expect("a document");
    let workload = Workload::new(&document.node, &document.unknown).expect("a workload");
    for breach in pod_security(&workload) {
        let parent = breach.path.parent().expect("no breach at the root");
        assert!(!breach.path.0.is_empty() && parent.0.len() + 1 == breach.path.0.len());
    }
    let names = pod_security(&workload).into_iter().map(|breach| format!("{}:{}", breach.level, breach.control));
    (names.collect(), pod_security_level(&workload))
}

#[test]
fn every_control_forbids_and_allows_what_the_standards_say() {
    let mut wrong = Vec::new();
    for case in cases() {
        for (kind, text) in [("Job", case.job()), ("CronJob", case.cron_job())] {
            let (found, level) = breaches(&text);
            let of_level = case.control.split(':').next().expect("a level");
            let same_level: Vec<&String> = found.iter().filter(|name| name.starts_with(of_level)).collect();
            let right = match case.forbids {
                true => {
                    let admitted =
                        if of_level == "baseline" { PodSecurityLevel::Privileged } else { PodSecurityLevel::Baseline };
                    // A folder of the node breaks a control of each level.
                    same_level == [case.control] && (level == admitted || found.contains("baseline:host-path-volumes"))
                }
                false => !found.contains(case.control),
            };
            if !right {
                wrong.push(format!("{kind} {} ({}): {found:?}, {level}", case.control, case.title));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_control_is_tried_both_ways() {
    for (level, control) in CONTROLS {
        let name = format!("{level}:{control}");
        for forbids in [true, false] {
            assert!(cases().iter().any(|case| case.control == name && case.forbids == forbids), "{name} {forbids}");
        }
    }
    for case in cases() {
        assert!(CONTROLS.iter().any(|(level, control)| format!("{level}:{control}") == case.control), "{}", case.title);
    }
}

#[test]
fn a_diagnostic_speaks_where_a_control_forbids_and_none_where_it_allows() {
    let mut wrong = Vec::new();
    for case in cases() {
        let asked_by = format!("pss:{}", case.control);
        for text in [case.job(), case.cron_job()] {
            let objects = check(&text, &Evidence::default()).objects;
            let lints = objects.iter().flat_map(|object| &object.lints);
            let speaks: Vec<&str> = lints
                .map(|lint| lint.diagnostic)
                .filter(|known| {
                    known.asked_by.contains(&asked_by.as_str()) || REFUSED.contains(&(case.control, known.name))
                })
                .map(|known| known.name)
                .collect();
            if speaks.is_empty() == case.forbids {
                wrong.push(format!("{} ({}): {speaks:?}", case.control, case.title));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
