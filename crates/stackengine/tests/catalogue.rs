//! Every diagnostic has a page that holds what it promises, and cases on which it fires and stays silent.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use stackengine::catalogue::{CATALOGUE, Diagnostic, HEADINGS, Page, find};
use stackengine::check::Lint;
use stackengine::diagnosis::{Report, Role, Severity};
use stackengine::evidence::{Source, Sources};
use stackengine::repair::{Evidence, Level, Observed, ObservedContainer, RepairOptions, Safety, repair};

fn folder(diagnostic: &Diagnostic) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/catalogue").join(diagnostic.name.replace('-', "_"))
}

fn files(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_owned()];
    }
    let mut entries: Vec<PathBuf> =
        fs::read_dir(path).map(|entries| entries.flatten().map(|entry| entry.path()).collect()).unwrap_or_default();
    entries.sort();
    entries.iter().flat_map(|entry| files(entry)).collect()
}

fn read(path: &Path) -> Sources {
    let mut sources = Sources::new();
    for file in files(path) {
        let name = file.strip_prefix(path).ok().filter(|name| !name.as_os_str().is_empty()).unwrap_or(&file);
        sources.add(Source::new(name.to_string_lossy(), fs::read(&file).expect("a readable case")));
    }
    sources
}

/// Whether it is about manifests, and not about what happened.
fn is_of_a_manifest(diagnostic: &Diagnostic) -> bool {
    diagnostic.code.as_bytes()[2] >= b'6'
}

/// What examples leave out, which would double their length: requests and limits.
const LEFT_OUT: [&str; 3] = ["cpu-request-missing", "memory-request-missing", "memory-limit-missing"];

/// What an incident showed, where a comment of the manifest says so: `# seen: main was killed at 64Mi`, and
/// `# seen: main ran IMAGE with DIGEST`.
fn seen(text: &str) -> Evidence {
    let mut observed = Observed::default();
    for line in text.lines().filter_map(|line| line.strip_prefix("# seen: ")) {
        let words: Vec<&str> = line.split(' ').collect();
        observed.containers.push(match words.as_slice() {
            [name, "was", "killed", "at", limit] => ObservedContainer {
                name: (*name).to_owned(),
                killed_at_limit: Some((*limit).to_owned()),
                ..ObservedContainer::default()
            },
            [name, "ran", image, "with", digest] => ObservedContainer {
                name: (*name).to_owned(),
                image: Some((*image).to_owned()),
                image_digest: Some(format!("sha256:{digest}")),
                ..ObservedContainer::default()
            },
            _ => panic!("{line:?} is nothing that can be seen"),
        });
    }
    Evidence::from(observed)
}

/// What is wrong with a text of manifests.
fn lints(text: &str) -> Vec<Lint> {
    let checked = stackengine::check::check(text, &seen(text));
    let broken = checked.broken.into_iter().map(|(_, lint)| lint);
    broken.chain(checked.objects.into_iter().flat_map(|object| object.lints)).collect()
}

fn names(report: &Report) -> Vec<(&'static str, Role)> {
    let findings = report.diagnoses.iter().flat_map(|diagnosis| &diagnosis.findings);
    findings.map(|finding| (finding.diagnostic.name, finding.role)).collect()
}

/// What is wrong with a case, as one line.
fn check_case(diagnostic: &Diagnostic, path: &Path) -> Option<String> {
    let stem = path.file_name()?.to_string_lossy().into_owned();
    let found = if is_of_a_manifest(diagnostic) {
        let text = fs::read_to_string(path).expect("a case of a manifest is one file");
        lints(&text).iter().map(|lint| (lint.diagnostic.name, Role::Lint)).collect()
    } else {
        names(&stackengine::diagnose(&read(path)))
    };
    let fires = found.iter().any(|(name, _)| *name == diagnostic.name);
    let is_cause = found.contains(&(diagnostic.name, Role::Cause));
    let expected = stem.split('-').next().unwrap_or_default();
    let right = match expected {
        "cause" => is_cause,
        "fires" => fires,
        "silent" => !fires,
        _ => return Some(format!("{}/{stem}: the name must begin with cause-, fires- or silent-", diagnostic.name)),
    };
    (!right).then(|| format!("{}/cases/{stem}: found {found:?}", diagnostic.name))
}

#[test]
fn cases_fire_and_stay_silent() {
    let mut wrong = Vec::new();
    for diagnostic in CATALOGUE {
        let cases = folder(diagnostic).join("cases");
        let mut entries: Vec<PathBuf> = fs::read_dir(&cases)
            .map(|entries| entries.flatten().map(|entry| entry.path()).collect())
            .unwrap_or_default();
        entries.sort();
        let named = |prefix: &str| {
            entries.iter().any(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(prefix)))
        };
        if !(named("cause-") || named("fires-")) || !named("silent-") {
            wrong.push(format!("{}: needs a case on which it fires and one on which it is silent", diagnostic.name));
        }
        wrong.extend(entries.iter().filter_map(|path| check_case(diagnostic, path)));
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn pages_are_whole_and_their_examples_fire() {
    let mut wrong = Vec::new();
    for diagnostic in CATALOGUE {
        let Some(page) = Page::parse(diagnostic.page) else {
            wrong.push(format!("{}: the head of the page cannot be read", diagnostic.name));
            continue;
        };
        for heading in HEADINGS {
            if page.section(heading).is_none_or(str::is_empty) {
                wrong.push(format!("{}: nothing under ## {heading}", diagnostic.name));
            }
        }
        for level in [page.impact, page.downtime_risk] {
            if !["low", "medium", "high"].contains(&level) {
                wrong.push(format!("{}: {level} is neither low, medium nor high", diagnostic.name));
            }
        }
        if page.related().count() == 0 {
            wrong.push(format!("{}: nothing under ## Related", diagnostic.name));
        }
        wrong.extend(
            page.related()
                .filter(|name| find(name).is_none())
                .map(|name| format!("{}: related to {name}, which does not exist", diagnostic.name)),
        );
        let examples = page.examples("fires");
        if examples.is_empty() {
            wrong.push(format!("{}: no example on which it fires", diagnostic.name));
        }
        if is_of_a_manifest(diagnostic) {
            wrong.extend(
                examples.iter().filter_map(|example| wrong_example(diagnostic, example, page.examples("fixed"))),
            );
            continue;
        }
        for example in examples {
            let mut sources = Sources::new();
            sources.add_text("page", example);
            let found = names(&stackengine::diagnose(&sources));
            if !found.iter().any(|(name, _)| *name == diagnostic.name) {
                wrong.push(format!("{}: its example raises {found:?}", diagnostic.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// An example of a manifest shows this lint alone (what is of low severity or asked for at the hardened level aside),
/// and its fix, where it has one, gives the other example.
fn wrong_example(diagnostic: &Diagnostic, example: &str, fixed: Vec<&str>) -> Option<String> {
    let name = diagnostic.name;
    let own = |lint: &&Lint| lint.diagnostic.name == name;
    let found = lints(example);
    let others: Vec<&str> = found
        .iter()
        .filter(|lint| !own(lint) && lint.diagnostic.level == Level::Basic && lint.severity >= Severity::Medium)
        .map(|lint| lint.diagnostic.name)
        .filter(|name| !LEFT_OUT.contains(name))
        .collect();
    if !found.iter().any(|lint| own(&lint)) || !others.is_empty() {
        return Some(format!("{name}: its example raises {others:?} and {}", found.iter().filter(own).count()));
    }
    let fixes = found.iter().filter(own).filter_map(|lint| lint.fix.as_ref());
    let applicable = fixes.filter(|fix| fix.safety != Safety::DisplayOnly).count() > 0;
    let [expected] = fixed.as_slice() else {
        return (applicable || !fixed.is_empty()).then(|| format!("{name}: needs one `fixed` example"));
    };
    if lints(expected).iter().any(|lint| own(&lint)) {
        return Some(format!("{name}: its `fixed` example raises it again"));
    }
    if !applicable {
        return None;
    }
    let wanted = |_: &str, lint: &Lint| lint.diagnostic.name == name;
    let evidence = seen(example);
    let options = RepairOptions { level: Level::Hardened, apply_unsafe: true, evidence: &evidence, wanted: &wanted };
    let repaired = repair(example, &options);
    let dropped: Vec<&str> = repaired.dropped.iter().map(|dropped| dropped.why.as_str()).collect();
    (repaired.text != *expected)
        .then(|| format!("{name}: its fix gives (dropped: {dropped:?})\n{}\ninstead of\n{expected}", repaired.text))
}

#[test]
fn names_and_codes_are_unique_and_in_order() {
    let codes: Vec<&str> = CATALOGUE.iter().map(|diagnostic| diagnostic.code).collect();
    assert!(codes.is_sorted(), "the list is in the order of the codes");
    assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), codes.len());
    let names: BTreeSet<&str> = CATALOGUE.iter().map(|diagnostic| diagnostic.name).collect();
    assert_eq!(names.len(), codes.len());
    for diagnostic in CATALOGUE {
        for explained in diagnostic.explains {
            assert!(names.contains(explained), "{} explains {explained}, which does not exist", diagnostic.name);
        }
        let folders = fs::read_dir(folder(diagnostic)).map(Iterator::count).unwrap_or_default();
        assert!(folders > 0, "{} has a folder of its own", diagnostic.name);
    }
}

/// Names that recordings, pages and other people's notes rely on: they are never renamed.
#[test]
fn promised_names_are_kept() {
    let promised = "container-exit-error out-of-memory killed-by-sigkill segmentation-fault aborted terminated-by-sigterm \
        command-not-found command-not-executable container-start-failed exec-format-error read-only-filesystem \
        permission-denied dependency-unreachable masked-exit-code success-policy-hides-failures \
        sidecar-blocks-completion init-container-failed liveness-probe-killed post-start-hook-failed image-pull-failed \
        image-name-invalid image-not-present config-missing run-as-non-root-conflict volume-mount-failed \
        volume-claim-missing unschedulable-resources unschedulable-selector quota-exceeded limit-range-violation \
        service-account-missing pod-security-violation job-suspended deadline-exceeded pod-deadline-exceeded \
        hung-without-deadline failed-by-pod-failure-policy failure-ignored-forever evidence-lost-to-ttl \
        evicted-ephemeral-storage pod-deleted pod-evicted-by-api pod-preempted node-lost \
        cron-run-skipped-concurrency cron-suspended";
    for name in promised.split_whitespace() {
        assert!(find(name).is_some(), "{name} is promised");
    }
    assert!(CATALOGUE.len() >= 60);
}
