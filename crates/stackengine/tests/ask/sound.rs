//! What must hold for every opinion, whatever the answer was.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use stackengine::ask::{Case, Dossier, Opinion};
use stackengine::check::check;
use stackengine::manifest::File;
use stackengine::redact::{Options, Vault};
use stackengine::repair::Evidence;
use stackengine::yaml::Data;

/// The value that is private in the incident.
pub(crate) const SECRET: &str = "correct-horse-9-battery";

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ask/incident")
}

/// The manifest of this form, as its owner wrote it.
pub(crate) fn manifest(name: &str) -> String {
    fs::read_to_string(folder().join(format!("{name}.yaml"))).expect("the manifest")
}

/// The incident with the manifest in this form: `job`, `cron` or `list`.
pub(crate) fn dossier(name: &str) -> Dossier {
    let read = |file: &str| (file.to_owned(), fs::read(folder().join(file)).expect("the incident"));
    let mut describe = read("describe.txt");
    if name == "cron" {
        describe.1 =
            String::from_utf8(describe.1).expect("text").replace("Job/tiles", "Job/tiles-29400437").into_bytes();
    }
    let texts = [describe, read("tiles-7k2xp.main.txt"), ("manifest.yaml".to_owned(), manifest(name).into_bytes())];
    Dossier::new(&texts, Vault::new(), Options::default())
}

/// Fails where anything is let through that must not be.
pub(crate) fn sound(what: &str, original: &str, dossier: &Dossier, case: &Case<'_>, opinion: &Opinion) {
    assert!(
        !opinion.explanation.contains("://")
            && !opinion.explanation.contains("www.")
            && !opinion.explanation.contains("javascript:"),
        "{what}: a link"
    );
    let texts = opinion.kept.iter().flat_map(|kept| [&kept.path, &kept.what, &kept.why]);
    let texts = texts
        .chain(opinion.dropped.iter().flat_map(|dropped| [&dropped.what, &dropped.why]))
        .chain([&opinion.explanation]);
    for text in texts {
        assert!(!text.chars().any(|char| char.is_control() && char != '\n'), "{what}: {text:?}");
        assert!(
            !text.chars().any(|char| matches!(char, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')),
            "{what}: {text:?}"
        );
        assert!(!text.contains(SECRET), "{what}: {text:?}");
    }
    if let Some(cause) = opinion.cause {
        assert!(case.causes.iter().any(|offered| offered.name == cause.name), "{what}");
    }
    let Some(after) = &opinion.manifest else { return };
    let before = case.manifest.as_ref().expect("what was edited").text;
    assert!(!after.contains(SECRET), "{what}: a value was put back unasked");
    accepted(what, before, after);
    for path in different(what, before, after) {
        assert!(allowed(&path), "{what}: {path} differs");
    }
    if let Ok(restored) = opinion.restored(&dossier.vault) {
        accepted(what, original, &restored);
        // A value stands where it stood, and nowhere else.
        assert!(restored.matches(SECRET).count() <= 2, "{what}: a value was carried");
    }
}

fn lints(text: &str) -> (BTreeMap<&'static str, usize>, usize) {
    let checked = check(text, &Evidence::default());
    assert!(checked.broken.is_empty(), "it is no YAML: {text}");
    let mut counts = BTreeMap::new();
    let mut refused = 0;
    for lint in checked.objects.iter().flat_map(|object| &object.lints) {
        *counts.entry(lint.diagnostic.name).or_default() += 1;
        refused += usize::from(lint.api_refuses());
    }
    (counts, refused)
}

pub(crate) fn accepted(what: &str, before: &str, after: &str) {
    let ((was, refused_before), (is, refused)) = (lints(before), lints(after));
    assert!(refused <= refused_before, "{what}: the API server would refuse it\n{after}");
    for (name, n) in is {
        assert!(n <= was.get(name).copied().unwrap_or(0), "{what}: {name} is new\n{after}");
    }
}

/// Every leaf that differs, by its path from the root of its object, with `*` for a position.
pub(crate) fn different(what: &str, before: &str, after: &str) -> Vec<String> {
    let leaves = |text: &str| {
        let file = File::read(text, &[]);
        assert!(file.unread.is_empty(), "{what}");
        let mut leaves = Vec::new();
        for document in &file.documents {
            let mut own = BTreeMap::new();
            walk(&Data::of(&document.node), String::new(), &mut own);
            leaves.push((document.number.clone(), own));
        }
        leaves
    };
    let (old, new) = (leaves(before), leaves(after));
    assert_eq!(old.len(), new.len(), "{what}: objects came or went");
    let mut paths = Vec::new();
    for ((number, old), (other, new)) in old.iter().zip(&new) {
        assert_eq!(number, other, "{what}");
        for path in old.keys().chain(new.keys()) {
            if old.get(path) != new.get(path) {
                assert!(number != "0.0" && number != "0.2", "{what}: another object differs at {path}");
                paths.push(path.clone());
            }
        }
    }
    paths
}

fn walk(data: &Data, at: String, leaves: &mut BTreeMap<String, Vec<String>>) {
    match data {
        Data::List(items) => items.iter().for_each(|item| walk(item, format!("{at}[*]"), leaves)),
        Data::Map(entries) => entries.iter().for_each(|(key, value)| walk(value, format!("{at}.{key}"), leaves)),
        leaf => leaves.entry(at).or_default().push(format!("{leaf:?}")),
    }
}

/// The fields that an edit for an incident of family 1xx may touch, written down here a second time on purpose.
fn allowed(path: &str) -> bool {
    let job = path.strip_prefix(".spec.jobTemplate").unwrap_or(path);
    let Some(rest) = job.strip_prefix(".spec.") else { return false };
    let in_container = rest.strip_prefix("template.spec.containers[*].");
    match (rest, in_container) {
        ("backoffLimit" | "activeDeadlineSeconds" | "template.spec.restartPolicy", _) => true,
        (
            _,
            Some("command[*]" | "args[*]" | "env[*].name" | "env[*].value" | "workingDir" | "terminationMessagePolicy"),
        ) => true,
        (_, Some(field)) => ["resources.limits.", "resources.requests."]
            .iter()
            .filter_map(|prefix| field.strip_prefix(prefix))
            .any(|resource| matches!(resource, "memory" | "cpu" | "ephemeral-storage")),
        _ => false,
    }
}
