//! From the paths of a command line to the manifests they mean, in a fixed order.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::{fs, io};

use ignore::{WalkBuilder, WalkState};

/// A file that is to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    /// How it is called: the path as given, or below the folder that was given.
    pub(crate) name: String,
    /// Where it is; `None` for standard input.
    pub(crate) path: Option<PathBuf>,
    /// Whether it was named, and not only found in a folder.
    pub(crate) named: bool,
}

/// What the paths mean: the files, and what of them cannot be read, each with the reason.
#[derive(Debug, Default)]
pub(crate) struct Targets {
    pub(crate) files: Vec<Target>,
    pub(crate) unreadable: Vec<(String, String)>,
}

/// Every file that the paths mean, sorted by name, each once. Folders give the YAML and JSON files below them.
pub(crate) fn targets(paths: &[PathBuf], no_ignore: bool) -> Targets {
    let mut found: BTreeMap<String, Target> = BTreeMap::new();
    let mut unreadable = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" {
            found.insert("-".to_owned(), Target { name: "-".to_owned(), path: None, named: true });
            continue;
        }
        match fs::metadata(path) {
            Ok(known) if known.is_dir() => {
                let (files, errors) = below(path, no_ignore);
                for file in files {
                    let name = name_of(&file);
                    found.entry(name.clone()).or_insert(Target { name, path: Some(file), named: false });
                }
                unreadable.extend(errors);
            }
            Ok(_) => {
                let name = name_of(path);
                found.insert(name.clone(), Target { name, path: Some(path.clone()), named: true });
            }
            Err(error) => unreadable.push((name_of(path), error.to_string())),
        }
    }
    unreadable.sort();
    unreadable.dedup();
    Targets { files: found.into_values().collect(), unreadable }
}

/// The path without the `./` that a shell or an editor put before it, with the separators that every report uses.
fn name_of(path: &Path) -> String {
    let name = path.to_string_lossy();
    let name = if cfg!(windows) { name.replace('\\', "/") } else { name.into_owned() };
    match name.strip_prefix("./") {
        Some(rest) if !rest.is_empty() => rest.to_owned(),
        _ => name,
    }
}

type Unreadable = Vec<(String, String)>;

fn below(root: &Path, no_ignore: bool) -> (Vec<PathBuf>, Unreadable) {
    let found: Mutex<(Vec<PathBuf>, Unreadable)> = Mutex::default();
    let mut builder = WalkBuilder::new(root);
    // What is ignored depends on the repository alone, not on whose machine it is checked out on.
    builder.follow_links(true).hidden(true).require_git(false).git_global(false);
    if no_ignore {
        builder.ignore(false).git_ignore(false).git_exclude(false).parents(false);
    }
    builder.build_parallel().run(|| {
        let found = &found;
        Box::new(move |entry| {
            let Ok(mut found) = found.lock() else { return WalkState::Quit };
            match entry {
                Ok(entry) if !is_manifest(entry.path()) => {}
                Ok(entry) => match entry.file_type() {
                    Some(kind) if kind.is_dir() => {}
                    Some(kind) if kind.is_file() => found.0.push(entry.into_path()),
                    // Opening a pipe that was not asked for would wait for ever.
                    _ => found.1.push((name_of(entry.path()), "it is neither a file nor a folder".to_owned())),
                },
                Err(error) => found.1.extend(said(root, &error)),
            }
            WalkState::Continue
        })
    });
    found.into_inner().unwrap_or_default()
}

fn is_manifest(path: &Path) -> bool {
    let is = |wanted: &str| path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(wanted));
    is("yaml") || is("yml") || is("json")
}

/// What could not be walked, and why; nothing where it is a dead link that would not have been read anyway.
fn said(root: &Path, error: &ignore::Error) -> Option<(String, String)> {
    let mut path = root.to_path_buf();
    let mut inner = error;
    loop {
        match inner {
            ignore::Error::WithPath { path: known, err } => {
                path.clone_from(known);
                inner = err;
            }
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => inner = err,
            ignore::Error::Loop { ancestor, child } => {
                return Some((name_of(child), format!("it leads back to {}", name_of(ancestor))));
            }
            ignore::Error::Io(error) if error.kind() == io::ErrorKind::NotFound && !is_manifest(&path) => return None,
            other => {
                let why = match other {
                    ignore::Error::Io(error) => error.to_string(),
                    other => other.to_string(),
                };
                return Some((name_of(&path), why));
            }
        }
    }
}
