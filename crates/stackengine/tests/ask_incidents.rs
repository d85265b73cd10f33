//! Every recorded incident: a prompt within its budget, a request for every provider, and answers by chance that change nothing
//! but what a table of this test names.

#[expect(dead_code, reason = "what belongs to the incident of the guard's own tests")]
mod ask {
    pub(crate) mod fuzz;
    pub(crate) mod recorded;
    pub(crate) mod sound;
}
mod recordings;

use ask::fuzz;
use ask::recorded::{dossier, only_what_may};
use recordings::incidents;
use stackengine::ask::{Answer, Manner, PROVIDERS, Prompt, Sender, guard};

#[test]
fn every_incident_can_be_asked_about_and_no_answer_breaks_its_manifest() {
    let (mut n_manifests, mut n_kept) = (0, 0);
    let incidents = incidents();
    for incident in &incidents {
        let dossier = dossier(&incident.recording);
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
            only_what_may(&what, manifest.text, after);
        }
    }
    // Were none shown and none kept, nothing would have been tried.
    assert!(
        incidents.is_empty() || (n_manifests > 30 && n_kept > 20),
        "{n_manifests} manifests were shown, {n_kept} edits kept"
    );
}
