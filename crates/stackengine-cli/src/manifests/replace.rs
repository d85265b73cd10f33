//! A file replaced as a whole or not at all.

use std::fs::{self, Metadata};
use std::io::{self, Write as _};
use std::path::Path;

use tempfile::Builder;

/// Puts `text` in the place of `before` at `path`, through a file beside it. Links are followed, the mode stays.
///
/// Refuses where the file is no longer what was read: somebody else was there.
pub(crate) fn replace(path: &Path, before: &str, text: &str) -> io::Result<()> {
    let real = fs::canonicalize(path)?;
    let folder = real.parent().ok_or_else(|| io::Error::other("it is in no folder"))?;
    let known = fs::metadata(&real)?;
    if known.permissions().readonly() {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "it is read-only"));
    }
    let mut fresh = Builder::new().prefix(".stackengine-").tempfile_in(folder)?;
    fresh.write_all(text.as_bytes())?;
    keep_owner(fresh.path(), &known);
    fs::set_permissions(fresh.path(), known.permissions())?;
    fresh.as_file().sync_all()?;
    if fs::read(&real)? != before.as_bytes() {
        return Err(io::Error::other("it was changed by somebody else in the meantime: nothing was written"));
    }
    fresh.persist(&real).map_err(|error| error.error)?;
    sync_folder(folder);
    Ok(())
}

/// As far as the system lets us: only root gives files away.
#[cfg(unix)]
fn keep_owner(fresh: &Path, known: &Metadata) {
    use std::os::unix::fs::{MetadataExt as _, chown};
    let _ = chown(fresh, Some(known.uid()), Some(known.gid()));
}

#[cfg(not(unix))]
fn keep_owner(_: &Path, _: &Metadata) {}

/// The rename itself must outlive a power cut too; where a folder cannot be synced, the system does it in its own time.
fn sync_folder(folder: &Path) {
    if let Ok(folder) = fs::File::open(folder) {
        let _ = folder.sync_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_changed_in_the_meantime_is_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.yaml");
        fs::write(&path, "theirs").expect("a file");
        let error = replace(&path, "as it was read", "ours").expect_err("it changed");
        assert!(error.to_string().contains("somebody else"), "{error}");
        assert_eq!(fs::read_to_string(&path).expect("a file"), "theirs");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_and_the_mode_stays() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let folder = tempfile::tempdir().expect("a folder");
        let (path, link) = (folder.path().join("a.yaml"), folder.path().join("link.yaml"));
        fs::write(&path, "old").expect("a file");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("a mode");
        symlink(&path, &link).expect("a link");
        replace(&link, "old", "new").expect("it is replaced");
        assert_eq!(fs::read_to_string(&path).expect("a file"), "new");
        assert_eq!(fs::metadata(&path).expect("a file").permissions().mode() & 0o777, 0o640);
        assert!(fs::symlink_metadata(&link).expect("a link").is_symlink());
    }
}
