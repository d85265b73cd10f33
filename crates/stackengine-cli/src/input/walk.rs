//! From the paths of a command line to the files they mean, in a fixed order.

use std::fs;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::NotRead;

/// Folders a version control system keeps for itself; nobody pasted evidence into them.
const KEPT_BY_TOOLS: [&str; 3] = [".git", ".hg", ".svn"];

/// Where a text comes from.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// Standard input.
    Stdin,
    /// A file.
    File(PathBuf),
}

/// Every file the paths mean: folders give what is below them, sorted by name.
pub(super) fn walk(paths: &[PathBuf], not_read: &mut Vec<NotRead>) -> Vec<Origin> {
    let mut origins = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" {
            if !origins.contains(&Origin::Stdin) {
                origins.push(Origin::Stdin);
            }
            continue;
        }
        match fs::metadata(path) {
            Ok(found) if found.is_dir() => folder(path, &mut origins, not_read),
            // Pipes are welcome where they are named: `diagnose <(kubectl describe job x)`.
            Ok(found) if found.is_file() || is_pipe(&found) => origins.push(Origin::File(path.clone())),
            Ok(_) => not_read.push(NotRead::new(path, "it is neither a file nor a folder nor a pipe")),
            Err(error) => not_read.push(NotRead::new(path, error)),
        }
    }
    origins
}

fn folder(root: &Path, origins: &mut Vec<Origin>, not_read: &mut Vec<NotRead>) {
    let mut entries = WalkDir::new(root).follow_links(true).sort_by_file_name().into_iter();
    while let Some(entry) = entries.next() {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {
                if KEPT_BY_TOOLS.iter().any(|name| entry.file_name() == *name) {
                    not_read.push(NotRead::new(entry.path(), "it belongs to a version control system"));
                    entries.skip_current_dir();
                }
            }
            Ok(entry) if entry.file_type().is_file() => origins.push(Origin::File(entry.into_path())),
            // Opening a pipe that was not asked for would wait for ever.
            Ok(entry) => not_read.push(NotRead::new(entry.path(), "it is neither a file nor a folder")),
            Err(error) => {
                let path = error.path().unwrap_or(root).to_path_buf();
                let why = match (error.loop_ancestor(), error.io_error()) {
                    (Some(ancestor), _) => format!("it leads back to {}", ancestor.display()),
                    (None, Some(error)) => error.to_string(),
                    (None, None) => error.to_string(),
                };
                not_read.push(NotRead::new(&path, why));
            }
        }
    }
}

#[cfg(unix)]
fn is_pipe(found: &fs::Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt as _;
    found.file_type().is_fifo()
}

#[cfg(not(unix))]
fn is_pipe(_: &fs::Metadata) -> bool {
    false
}
