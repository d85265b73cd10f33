//! `cargo xtask checkov`: what our fixes do to the verdicts of Checkov, measured with Checkov itself.
//!
//! Every Job and CronJob becomes a file of its own. Each diagnostic that Checkov's checks ask for is fixed alone, and
//! then all of them together; Checkov judges before and after. A fix must turn every check that asks for it from failed to
//! passed, and none from passed to failed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use stackengine::catalogue::CATALOGUE;
use stackengine::check::{Lint, check};
use stackengine::repair::{Evidence, Level, RepairOptions, repair};
use stackengine::yaml;

use crate::python;
use crate::shell::{Done, program, root, say, target};

const CHECKOV: &str = "checkov==3.3.30";

/// Checks that a fix of ours may make fail, and why that is right.
const ACCEPTED: [&str; 0] = [];

/// The failed checks of each file.
type Failed = BTreeMap<String, BTreeSet<String>>;

/// Runs Checkov over the manifests of `folder` before and after each fix.
pub(crate) fn checkov(folder: Option<&Path>) -> Done {
    let folder = folder.map_or_else(|| root().join("../shared/manifests"), Path::to_path_buf);
    let work = target().join("checkov");
    let checkov = python::tools(&work.join("venv"), &[CHECKOV])?.join("checkov");
    let documents = documents(&folder)?;
    say(&format!("{} Jobs and CronJobs in {}", documents.len(), folder.display()));
    let before = judge(&checkov, &work, "before", &documents)?;
    let mut wrong = Vec::new();
    let mut rows = vec![format!("{:<34} {:<12} {:>5} {:>5} {:>5}", "fixed", "check", "F>P", "F>F", "P>F")];
    for name in fixed_alone() {
        compare(Some(name), &documents, &before, (&checkov, &work), (&mut rows, &mut wrong))?;
    }
    compare(None, &documents, &before, (&checkov, &work), (&mut rows, &mut wrong))?;
    say(&rows.join("\n"));
    match wrong.as_slice() {
        [] => Ok(()),
        all => Err(format!("{} verdicts are not what the fix promises:\n{}", all.len(), all.join("\n"))),
    }
}

/// Diagnostics with a check of Checkov.
fn fixed_alone() -> impl Iterator<Item = &'static str> {
    let is_asked = |ids: &[&str]| ids.iter().any(|id| id.starts_with("CKV_"));
    CATALOGUE.iter().filter(move |known| is_asked(known.asked_by)).map(|known| known.name)
}

/// The text of every Job and CronJob that Checkov can read: one that stands alone, accepted by the API, with a name.
fn documents(folder: &Path) -> Result<Vec<String>, String> {
    let mut texts = Vec::new();
    for file in files(folder)? {
        let Ok(text) = fs::read_to_string(&file) else { continue };
        for document in yaml::documents(&text) {
            let (start, end) = (document.span.start as usize, document.span.end as usize);
            let text = text.get(start..end).unwrap_or_default().to_owned();
            let checked = check(&text, &Evidence::default());
            let [object] = checked.objects.as_slice() else { continue };
            let refused = object.lints.iter().any(Lint::api_refuses);
            // Checkov skips silently what has no name, and a whole file for one thing that it cannot read.
            if !refused && checked.n_documents == 1 && checked.not_analysed.is_empty() && text.contains("\n  name: ") {
                texts.push(text);
            }
        }
    }
    Ok(texts)
}

fn files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("failed to read {}: {error}", folder.display()))?;
    let mut found = Vec::new();
    for path in entries.filter_map(Result::ok).map(|entry| entry.path()) {
        if path.is_dir() {
            found.extend(files(&path)?);
        } else if path.extension().is_some_and(|end| end == "yaml" || end == "yml") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Writes each text to a file of its own and has Checkov judge the folder.
fn judge(checkov: &Path, work: &Path, name: &str, texts: &[String]) -> Result<Failed, String> {
    let folder = work.join("manifests").join(name);
    let fail = |what: &str, error: &dyn std::fmt::Display| format!("failed to {what}: {error}");
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| fail("clear the folder", &error))?;
    }
    fs::create_dir_all(&folder).map_err(|error| fail("make the folder", &error))?;
    for (index, text) in texts.iter().enumerate() {
        fs::write(folder.join(format!("{index:04}.yaml")), text).map_err(|error| fail("write a manifest", &error))?;
    }
    let place = folder.display().to_string();
    let args = ["--framework", "kubernetes", "--skip-download", "--quiet", "--compact", "-o", "json", "-d", &place];
    let output =
        program(&checkov.display().to_string(), &args).output().map_err(|error| fail("start Checkov", &error))?;
    let report: Value =
        serde_json::from_slice(&output.stdout).map_err(|error| fail("read Checkov's answer", &error))?;
    let mut failed = Failed::new();
    for check in report["results"]["failed_checks"].as_array().map(Vec::as_slice).unwrap_or_default() {
        let (Some(file), Some(id)) = (check["file_path"].as_str(), check["check_id"].as_str()) else { continue };
        failed.entry(file.trim_start_matches('/').to_owned()).or_default().insert(id.to_owned());
    }
    Ok(failed)
}

/// Fixes one diagnostic, or all where `name` is none, and adds what became of Checkov's verdicts.
fn compare(
    name: Option<&'static str>,
    documents: &[String],
    before: &Failed,
    (checkov, work): (&Path, &Path),
    (rows, wrong): (&mut Vec<String>, &mut Vec<String>),
) -> Done {
    let evidence = Evidence::default();
    let wanted = |_: &str, lint: &Lint| name.is_none_or(|name| lint.diagnostic.name == name);
    let options = RepairOptions { level: Level::Hardened, apply_unsafe: true, evidence: &evidence, wanted: &wanted };
    let repaired: Vec<_> = documents.iter().map(|text| repair(text, &options)).collect();
    let shown = name.unwrap_or("all together");
    if repaired.iter().all(|repaired| repaired.applied.is_empty()) {
        rows.push(format!("{shown:<34} nothing was to be fixed, or only the owner can"));
        return Ok(());
    }
    let texts: Vec<String> = repaired.iter().map(|repaired| repaired.text.clone()).collect();
    let after = judge(checkov, work, shown, &texts)?;
    let mut counts: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    let none = BTreeSet::new();
    for (index, repaired) in repaired.iter().enumerate() {
        let file = format!("{index:04}.yaml");
        let (was, is) = (before.get(&file).unwrap_or(&none), after.get(&file).unwrap_or(&none));
        // A check is promised once no lint that it asks for is left.
        let left = check(&repaired.text, &evidence).objects;
        let left: BTreeSet<&str> =
            left.iter().flat_map(|object| &object.lints).flat_map(|lint| lint.diagnostic.asked_by).copied().collect();
        let asked = repaired.applied.iter().flat_map(|applied| applied.lint.diagnostic.asked_by);
        let asked: BTreeSet<&str> = asked.copied().filter(|id| id.starts_with("CKV_")).collect();
        for id in &asked {
            match (was.contains(*id), is.contains(*id)) {
                (true, false) => counts.entry(id).or_default()[0] += 1,
                (true, true) => {
                    counts.entry(id).or_default()[1] += 1;
                    if !left.contains(id) {
                        wrong.push(format!("{file}: {shown}: {id} is still failed"));
                    }
                }
                _ => {}
            }
        }
        for id in is.difference(was).filter(|id| !ACCEPTED.contains(&id.as_str())) {
            let id = CATALOGUE.iter().flat_map(|known| known.asked_by).find(|known| *known == id).unwrap_or(&"another");
            counts.entry(id).or_default()[2] += 1;
            wrong.push(format!("{file}: {shown}: {id} fails anew"));
        }
    }
    for (id, [mended, stayed, spoiled]) in counts {
        rows.push(format!("{shown:<34} {id:<12} {mended:>5} {stayed:>5} {spoiled:>5}"));
    }
    Ok(())
}
