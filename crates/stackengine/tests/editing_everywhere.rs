//! Every possible edit of generated documents and of manifests that people wrote: right, or refused.

#![expect(clippy::print_stdout, reason = "what was checked, and how much of it was refused, is worth a line")]

mod editing {
    pub(crate) mod check;
    pub(crate) mod generate;
}

use std::path::{Path as FilePath, PathBuf};

use editing::check::{Before, Tally, changes, check, is_merge, is_ordinary, value};
use editing::generate::{Dice, document};
use stackengine::yaml::documents;

/// Of how many possible edits one is made; all with `STACKENGINE_EXHAUSTIVE=1`.
fn one_of(usual: usize) -> usize {
    if std::env::var_os("STACKENGINE_EXHAUSTIVE").is_some_and(|value| value == "1") { 1 } else { usual }
}

#[test]
fn every_edit_of_generated_documents_is_right_or_refused() {
    let mut tally = Tally::default();
    let (mut n_documents, mut unread, mut dice) = (0, 0, Dice::new(7));
    for seed in 1..=600 {
        let text = document(seed);
        n_documents += 1;
        if !every_edit(&text, one_of(20), &mut dice, &mut tally) {
            unread += 1;
        }
    }
    report("generated documents", n_documents, &tally);
    assert!(unread * 20 < n_documents, "{unread} of {n_documents} generated documents could not be read");
    assert!(tally.n_refused() * 10 < tally.made, "too much is refused");
}

#[test]
fn every_edit_of_manifests_that_people_wrote_is_right_or_refused() {
    let folder = FilePath::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/manifests");
    let mut files = Vec::new();
    yaml_files(&folder, &mut files);
    if files.is_empty() {
        println!("no manifests beside the repository: nothing was checked");
        return;
    }
    files.sort();
    let (mut tally, mut dice) = (Tally::default(), Dice::new(11));
    for file in &files {
        let text = std::fs::read_to_string(file).expect("a manifest");
        // An edit takes the longer, the longer the text is, and a longer text has more of them.
        every_edit(&text, one_of(60 * (1 + text.len() / 1500)), &mut dice, &mut tally);
    }
    report("manifests", files.len(), &tally);
    assert!(tally.n_refused() * 50 < tally.made, "too much is refused");
}

/// Makes a sample of the possible edits; false where a document cannot be read.
fn every_edit(text: &str, one_of: usize, dice: &mut Dice, tally: &mut Tally) -> bool {
    let Some(before) = Before::of(text) else { return false };
    for document in documents(text) {
        let Some((_, node)) = value(text, document) else { continue };
        for change in changes(&node) {
            if dice.roll(one_of) == 0 && is_ordinary(&node) && !is_merge(&change) {
                check(text, document, &change, &before, tally);
            }
        }
    }
    true
}

fn report(what: &str, n: usize, tally: &Tally) {
    println!("{n} {what}: {} edits made, {} refused", tally.made, tally.n_refused());
    for (reason, n) in &tally.refused {
        println!("  {n:>6} {reason}");
    }
    let shown: Vec<&str> = tally.wrong.iter().take(5).map(String::as_str).collect();
    assert!(tally.wrong.is_empty(), "{} edits are wrong, such as\n{}", tally.wrong.len(), shown.join("\n=====\n"));
}

fn yaml_files(folder: &FilePath, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            yaml_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml") {
            files.push(path);
        }
    }
}
