//! Incidents recorded on a real cluster, played again from what their evidence shows: the Job must end as it did.

mod recordings;
mod replay;

use std::fs;

use recordings::incidents;
use stackengine::evidence::{Source, Sources};
use stackengine::facts::gather;
use stackengine::manifest::{File, Workload};
use stackengine::replay::{End, Minor, Options, Spec, infer, replay as play};

/// How the Job stands in the words of the truth.
fn state(end: End) -> &'static str {
    match end {
        End::Complete => "complete",
        End::Failed => "failed",
        End::Suspended => "suspended",
        _ => "running",
    }
}

#[test]
fn an_incident_that_is_played_again_ends_as_it_did() {
    let (mut n_played, mut wrong) = (0, Vec::new());
    let mut left_out = Vec::new();
    for incident in incidents() {
        let folder = incident.recording.parent().expect("a folder");
        let manifest = fs::read_to_string(folder.join("manifest.yaml")).expect("a manifest");
        let objects = fs::read(incident.recording.join("objects.json")).expect("a recording");
        let mut sources = Sources::new();
        sources.add(Source::new("objects.json", objects));
        let (all, _) = gather(&sources);
        let file = File::read(&manifest, &[]);
        let Some(workload) = file.documents.iter().find_map(Workload::of) else { continue };
        let Some(facts) = all.iter().find(|facts| facts.job.is_some() || facts.cron_job.is_some()) else { continue };
        // A schedule that makes no Job is not a matter of runs.
        let Some(behaviour) = infer(facts) else {
            left_out.push(incident.name);
            continue;
        };
        let Ok(spec) = Spec::read(&workload, Minor::NEWEST) else {
            left_out.push(incident.name);
            continue;
        };
        let story = match play(&spec, &behaviour, Options::default()) {
            Ok(story) => story,
            Err(refusal) => {
                wrong.push(format!("{}: {refusal}", incident.name));
                continue;
            }
        };
        n_played += 1;
        let truth = incident.truth["job"].as_str().unwrap_or("any");
        let told = state(story.end);
        // What was still at work when it was recorded may well have ended since.
        let later = truth == "running" && facts.job.as_ref().is_some_and(|job| job.conditions.is_empty());
        if truth != "any" && truth != told && !later {
            wrong.push(format!("{}: {told} instead of {truth}: {behaviour:?}", incident.name));
        }
        let counted = facts.job.as_ref().and_then(|job| job.failed.as_ref()).map_or(0, |failed| failed.value);
        let failed = i64::from(story.last_counters().failed);
        if truth == told && matches!(truth, "failed" | "complete") && counted != failed {
            wrong.push(format!("{}: {failed} failed instead of {counted}: {behaviour:?}", incident.name));
        }
    }
    assert!(wrong.is_empty(), "{} of {n_played}, left out {left_out:?}\n{}", wrong.len(), wrong.join("\n"));
    assert!(n_played == 0 || n_played >= 35, "{n_played}, left out {left_out:?}");
}
