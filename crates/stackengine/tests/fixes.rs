//! Every fix on real manifests: what comes out is accepted, is whole, and needs no second run.

#![expect(clippy::print_stdout, reason = "the figures are for whoever watches")]

mod recordings;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use stackengine::check::{Lint, check};
use stackengine::repair::{Evidence, Level, RepairOptions, Repaired, Safety, repair};
use stackengine::yaml;

use recordings::{shared, sorted};

fn manifests(folder: &Path) -> Vec<PathBuf> {
    let entries = sorted(folder);
    let below = entries.iter().filter(|entry| entry.is_dir()).flat_map(|entry| manifests(entry));
    let ending = |path: &&PathBuf| path.extension().is_some_and(|end| end == "yaml" || end == "yml" || end == "json");
    let mut all: Vec<PathBuf> = entries.iter().filter(ending).cloned().chain(below).collect();
    all.sort();
    all
}

fn repaired(text: &str, level: Level, apply_unsafe: bool) -> Repaired {
    let evidence = Evidence::default();
    repair(text, &RepairOptions { level, apply_unsafe, evidence: &evidence, wanted: &|_, _| true })
}

/// Lints by object and name.
fn counted(text: &str) -> BTreeMap<(String, &'static str), usize> {
    let mut counts = BTreeMap::new();
    for object in check(text, &Evidence::default()).objects {
        for lint in object.lints {
            *counts.entry((object.number.clone(), lint.diagnostic.name)).or_default() += 1;
        }
    }
    counts
}

/// Comments, and how often each stands there.
fn comments(text: &str) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for document in yaml::documents(text) {
        for span in yaml::comments(text, document.span) {
            *counts.entry(&text[span.start as usize..span.end as usize]).or_default() += 1;
        }
    }
    counts
}

/// Objects that the API server refuses, with the first reason.
fn refusals(text: &str) -> BTreeMap<String, String> {
    let objects = check(text, &Evidence::default()).objects;
    let refused = objects.into_iter().filter_map(|object| {
        let lint = object.lints.iter().find(|lint| lint.api_refuses())?;
        Some((object.number, format!("{}: {}", lint.shown_path(), lint.message)))
    });
    refused.collect()
}

/// What is wrong with a repair.
fn faults(before: &str, level: Level, apply_unsafe: bool) -> Vec<String> {
    let after = repaired(before, level, apply_unsafe);
    let mut faults = Vec::new();
    let (refused_before, refused_after) = (refusals(before), refusals(&after.text));
    for (number, refused) in refused_after {
        if !refused_before.contains_key(&number) {
            faults.push(format!("{number} is refused afterwards: {refused}"));
        }
    }
    let again = repaired(&after.text, level, apply_unsafe);
    if again.text != after.text || !again.applied.is_empty() {
        let names: Vec<&str> = again.applied.iter().map(|applied| applied.lint.diagnostic.name).collect();
        faults.push(format!("a second run changes it again: {names:?}"));
    }
    let kept = comments(&after.text);
    for (comment, count) in comments(before) {
        if kept.get(comment).copied().unwrap_or_default() < count {
            faults.push(format!("the comment {comment:?} is lost"));
        }
    }
    let (was, is) = (counted(before), counted(&after.text));
    for (key, count) in &is {
        // What cannot be decoded hides what else is wrong with it.
        if refused_before.contains_key(&key.0) {
            continue;
        }
        if was.get(key).copied().unwrap_or_default() < *count {
            faults.push(format!("{key:?} came in"));
        }
    }
    for applied in &after.applied {
        if applied.fix.safety == Safety::DisplayOnly || (applied.fix.safety == Safety::Unsafe && !apply_unsafe) {
            faults.push(format!("{} was applied although it is {}", applied.fix.title, applied.fix.safety));
        }
    }
    // A fix that would raise something else is taken back: that is the promise. Any other reason is a fault of ours.
    let taken_back = after
        .dropped
        .iter()
        .filter(|dropped| asked_for(&dropped.lint, dropped.fix.safety, level, apply_unsafe))
        .filter(|dropped| !dropped.why.starts_with("it would raise"))
        .filter(|dropped| !refused_before.contains_key(&dropped.number));
    faults
        .extend(taken_back.map(|dropped| format!("{} was not applied: {}", dropped.lint.diagnostic.name, dropped.why)));
    faults
}

fn asked_for(lint: &Lint, safety: Safety, level: Level, apply_unsafe: bool) -> bool {
    lint.diagnostic.level <= level && (safety == Safety::Safe || (safety == Safety::Unsafe && apply_unsafe))
}

/// Lines of `before` that are missing from `after` in their order.
fn lost_lines<'t>(before: &'t str, after: &str) -> Vec<&'t str> {
    let mut rest = after.split_inclusive('\n').peekable();
    let mut lost = Vec::new();
    for line in before.split_inclusive('\n') {
        let mut ahead = rest.clone();
        if ahead.any(|other| other == line) {
            rest = ahead;
        } else {
            lost.push(line);
        }
    }
    lost
}

#[test]
fn every_fix_keeps_its_promise_on_real_manifests() {
    let Some(folder) = shared("manifests") else { return };
    let (mut files, mut applied, mut lost) = (0, 0, 0);
    let mut wrong = Vec::new();
    for path in manifests(&folder) {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        files += 1;
        for (level, apply_unsafe) in
            [(Level::Basic, false), (Level::Basic, true), (Level::Hardened, false), (Level::Hardened, true)]
        {
            let name = path.strip_prefix(&folder).unwrap_or(&path).display();
            wrong.extend(faults(&text, level, apply_unsafe).into_iter().map(|fault| format!("{name}: {fault}")));
        }
        let after = repaired(&text, Level::Hardened, true);
        applied += after.applied.len();
        lost += lost_lines(&text, &after.text).len();
    }
    println!("{files} files, {applied} fixes at the hardened level, {lost} lines changed or gone");
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn what_the_api_server_refuses_is_mended_before_anything_is_added_beside_it() {
    let text = "apiVersion: batch/v1beta1\nkind: CronJob\nmetadata: {name: c}\nspec:\n  schedule: \"0 3 * * *\"\n  jobTemplate:\n    spec:\n      backofLimit: 3\n      template:\n        spec:\n          restartPolicy: Never\n          containers: [{name: a, image: \"x:1\"}]\n";
    let mended = repaired(text, Level::Basic, true).text;
    assert!(mended.contains("      backoffLimit: 3\n") && !mended.contains("backoffLimit: 6"), "{mended}");
    // The name of a field is not corrected unasked; and nothing is added beside it.
    let safe = repaired(text, Level::Basic, false);
    assert!(safe.text.contains("backofLimit: 3") && !safe.text.contains("backoffLimit"), "{}", safe.text);
}

/// A List of so many Jobs, indented as `kubectl` does.
fn list(n: usize) -> String {
    let mut text = String::from("apiVersion: v1\nkind: List\nitems:\n");
    for number in 0..n {
        text.push_str(&format!(
            "- apiVersion: batch/v1\n  kind: Job\n  metadata:\n    name: job-{number} # keep\n    uid: \"{number}\"\n  spec:\n    backoffLimit: 3\n    template:\n      spec:\n        restartPolicy: Never\n        containers:\n        - name: main\n          image: registry.example/a:1.2\n          command: [sh, -c, 'a && b']\n\n"
        ));
    }
    text.push_str("metadata:\n  resourceVersion: \"\"\n");
    text
}

#[test]
fn each_item_of_a_list_is_repaired_for_itself() {
    let text = list(300);
    let after = repaired(&text, Level::Basic, false);
    assert!(!after.text.contains("uid:") && after.text.ends_with("metadata:\n  resourceVersion: \"\"\n"));
    assert_eq!(after.text.matches("# keep").count(), 300);
    let numbers: Vec<&str> = after
        .applied
        .iter()
        .filter(|applied| applied.lint.diagnostic.name == "server-fields-kept")
        .map(|applied| applied.number.as_str())
        .collect();
    assert_eq!((numbers.len(), numbers[299]), (300, "0.299"));
}
