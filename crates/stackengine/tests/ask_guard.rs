//! The guard against a hostile model: a folder of answers that try something, and ten thousand that were made by chance.
//!
//! What holds for every one of them is asked here without the guard's own tables: which fields differ, what the checks say.

mod ask {
    pub(crate) mod fuzz;
    pub(crate) mod sound;
}

use std::fs;
use std::path::Path;

use ask::fuzz;
use ask::sound::{SECRET, dossier, manifest, sound};
use stackengine::ask::{Answer, Opinion, Prompt, guard};

struct Hostile {
    name: String,
    manifest: String,
    keeps: usize,
    drops: Vec<String>,
    answer: String,
}

fn hostile() -> Vec<Hostile> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ask/hostile");
    let mut paths: Vec<_> =
        fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        let text = fs::read_to_string(path).expect("readable");
        let (head, answer) = text.split_once("---\n").expect("a head");
        let field =
            |name: &str| head.lines().find_map(|line| line.strip_prefix(name)).expect("a field").trim().to_owned();
        Hostile {
            name: path.file_stem().expect("a name").to_string_lossy().into_owned(),
            manifest: field("manifest:"),
            keeps: field("keeps:").parse().expect("a number"),
            drops: field("drops:").split(" | ").filter(|part| !part.is_empty()).map(str::to_owned).collect(),
            answer: answer.to_owned(),
        }
    };
    paths.iter().map(read).collect()
}

#[test]
fn what_is_hostile_is_dropped_and_said_to_be_dropped() {
    let all = hostile();
    assert!(all.len() >= 30, "only {} answers", all.len());
    for one in all {
        let dossier = dossier(&one.manifest);
        let case = dossier.case(0).expect("a case");
        let prompt = Prompt::new(&case, 8000);
        assert!(prompt.shows_manifest, "{}", one.name);
        let answer = match Answer::read(&one.answer) {
            Ok(answer) => answer,
            Err(_) if one.drops == ["UNREADABLE"] => continue,
            Err(why) => panic!("{}: {why}", one.name),
        };
        let opinion = guard(&case, &prompt, &answer);
        sound(&one.name, &manifest(&one.manifest), &dossier, &case, &opinion);
        assert_eq!(
            opinion.kept.len(),
            one.keeps,
            "{}: kept {:#?}, dropped {:#?}",
            one.name,
            opinion.kept,
            opinion.dropped
        );
        assert_eq!(opinion.manifest.is_some(), one.keeps > 0, "{}", one.name);
        for (at, part) in one.drops.iter().enumerate() {
            let why = opinion.dropped.get(at).map(|dropped| dropped.why.as_str()).unwrap_or_default();
            assert!(why.contains(part.as_str()), "{}: {part:?} is not the reason in {:#?}", one.name, opinion.dropped);
        }
    }
}

fn opinion_of(name: &str, answer: &str) -> (stackengine::ask::Dossier, Opinion) {
    let dossier = dossier(name);
    let opinion = {
        let case = dossier.case(0).expect("a case");
        let prompt = Prompt::new(&case, 8000);
        guard(&case, &prompt, &Answer::read(answer).expect("an answer"))
    };
    (dossier, opinion)
}

fn answer(path: &str, value: &str) -> String {
    format!(
        "{{\"cause\":\"out-of-memory\",\"explanation\":\"x\",\"lines\":[1],\"edits\":[{{\"path\":\"{path}\",\"op\":\"set\",\"value\":{value},\"why\":\"y\"}}]}}"
    )
}

/// What is put back, is put back letter for letter where it was, and nothing else of the text changes.
#[test]
fn values_come_back_into_the_manifest_alone() {
    for (name, prefix) in [("job", "spec"), ("cron", "spec.jobTemplate.spec"), ("list", "spec")] {
        let (dossier, opinion) = opinion_of(name, &answer(&format!("{prefix}.activeDeadlineSeconds"), "7200"));
        let masked = opinion.manifest.as_ref().expect("a manifest");
        assert!(!masked.contains(SECRET), "{name}");
        let restored = opinion.restored(&dossier.vault).expect("it is put back");
        assert_eq!(restored, manifest(name).replace("3600", "7200"), "{name}");
        assert!(!opinion.explanation.contains(SECRET));
    }
}

/// A word of a command that had a mask may keep it, and the value comes back there.
#[test]
fn a_mask_may_stay_where_it_was() {
    let masked = {
        let dossier = dossier("job");
        let case = dossier.case(0).expect("a case");
        let text = case.manifest.as_ref().expect("a manifest").text.to_owned();
        let at = text.find("\"--password\", ").expect("the argument") + 14;
        text[at..].split(']').next().expect("an end").trim_matches('"').to_owned()
    };
    let (dossier, opinion) =
        opinion_of("job", &answer("spec.template.spec.containers[1].args[3]", &format!("\"{masked}x\"")));
    assert_eq!(opinion.kept.len(), 1, "{:?}", opinion.dropped);
    assert!(opinion.restored(&dossier.vault).expect("it is put back").contains(&format!("{SECRET}x")));
}

/// No edit of what is not shown.
#[test]
fn without_a_manifest_nothing_is_edited() {
    let dossier = dossier("job");
    let case = dossier.case(0).expect("a case");
    let prompt = Prompt::new(&case, 10);
    assert!(!prompt.shows_manifest);
    let opinion = guard(&case, &prompt, &Answer::read(&answer("spec.backoffLimit", "1")).expect("an answer"));
    assert!(
        opinion.kept.is_empty() && opinion.dropped.iter().any(|dropped| dropped.why.contains("no manifest was shown"))
    );
}

#[test]
fn ten_thousand_answers_by_chance() {
    let mut n_kept = 0;
    for name in ["job", "cron", "list"] {
        let dossier = dossier(name);
        let case = dossier.case(0).expect("a case");
        let prompt = Prompt::new(&case, 8000);
        let original = manifest(name);
        let mut dice = fuzz::Dice::new(name);
        for nth in 0..3334 {
            let text = fuzz::answer(&mut dice, name);
            let Ok(answer) = Answer::read(&text) else { continue };
            let opinion = guard(&case, &prompt, &answer);
            sound(&format!("{name} {nth}: {text}"), &original, &dossier, &case, &opinion);
            n_kept += opinion.kept.len();
        }
    }
    // Were all of them dropped, nothing would have been tried.
    assert!(n_kept > 500, "only {n_kept} edits were kept");
}
