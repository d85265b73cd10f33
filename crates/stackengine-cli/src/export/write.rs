//! The files of an export in their folder. What somebody else wrote is not replaced unasked.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use stackengine::prevent::{Artefact, is_ours};
use tempfile::Builder;

use crate::outcome::Failure;

/// Writes every file, or none where one is in the way that is not ours.
pub(crate) fn write(folder: &Path, files: &[Artefact], force: bool) -> Result<(), Failure> {
    for file in files {
        let path = folder.join(&file.path);
        if !force && is_in_the_way(&path) {
            return Err(Failure::Unusable(format!(
                "failed to write {}: it is there, and stackengine did not make it; nothing was written (--force replaces it)",
                path.display()
            )));
        }
    }
    for file in files {
        let path = folder.join(&file.path);
        write_one(&path, file.text.as_bytes())
            .map_err(|error| Failure::Unusable(format!("failed to write {}: {error}", path.display())))?;
    }
    Ok(())
}

/// A link counts as somebody's, too: what it points to may be anything.
fn is_in_the_way(path: &Path) -> bool {
    match fs::symlink_metadata(path) {
        Ok(known) if known.is_file() => !fs::read_to_string(path).is_ok_and(|text| is_ours(&text)),
        Ok(_) => true,
        Err(_) => false,
    }
}

fn write_one(path: &Path, text: &[u8]) -> io::Result<()> {
    let folder = path.parent().ok_or_else(|| io::Error::other("it is in no folder"))?;
    fs::create_dir_all(folder)?;
    let mut fresh = Builder::new().prefix(".stackengine-").tempfile_in(folder)?;
    fresh.write_all(text)?;
    readable_by_all(fresh.as_file())?;
    fresh.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// A temporary file is its owner's alone; what is to be committed is for everybody.
#[cfg(unix)]
fn readable_by_all(file: &fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable_by_all(_: &fs::File) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use stackengine::prevent::made_by;

    use super::*;

    fn file(path: &str, text: &str) -> Artefact {
        Artefact { path: path.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn what_is_ours_is_replaced_and_what_is_not_stops_everything() {
        let folder = tempfile::tempdir().expect("a folder");
        let ours = format!("# {}\nold\n", made_by());
        fs::write(folder.path().join("ours.yaml"), ours).expect("a file");
        fs::write(folder.path().join("theirs.yaml"), "theirs").expect("a file");
        let files = [file("ours.yaml", "new"), file("theirs.yaml", "new"), file("a/b.yaml", "new")];
        assert!(write(folder.path(), &files, false).is_err());
        assert!(!folder.path().join("a").exists());
        assert!(write(folder.path(), &files[..1], false).is_ok());
        assert!(write(folder.path(), &files, true).is_ok());
        for file in &files {
            assert_eq!(fs::read_to_string(folder.path().join(&file.path)).expect("a file"), "new");
        }
    }
}
