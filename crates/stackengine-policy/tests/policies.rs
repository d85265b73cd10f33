//! Policies as their users write them: a folder of cases, each with policies, objects and what is said.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{env, fs};

use stackengine_policy::{Policies, PolicyFile};

/// The time of a policy that is meant to be stopped; all others have plenty, however busy the machine is.
const SHORT: Duration = Duration::from_millis(300);
const PLENTY: Duration = Duration::from_secs(60);

fn limit(folder: &Path) -> Duration {
    let is_slow = folder.file_name().is_some_and(|name| name.to_string_lossy().starts_with("too-slow"));
    if is_slow { SHORT } else { PLENTY }
}

fn folders() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut folders: Vec<PathBuf> =
        fs::read_dir(&root).expect("there are cases").map(|entry| entry.expect("an entry").path()).collect();
    folders.sort();
    folders
}

fn files(folder: &Path) -> Vec<PolicyFile> {
    let mut files: Vec<PolicyFile> = fs::read_dir(folder.join("policies"))
        .expect("a case has policies")
        .map(|entry| {
            let path = entry.expect("an entry").path();
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            PolicyFile { name, text: fs::read_to_string(path).expect("text") }
        })
        .collect();
    files.sort_by(|left, right| left.name.cmp(&right.name));
    files
}

fn said(folder: &Path) -> String {
    let mut out = String::new();
    let policies = match Policies::load(&files(folder), limit(folder)) {
        Ok(policies) => policies,
        Err(troubles) => {
            for trouble in troubles {
                writeln!(out, "not read: {trouble}").expect("a string");
            }
            return out;
        }
    };
    for name in policies.names() {
        writeln!(out, "policy {} ({})", name.name, name.file).expect("a string");
    }
    let text = fs::read_to_string(folder.join("objects.yaml")).expect("a case has objects");
    let judged = policies.judge_text(&text);
    for one in judged.said {
        let line = text[..one.span.start as usize].matches('\n').count() + 1;
        let name = &policies.names()[one.policy].name;
        let container = one.container.map(|name| format!(" in {name}")).unwrap_or_default();
        let place = format!("{}:{line} {}{container}", one.document, one.path);
        writeln!(out, "{place} {:?} {name}: {}", one.enforcement, one.message).expect("a string");
    }
    for one in judged.could_not {
        let line = text[..one.span.start as usize].matches('\n').count() + 1;
        writeln!(out, "{}:{line} {}", one.document, one.why).expect("a string");
    }
    out
}

#[test]
fn every_case_says_what_is_expected() {
    let (mut n, mut wrong) = (0, Vec::new());
    for folder in folders() {
        n += 1;
        let (expected, said) = (folder.join("expected.txt"), said(&folder));
        if env::var_os("UPDATE_EXPECTED").is_some() {
            fs::write(&expected, &said).expect("the expectation can be written");
        } else if fs::read_to_string(&expected).unwrap_or_default() != said {
            wrong.push(format!("{}\n{said}", folder.display()));
        }
    }
    assert!(n >= 15, "{n} cases were found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_policy_that_does_not_end_is_stopped_in_time() {
    for name in ["too-slow", "too-slow-cel"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(name);
        let began = Instant::now();
        let said = said(&folder);
        assert!(said.contains("it took too long"), "{said}");
        // Unstopped it takes half a minute. Loading asks each policy about an empty object once.
        assert!(began.elapsed() < SHORT * 20, "{name} took {:?}", began.elapsed());
    }
}
