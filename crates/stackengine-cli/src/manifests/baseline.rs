//! A baseline: what was found before and is not to be counted. Lines may move; object, diagnostic and path stay.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use stackengine::check::{FileReport, Found, Standing};

use crate::outcome::Failure;

/// What is in the file.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    version: u32,
    findings: Vec<Entry>,
}

/// One finding without its line.
#[derive(Clone, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Entry {
    /// The file, below the folder of the baseline.
    pub(crate) file: String,
    /// Kind and name: `Job backup`; empty where the document cannot be read.
    pub(crate) object: String,
    /// The diagnostic.
    pub(crate) name: String,
    /// The field, below the object.
    pub(crate) path: String,
}

/// A baseline, and how much of it is still to be found.
#[derive(Clone, Debug)]
pub(crate) struct Baseline {
    folder: PathBuf,
    left: BTreeMap<Entry, usize>,
}

impl Baseline {
    /// Reads a baseline.
    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        let unusable =
            |why: String| Failure::Unusable(format!("failed to read the baseline {}: {why}", path.display()));
        let text = fs::read_to_string(path).map_err(|error| unusable(error.to_string()))?;
        let wire: Wire = serde_json::from_str(&text).map_err(|error| unusable(error.to_string()))?;
        if wire.version != 1 {
            return Err(unusable(format!("version {} is not known here", wire.version)));
        }
        let mut baseline = Self::empty(path);
        for entry in wire.findings {
            *baseline.left.entry(entry).or_default() += 1;
        }
        Ok(baseline)
    }

    /// One in which nothing is, to be written beside `path`.
    pub(crate) fn empty(path: &Path) -> Self {
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        Self { folder: fs::canonicalize(parent).unwrap_or_default(), left: BTreeMap::new() }
    }

    /// Marks what it knows; each entry counts once.
    pub(crate) fn apply(&mut self, report: &mut FileReport) {
        let file = self.file(&report.file);
        for found in report.findings.iter_mut().filter(|found| found.is_open()) {
            if let Some(left) = self.left.get_mut(&entry(&file, found)).filter(|left| **left > 0) {
                *left -= 1;
                found.standing = Standing::Known;
            }
        }
    }

    /// What was not found again in the files that were looked at, as far as it was looked for.
    pub(crate) fn gone(&self, files: &[&str], looked_for: impl Fn(&str) -> bool) -> Vec<String> {
        let looked_at: Vec<String> = files.iter().map(|file| self.file(file)).collect();
        let is_gone = |entry: &Entry| {
            let seen = looked_at.contains(&entry.file) || !self.folder.join(&entry.file).exists();
            seen && looked_for(&entry.name)
        };
        let left = self.left.iter().filter(|(entry, n)| **n > 0 && is_gone(entry));
        left.map(|(entry, _)| format!("{} of {} in {}", entry.name, entry.object, entry.file)).collect()
    }

    /// Everything that counts in these files, as the text of a baseline.
    pub(crate) fn text(&self, files: &[FileReport]) -> Result<String, Failure> {
        let mut findings: Vec<Entry> = Vec::new();
        for report in files {
            let file = self.file(&report.file);
            findings.extend(report.findings.iter().filter(|found| found.is_open()).map(|found| entry(&file, found)));
        }
        findings.sort();
        serde_json::to_string_pretty(&Wire { version: 1, findings })
            .map(|text| text + "\n")
            .map_err(|error| Failure::Unusable(format!("failed to write JSON: {error}")))
    }

    /// A file as it is called from the folder of the baseline.
    fn file(&self, name: &str) -> String {
        let Ok(real) = fs::canonicalize(name) else { return name.to_owned() };
        match real.strip_prefix(&self.folder) {
            Ok(below) => below.to_string_lossy().replace('\\', "/"),
            Err(_) => name.to_owned(),
        }
    }
}

fn entry(file: &str, found: &Found) -> Entry {
    let object = found.object.as_ref().map_or_else(String::new, |(kind, name)| format!("{kind} {name}"));
    Entry {
        file: file.to_owned(),
        object,
        name: found.lint.diagnostic.name.to_owned(),
        path: found.lint.path.to_string(),
    }
}
