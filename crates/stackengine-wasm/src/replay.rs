//! The manifest as it is and as it would be, both played out under the same behaviours.

use serde::Serialize;
use stackengine::manifest::{self, File, Workload};
use stackengine::render::replay_measure;
use stackengine::replay::{self, Minor, Options, Proof, Scenario, Spec};

use crate::diagnose::with_evidence;
use crate::picture::{Picture, played};
use crate::request::Request;

#[derive(Serialize)]
struct Answer {
    objects: Vec<Object>,
}

#[derive(Serialize)]
struct Object {
    /// `Job etl`.
    name: String,
    /// Why it cannot be played.
    refused: Option<String>,
    scenarios: Vec<WireScenario>,
    /// The first scenario, drawn: before and after.
    pictures: Option<[Picture; 2]>,
}

#[derive(Serialize)]
struct WireScenario {
    name: &'static str,
    before: String,
    after: String,
    worse: Vec<String>,
}

/// The first file is the manifest as it is, the second as it would be.
pub(crate) fn replay(request: &Request<'_>) -> Vec<u8> {
    let text = |index: usize| {
        request.files.get(index).map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default()
    };
    let (before, after) = (text(0), text(1));
    let proofs = with_evidence(request.switch("evidence"), |evidence| {
        replay::prove(&before, &after, &|workload| evidence.about(workload).behaviour.clone())
    });
    crate::json(&Answer { objects: proofs.iter().map(|proof| object(proof, &before, &after)).collect() })
}

fn object(proof: &Proof, before: &str, after: &str) -> Object {
    let name = format!("{} {}", proof.kind, proof.name);
    match &proof.result {
        Err(refusal) => {
            let refused = Some(format!("{}: {}", refusal.field, refusal.reason));
            Object { name, refused, scenarios: Vec::new(), pictures: None }
        }
        Ok(comparison) => {
            let drawn = comparison.scenarios.first();
            let picture = |text: &str| draw(text, &proof.number, drawn?);
            let pictures = picture(before).and_then(|old| Some([old, picture(after)?]));
            Object { name, refused: None, scenarios: comparison.scenarios.iter().map(scenario).collect(), pictures }
        }
    }
}

fn scenario(scenario: &Scenario) -> WireScenario {
    let without_name = |worse: String| worse.split_once(": ").map_or(worse.clone(), |(_, what)| what.to_owned());
    WireScenario {
        name: scenario.name,
        before: replay_measure(&scenario.before),
        after: replay_measure(&scenario.after),
        worse: scenario.worse().into_iter().map(without_name).collect(),
    }
}

fn draw(text: &str, number: &str, scenario: &Scenario) -> Option<Picture> {
    let (masked, masks) = manifest::mask(text);
    let file = File::read(&masked, &masks);
    let document = file.documents.iter().find(|document| document.number == number)?;
    let spec = Spec::read(&Workload::of(document)?, Minor::NEWEST).ok()?;
    let story = replay::replay(&spec, &scenario.behaviour, Options::watched()).ok()?;
    Some(played(&spec, &story))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::request::question;

    const JOB: &str = "apiVersion: batch/v1\nkind: Job\nmetadata: {name: etl}\nspec:\n  backoffLimit: 3\n  template:\n    spec:\n      restartPolicy: Never\n      containers: [{name: main, image: a}]\n";

    fn ask(before: &str, after: &str) -> Value {
        let bytes = question(&json!({}), &[("a", before), ("b", after)]);
        serde_json::from_slice(&replay(&Request::parse(&bytes).expect("whole"))).expect("JSON")
    }

    #[test]
    fn both_are_played_and_drawn() {
        let answer = ask(JOB, &JOB.replace("backoffLimit: 3", "backoffLimit: 1"));
        let object = &answer["objects"][0];
        assert_eq!(object["name"], "Job etl");
        let lanes = |index: usize| object["pictures"][index]["lanes"].as_array().map_or(0, Vec::len);
        assert!(lanes(0) >= 2 && lanes(1) >= 2, "{answer}");
        let stays =
            object["scenarios"].as_array().and_then(|all| all.iter().find(|one| one["name"] == "a failure that stays"));
        assert!(stays.is_some_and(|one| one["before"] != one["after"]), "{answer}");
    }

    #[test]
    fn what_cannot_be_played_says_why_and_what_did_not_change_says_nothing() {
        assert_eq!(ask(JOB, JOB)["objects"], json!([]));
        let answer = ask(&JOB.replace("Never", "Always"), JOB);
        assert!(answer["objects"][0]["refused"].as_str().is_some_and(|why| why.contains("restartPolicy")), "{answer}");
    }
}
