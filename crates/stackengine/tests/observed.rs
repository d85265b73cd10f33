//! What recorded incidents say about the numbers that a manifest needs.

mod recordings;

use stackengine::evidence::{Source, Sources};
use stackengine::manifest::{File, Workload};
use stackengine::repair::{Evidence, Observed};

use recordings::{Incident, incidents};

fn observed(incident: &Incident) -> Observed {
    let mut sources = Sources::new();
    let objects = std::fs::read(incident.recording.join("objects.json")).expect("objects of the recording");
    sources.add(Source::new("objects.json", objects));
    let manifest = incident.recording.with_file_name("manifest.yaml");
    let text = std::fs::read_to_string(manifest).expect("a manifest");
    let file = File::read(&text, &[]);
    let workloads = file.documents.iter().filter_map(|document| Workload::new(&document.node, &document.unknown));
    let evidence = Evidence::read(&sources);
    let all: Vec<Observed> = workloads.map(|workload| evidence.about(&workload).clone()).collect();
    all.into_iter().next().unwrap_or_default()
}

fn of(name: &str) -> Option<Observed> {
    incidents().iter().find(|incident| incident.name == name).map(observed)
}

#[test]
fn a_memory_kill_tells_the_limit_and_the_image_that_ran() {
    let Some(observed) = of("oom-kill") else { return };
    let main = observed.container("main").expect("main was seen");
    assert_eq!(main.killed_at_limit.as_deref(), Some("32Mi"));
    assert!(observed.finished && observed.live);
}

#[test]
fn a_digest_counts_only_where_a_registry_knows_it() {
    for incident in incidents() {
        for container in observed(&incident).containers {
            if let Some(digest) = container.image_digest {
                assert!(digest.starts_with("sha256:") && digest.len() == 71, "{}: {digest}", incident.name);
            }
        }
    }
}

#[test]
fn runs_that_a_deadline_ended_say_nothing_about_how_long_a_run_takes() {
    let Some(observed) = of("job-deadline") else { return };
    assert_eq!(observed.run_seconds.p99(), None);
}

#[test]
fn failed_runs_are_told_from_good_ones() {
    if let Some(failing) = of("etl-exit-1") {
        assert!(!failing.run_seconds.completed && failing.run_seconds.count() > 0);
    }
    if let Some(good) = of("native-sidecar-ok") {
        assert!(good.run_seconds.completed && good.run_seconds.p99().is_some());
    }
}
