//! The guard over every family of incidents: ten thousand answers that begin with what each manifest says. What is let through
//! must be sound, and every reason to drop something must occur, or its rule is not tried.

#[expect(dead_code, reason = "what belongs to other tests of the guard")]
mod ask {
    pub(crate) mod fuzz;
    pub(crate) mod mutate;
    pub(crate) mod recorded;
    pub(crate) mod sound;
}
mod recordings;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use ask::fuzz::Dice;
use ask::mutate::Seed;
use ask::recorded::{dossier, only_what_may};
use ask::sound;
use recordings::incidents;
use stackengine::ask::{Answer, Case, Dossier, Opinion, Prompt, guard};

/// Every reason, by a part of its sentence.
const REASONS: &[&str] = &[
    "it cannot be read",
    "there is no such cause",
    "that cause was not offered",
    "no such line was shown",
    "no manifest was shown",
    "it is no path",
    "there is no such container",
    "does not touch this field",
    "there is no such operation",
    "what it belongs to is not there",
    // An item behind the end of a list; the longer sentence above is found first.
    "] is not there",
    "it changes nothing",
    "it would raise ",
    "only words of a command and variables are appended",
    "only words of a command and variables are deleted",
    "a variable that comes from elsewhere stays",
    "is not between ",
    "it is no whole number",
    "it is not File or ",
    "it is not Never or ",
    "it is no absolute path",
    "it is no quantity",
    "it is more than eight times",
    "a command is a list of words",
    "a word of a command is text",
    "the value of a variable is text",
    "that variable has no value of its own",
    "a variable is appended as a name and a value",
    "a variable has a name and a value, and nothing else",
    "the name of a variable has letters",
    "decides which code runs",
    "it is too long to be looked over",
    "it has characters that cannot be seen",
    "it would make a template",
    "it carries the mask",
    "it has an address that the manifest did not have",
];

/// Those that only other families than the first know.
const OF_OTHER_FAMILIES: &[&str] = &["it is not false", "it is not Allow or ", "it is not Always or "];

/// What each reason was given how often.
#[derive(Default)]
struct Heard {
    reasons: BTreeMap<String, usize>,
    unknown: BTreeSet<String>,
    families: BTreeSet<u32>,
    n_answers: usize,
    n_kept: usize,
}

impl Heard {
    fn hear(&mut self, opinion: &Opinion) {
        self.n_answers += 1;
        self.n_kept += opinion.kept.len();
        for dropped in &opinion.dropped {
            let known = REASONS.iter().chain(OF_OTHER_FAMILIES).find(|reason| dropped.why.contains(**reason));
            match known {
                Some(reason) => *self.reasons.entry((*reason).to_owned()).or_default() += 1,
                None => drop(self.unknown.insert(dropped.why.clone())),
            }
        }
    }
}

fn fuzz(name: &str, dossier: &Dossier, n: usize, heard: &mut Heard, sound: &dyn Fn(&str, &Case<'_>, &Opinion)) {
    let Some(case) = dossier.case(0) else { return };
    let (prompt, short) = (Prompt::new(&case, 8000), Prompt::new(&case, 10));
    let Some(seed) = Seed::new(&case, &prompt) else { return };
    heard.families.extend(case.diagnosis.cause().map(|cause| cause.diagnostic.family()));
    let mut dice = Dice::new(name);
    for nth in 0..n {
        let text = seed.answer(&mut dice);
        let Ok(answer) = Answer::read(&text) else { continue };
        let prompt = if nth % 50 == 0 { &short } else { &prompt };
        let opinion = guard(&case, prompt, &answer);
        sound(&format!("{name} {nth}: {text}"), &case, &opinion);
        heard.hear(&opinion);
    }
}

#[test]
fn ten_thousand_answers_of_every_family() {
    let begun = Instant::now();
    let mut heard = Heard::default();
    for name in ["job", "cron", "list"] {
        let dossier = sound::dossier(name);
        let original = sound::manifest(name);
        let check = |what: &str, case: &Case<'_>, opinion: &Opinion| {
            sound::sound(what, &original, &dossier, case, opinion);
        };
        fuzz(name, &dossier, 1200, &mut heard, &check);
    }
    let incidents = incidents();
    for incident in &incidents {
        let check = |what: &str, case: &Case<'_>, opinion: &Opinion| {
            let before = case.manifest.as_ref().map(|manifest| manifest.text);
            if let (Some(before), Some(after)) = (before, &opinion.manifest) {
                only_what_may(what, before, after);
            }
        };
        fuzz(&incident.name, &dossier(&incident.recording), 220, &mut heard, &check);
    }
    let missing: Vec<&&str> = (REASONS.iter())
        .chain(OF_OTHER_FAMILIES.iter().filter(|_| !incidents.is_empty()))
        .filter(|reason| !heard.reasons.contains_key(**reason))
        .collect();
    let said = format!(
        "{} answers, {} edits kept, families {:?}, {:?}\n{:#?}\nnot known here: {:#?}",
        heard.n_answers,
        heard.n_kept,
        heard.families,
        begun.elapsed(),
        heard.reasons,
        heard.unknown
    );
    assert!(missing.is_empty(), "never given: {missing:#?}\n{said}");
    assert!(heard.unknown.is_empty(), "{said}");
    assert!(heard.n_kept > 500, "{said}");
    assert!(incidents.is_empty() || (heard.n_answers > 10_000 && heard.families.len() >= 4), "{said}");
}
