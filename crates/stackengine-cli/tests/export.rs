//! `stackengine export`: what it writes, and what it leaves alone.

mod program;

use std::fs;

use program::{cases, folder, run, stackengine};

const TARGETS: [&str; 5] = ["prometheus", "github-actions", "gitlab-ci", "pre-commit", "checkov"];

#[test]
fn exports_are_as_expected() {
    cases("export");
}

#[test]
fn the_same_request_gives_the_same_bytes_and_replaces_what_it_made() {
    for target in TARGETS {
        let (one, two) = (folder(&[]), folder(&[]));
        let export = |folder: &std::path::Path| run(folder, &["export", target, "--out", "out"]);
        let (first, second) = (export(one.path()), export(two.path()));
        assert_eq!((first.code, &first.err), (0, &second.err), "{target}: {}", first.err);
        let again = export(one.path());
        assert_eq!(again.code, 0, "{target}: {}", again.err);
        let written: Vec<&str> = first.err.lines().filter_map(|line| line.strip_prefix("wrote ")).collect();
        assert!(!written.is_empty(), "{target}");
        for name in written {
            let read = |folder: &std::path::Path| fs::read_to_string(folder.join("out").join(name)).expect("a file");
            assert_eq!(read(one.path()), read(two.path()), "{target}: {name}");
            assert!(read(one.path()).contains(concat!("made by stackengine ", env!("CARGO_PKG_VERSION"))), "{name}");
        }
    }
}

#[test]
fn a_file_of_somebody_else_stays_unless_forced() {
    let folder = folder(&[(".checkov.yaml", b"check: [CKV_K8S_22]\n")]);
    let refused = run(folder.path(), &["export", "checkov", "--out", "."]);
    assert_eq!(refused.code, 2, "{}", refused.err);
    let read = || fs::read_to_string(folder.path().join(".checkov.yaml")).expect("a file");
    assert_eq!(read(), "check: [CKV_K8S_22]\n");
    let forced = run(folder.path(), &["export", "checkov", "--out", ".", "--force"]);
    assert_eq!(forced.code, 0, "{}", forced.err);
    assert!(read().contains("made by stackengine"));
}

#[test]
fn a_proof_without_its_program_says_so() {
    let folder = folder(&[]);
    let ran = program::finish(stackengine(folder.path()).args(["export", "prometheus", "--prove"]).env("PATH", ""));
    assert_eq!(ran.code, 3, "{}", ran.err);
    assert!(ran.out.contains("promtool is not on the PATH"), "{}", ran.out);
}

#[test]
fn policies_are_proved_on_the_examples_of_the_catalogue() {
    let folder = folder(&[]);
    for target in ["gatekeeper", "admission-policy", "kyverno"] {
        let only = "privileged-container,deadline-missing,image-copy-stale";
        let ran = run(folder.path(), &["export", target, "--prove", "--only", only]);
        assert_eq!(ran.code, 0, "{target}: {}{}", ran.out, ran.err);
        for name in only.split(',') {
            let row = ran.out.lines().find(|line| line.starts_with(name)).unwrap_or_default();
            assert!(row.ends_with(" yes"), "{target}: {row}");
        }
    }
    let ran = run(folder.path(), &["export", "kyverno", "--prove", "--param", "shortestTtl=300"]);
    assert_eq!(ran.code, 2, "{}", ran.out);
}
