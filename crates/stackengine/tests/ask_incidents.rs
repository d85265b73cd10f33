//! Every recorded incident: a prompt within its budget, a request for every provider, and answers by chance that change nothing
//! but what a table of this test names.

#[expect(dead_code, reason = "what belongs to the incident of the guard's own tests")]
mod ask {
    pub(crate) mod fuzz;
    pub(crate) mod sound;
}
mod recordings;

use std::fs;
use std::path::Path;

use ask::fuzz;
use ask::sound::{accepted, different};
use recordings::{incidents, sorted};
use stackengine::ask::{Answer, Dossier, Manner, PROVIDERS, Prompt, Sender, guard};
use stackengine::redact::{Options, Vault};

/// The last names of paths that an answer may ever change, in whatever family.
const FIELDS: [&str; 27] = [
    "command[*]",
    "args[*]",
    "name",
    "value",
    "memory",
    "cpu",
    "ephemeral-storage",
    "workingDir",
    "imagePullPolicy",
    "terminationMessagePolicy",
    "initialDelaySeconds",
    "periodSeconds",
    "timeoutSeconds",
    "failureThreshold",
    "restartPolicy",
    "terminationGracePeriodSeconds",
    "activeDeadlineSeconds",
    "backoffLimit",
    "backoffLimitPerIndex",
    "maxFailedIndexes",
    "ttlSecondsAfterFinished",
    "completions",
    "parallelism",
    "suspend",
    "concurrencyPolicy",
    "startingDeadlineSeconds",
    "failedJobsHistoryLimit",
];

fn dossier(recording: &Path, manifest: &Path) -> Dossier {
    let mut paths = vec![recording.join("objects.json"), recording.join("describe.txt")];
    paths.extend(sorted(&recording.join("logs")));
    let mut texts: Vec<(String, Vec<u8>)> = paths
        .iter()
        .map(|path| {
            let name = path.strip_prefix(recording).expect("inside").to_string_lossy().into_owned();
            (name, fs::read(path).expect("readable recording"))
        })
        .collect();
    texts.push(("manifest.yaml".to_owned(), fs::read(manifest).expect("a manifest")));
    Dossier::new(&texts, Vault::new(), Options::default())
}

#[test]
fn every_incident_can_be_asked_about_and_no_answer_breaks_its_manifest() {
    let (mut n_manifests, mut n_kept) = (0, 0);
    let incidents = incidents();
    for incident in &incidents {
        let manifest = incident.recording.parent().expect("the incident").join("manifest.yaml");
        let dossier = dossier(&incident.recording, &manifest);
        let case = dossier.case(0).expect("a case");
        let prompt = Prompt::new(&case, 6000);
        assert!(prompt.estimated_tokens() < 6500, "{}: {}", incident.name, prompt.estimated_tokens());
        assert!(!prompt.lines.is_empty(), "{}", incident.name);
        for provider in PROVIDERS {
            let address = provider.address.is_empty().then_some("https://models.example/v1/chat/completions");
            let manner =
                Manner { provider, address, model: "m", max_tokens: 1000, plain: false, sender: Sender::Program };
            prompt.request(&manner).unwrap_or_else(|refused| panic!("{}: {refused}", incident.name));
        }
        n_manifests += usize::from(prompt.shows_manifest);
        let Some(manifest) = &case.manifest else { continue };
        let form = if manifest.text.contains("kind: CronJob") { "cron" } else { "job" };
        let mut dice = fuzz::Dice::new(&incident.name);
        for _ in 0..40 {
            let text = fuzz::answer(&mut dice, form);
            let Ok(answer) = Answer::read(&text) else { continue };
            let opinion = guard(&case, &prompt, &answer);
            n_kept += opinion.kept.len();
            let Some(after) = &opinion.manifest else { continue };
            let what = format!("{}: {text}", incident.name);
            accepted(&what, manifest.text, after);
            for path in different(&what, manifest.text, after) {
                assert!(FIELDS.contains(&path.rsplit('.').next().unwrap_or_default()), "{what}: {path} differs");
                assert!(!path.starts_with(".metadata") && !path.contains("volume"), "{what}: {path} differs");
            }
        }
    }
    // Were none shown and none kept, nothing would have been tried.
    assert!(
        incidents.is_empty() || (n_manifests > 30 && n_kept > 20),
        "{n_manifests} manifests were shown, {n_kept} edits kept"
    );
}
