//! Whatever a description shows becomes the same fact as in the object, and no manifest raises an alarm.

#![expect(clippy::print_stderr, reason = "how many facts were compared is worth seeing")]

mod recordings;

use std::collections::BTreeSet;

use std::fs;
use std::path::{Path, PathBuf};

use recordings::{shared, sorted};
use stackengine::evidence::{Source, Sources};
use stackengine::facts::{ContainerState, Facts, gather};

fn files_below(folder: &Path, name_ends: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in sorted(folder) {
        if entry.is_dir() {
            found.extend(files_below(&entry, name_ends));
        } else if entry.to_string_lossy().ends_with(name_ends) {
            found.push(entry);
        }
    }
    found
}

fn facts_of(path: &Path) -> Vec<Facts> {
    let mut sources = Sources::new();
    sources.add(Source::new("evidence", fs::read(path).expect("readable recording")));
    gather(&sources).0
}

/// Every fact that a description can show, as lines that can be compared.
fn lines(all: &[Facts]) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for facts in all {
        for job in facts.job.iter().chain(&facts.siblings).filter(|job| job.meta.origin.is_some()) {
            let who = format!("job {}", job.meta.name);
            let count = |seen: &Option<stackengine::facts::Seen<i64>>| seen.as_ref().map_or(0, |count| count.value);
            out.insert(format!("{who} counts {} {} {}", count(&job.active), count(&job.succeeded), count(&job.failed)));
            out.insert(format!("{who} started {:?} owner {:?}", job.started, job.meta.owner));
            out.insert(format!("{who} limit {:?}", job.spec.backoff_limit.as_ref().map(|limit| limit.value)));
            out.insert(format!("{who} deadline {:?}", job.spec.active_deadline.as_ref().map(|limit| limit.value)));
            out.insert(format!("{who} suspend {:?}", job.spec.suspend.as_ref().map(|suspend| suspend.value)));
            out.insert(format!("{who} indexes {:?}", job.completed_indexes.as_ref().map(|seen| seen.value.clone())));
        }
        for pod in facts.pods.iter().chain(&facts.sibling_pods).filter(|pod| pod.meta.origin.is_some()) {
            let who = format!("pod {}", pod.meta.name);
            out.insert(format!(
                "{who} of {:?} on {:?}",
                pod.job_name(),
                pod.spec.node.as_ref().map(|node| node.value.clone())
            ));
            out.insert(format!(
                "{who} phase {:?} index {:?}",
                pod.phase.as_ref().map(|phase| phase.value.clone()),
                pod.index()
            ));
            for container in &pod.containers {
                let who = format!("{who} {} {:?}", container.name, container.kind);
                out.insert(format!("{who} restarts {:?}", container.restarts.as_ref().map(|count| count.value)));
                let words: Vec<&str> = container.spec.words().collect();
                out.insert(format!("{who} runs {words:?}"));
                out.insert(format!("{who} waits {:?}", container.waiting_reason()));
                if let ContainerState::Running { started, .. } = container.state {
                    out.insert(format!("{who} running since {started:?}"));
                }
                for run in &container.runs {
                    out.insert(format!(
                        "{who} ended {} {:?} {:?} {:?} {:?} {}",
                        run.exit_code.value,
                        run.reason(),
                        run.message.as_ref().map(|message| message.value.trim().to_owned()),
                        run.started,
                        run.finished,
                        run.current
                    ));
                }
            }
        }
        for event in &facts.events {
            out.insert(format!("event {} {} {} {}", event.kind, event.name, event.reason, event.message.trim()));
        }
    }
    out
}

#[test]
fn descriptions_show_the_same_facts_as_objects() {
    let Some(folder) = shared("incidents") else { return };
    let (mut compared, mut wrong) = (0, Vec::new());
    for description in files_below(&folder, "describe.txt") {
        let shown = lines(&facts_of(&description));
        let objects = lines(&facts_of(&description.with_file_name("objects.json")));
        compared += shown.len();
        let name = description.strip_prefix(&folder).expect("inside").display().to_string();
        wrong.extend(shown.difference(&objects).map(|line| format!("{name}: {line}")));
    }
    eprintln!("{compared} facts compared");
    assert!(compared > 1000);
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
}

fn is_status_there(sources: &Sources) -> bool {
    sources
        .iter()
        .any(|(_, source)| source.text().lines().any(|line| line.trim_start().trim_matches('"').starts_with("status:")))
}

#[test]
fn manifests_raise_no_alarm() {
    let Some(folder) = shared("manifests") else { return };
    let (mut read, mut wrong) = (0, Vec::new());
    for path in [files_below(&folder, ".yaml"), files_below(&folder, ".yml"), files_below(&folder, ".json")].concat() {
        let mut sources = Sources::new();
        sources.add(Source::new("manifest", fs::read(&path).expect("readable manifest")));
        let has_status = is_status_there(&sources);
        let report = stackengine::diagnose(&sources);
        read += report.diagnoses.len();
        // A few of these files are dumps of objects that really failed or were really suspended.
        for diagnosis in report.diagnoses.iter().filter(|diagnosis| !diagnosis.findings.is_empty() && !has_status) {
            let found: Vec<&str> = diagnosis.findings.iter().map(|finding| finding.diagnostic.name).collect();
            wrong.push(format!("{}: {} {found:?}", path.display(), diagnosis.subject));
        }
    }
    eprintln!("{read} workloads in manifests");
    assert!(read > 200);
    assert!(wrong.is_empty(), "{} alarms:\n{}", wrong.len(), wrong.join("\n"));
}
