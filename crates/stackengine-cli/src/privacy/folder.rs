//! A folder for redacted texts, each under the name it was read by; nothing in it is replaced unasked.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Component, Path, PathBuf};

use tempfile::Builder;

use crate::outcome::Failure;

/// Where each text will be written.
pub(crate) struct Folder {
    targets: Vec<PathBuf>,
    may_replace: bool,
}

impl Folder {
    /// Refuses before anything is written: two texts of one name, a file that is there, or one of those that were read.
    pub(crate) fn plan(root: &Path, names: &[&str], may_replace: bool) -> Result<Self, Failure> {
        let refuse = |path: &Path, why: &str| {
            Err(Failure::Unusable(format!("failed to write {}: {why}; nothing was written", path.display())))
        };
        let read: BTreeSet<PathBuf> = names.iter().filter_map(|name| fs::canonicalize(name).ok()).collect();
        let mut targets = Vec::new();
        let mut taken = BTreeSet::new();
        for name in names {
            let path = root.join(below(name));
            if !taken.insert(path.clone()) {
                return refuse(&path, "two texts have this name");
            }
            if fs::canonicalize(&path).is_ok_and(|real| read.contains(&real)) {
                return refuse(&path, "it is one of the files that were read");
            }
            if !may_replace && fs::symlink_metadata(&path).is_ok() {
                return refuse(&path, "it is there already (--overwrite replaces it)");
            }
            targets.push(path);
        }
        Ok(Self { targets, may_replace })
    }

    /// Writes every text, each as a whole.
    pub(crate) fn write<'t>(&self, texts: impl Iterator<Item = &'t [u8]>) -> Result<(), Failure> {
        for (path, text) in self.targets.iter().zip(texts) {
            self.write_one(path, text)
                .map_err(|error| Failure::Unusable(format!("failed to write {}: {error}", path.display())))?;
        }
        Ok(())
    }

    fn write_one(&self, path: &Path, text: &[u8]) -> io::Result<()> {
        let folder = path.parent().ok_or_else(|| io::Error::other("it is in no folder"))?;
        fs::create_dir_all(folder)?;
        let mut fresh = Builder::new().prefix(".stackengine-").tempfile_in(folder)?;
        fresh.write_all(text)?;
        match self.may_replace {
            true => fresh.persist(path).map_err(|error| error.error)?,
            false => fresh.persist_noclobber(path).map_err(|error| error.error)?,
        };
        Ok(())
    }
}

/// The name as a path that stays below the folder it is joined to.
fn below(name: &str) -> PathBuf {
    if name == "-" {
        return PathBuf::from("stdin.txt");
    }
    let parts = Path::new(name).components().filter(|part| matches!(part, Component::Normal(_)));
    let path: PathBuf = parts.collect();
    if path.as_os_str().is_empty() { PathBuf::from("text.txt") } else { path }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_leads_out_of_the_folder() {
        for (name, path) in [
            ("a/b.txt", "a/b.txt"),
            ("/etc/passwd", "etc/passwd"),
            ("../../a", "a"),
            ("a/../../b", "a/b"),
            ("./a", "a"),
            ("..", "text.txt"),
            ("-", "stdin.txt"),
        ] {
            assert_eq!(below(name), Path::new(path), "{name}");
        }
    }
}
