//! What other tools ask of a Job or CronJob, and which diagnostic asks for the same: `docs/other-linters.md`.
//!
//! `UPDATE_EXPECTED=1 cargo test -p stackengine --test other_linters` writes the page anew; read the diff.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use stackengine::catalogue::CATALOGUE;
use stackengine::check::CONTROLS;

const CHECKS: &str = include_str!("other_linters/checks.txt");

/// One check of another tool: its section, how a diagnostic names it, what it asks for, and a remark.
struct Check {
    section: &'static str,
    id: String,
    asks: &'static str,
    remark: &'static str,
}

/// The checks of the file, and the controls of the Pod Security Standards, which the engine knows itself.
fn checks() -> Vec<Check> {
    let mut section = "";
    let mut checks = Vec::new();
    for line in CHECKS.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        if let Some(title) = line.strip_prefix("== ") {
            section = title;
            continue;
        }
        let mut parts = line.splitn(3, " | ");
        let id = parts.next().unwrap_or_default().to_owned();
        let (asks, remark) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        assert!(!asks.is_empty(), "{line}");
        checks.push(Check { section, id, asks, remark });
    }
    for (level, control) in CONTROLS {
        let id = format!("pss:{level}:{control}");
        if !checks.iter().any(|check| check.id == id) {
            checks.push(Check { section: "Pod Security Standards", id, asks: "", remark: "" });
        }
    }
    checks
}

fn diagnostics(id: &str) -> Vec<&'static str> {
    let asked = CATALOGUE.iter().filter(|known| known.asked_by.contains(&id));
    asked.map(|known| known.name).collect()
}

fn page() -> String {
    let mut text = String::from(
        "# What other linters ask for\n\n\
         Every check of Checkov, kube-linter, kube-score and the Pod Security Standards that reaches a Job or a CronJob, \
         with the diagnostics that ask for the same, or the reason why none does. A suppression for one of these checks \
         counts for its diagnostics, too. This page is written by a test (`tests/other_linters.rs`).\n",
    );
    let mut section = "";
    for check in checks() {
        if check.section != section {
            section = check.section;
            let _ = write!(
                text,
                "\n## {section}\n\n| check | asks for | diagnostics | remark |\n| --- | --- | --- | --- |\n"
            );
        }
        let names: Vec<String> = diagnostics(&check.id).iter().map(|name| format!("`{name}`")).collect();
        let names = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
        let short = check.id.split_once(':').map_or(check.id.as_str(), |(_, rest)| rest);
        let _ = writeln!(text, "| `{short}` | {} | {names} | {} |", check.asks, check.remark);
    }
    text
}

#[test]
fn the_page_says_what_the_catalogue_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/other-linters.md");
    let actual = page();
    if env::var_os("UPDATE_EXPECTED").is_some() {
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
        fs::write(&path, &actual).expect("the page can be written");
    }
    let expected = fs::read_to_string(&path).expect("the page is there");
    assert!(actual == expected, "docs/other-linters.md is out of date: UPDATE_EXPECTED=1 writes it anew");
}

#[test]
fn every_check_has_a_diagnostic_or_a_reason() {
    let open: Vec<String> = checks()
        .into_iter()
        .filter(|check| diagnostics(&check.id).is_empty() && check.remark.is_empty())
        .map(|check| check.id)
        .collect();
    assert!(open.is_empty(), "neither a diagnostic nor a reason: {open:?}");
}

#[test]
fn what_a_diagnostic_names_exists() {
    let known: BTreeSet<String> = checks().into_iter().map(|check| check.id).collect();
    let tools = ["CKV_K8S_", "kube-linter:", "kube-score:", "pss:"];
    for diagnostic in CATALOGUE {
        for id in diagnostic.asked_by.iter().filter(|id| tools.iter().any(|tool| id.starts_with(tool))) {
            assert!(known.contains(*id), "{} is asked for by {id}, which is no check for a Job", diagnostic.name);
        }
    }
}

#[test]
fn checkov_has_31_checks_that_mean_something_for_a_job() {
    assert_eq!(checks().iter().filter(|check| check.id.starts_with("CKV_K8S_")).count(), 31);
    assert_eq!(checks().iter().filter(|check| check.id.starts_with("kube-linter:")).count(), 47);
    assert_eq!(checks().iter().filter(|check| check.id.starts_with("kube-score:")).count(), 22);
}
